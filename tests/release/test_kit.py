"""dist/student-kit.zip: what a student needs, the same bytes each time, and nothing of the solutions in any member."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring.course import find_course, open_workbook
from autograder.errors import AutograderError
from autograder.release.folder import build_folder
from autograder.release.kit import MAP, build_kit
from autograder.release.leaks import clues
from support.real_course import programmed

REPOSITORY = Path(__file__).parents[2]
COURSE = find_course(REPOSITORY)
WORKBOOKS = {each.name: open_workbook(COURSE, each) for each in COURSE.course.assignments}


@pytest.fixture(scope="module")
def folders() -> dict[str, dict[str, bytes]]:
    return {name: build_folder(workbook) for name, workbook in WORKBOOKS.items()}


@pytest.fixture(scope="module")
def kit(folders: dict[str, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dist") / "new folder" / "student-kit.zip"
    build_kit(path, COURSE.course, folders)
    return path


@pytest.fixture(scope="module")
def members(kit: Path) -> dict[str, bytes]:
    return dict(unpacked(kit.read_bytes()))


def unpacked(archive: bytes, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield each file of a zip, those of a wheel inside it included."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            content = opened.read(name)
            yield prefix + name, content
            if name.endswith(".whl"):
                yield from unpacked(content, f"{prefix}{name}!")


def text_of(members: dict[str, bytes], ending: str) -> str:
    (content,) = (content for name, content in members.items() if name.endswith(ending))
    return content.decode()


def test_it_holds_the_assignments_the_wheel_and_how_to_begin(
    members: dict[str, bytes], folders: dict[str, dict[str, bytes]]
) -> None:
    outer = {name for name in members if "!" not in name}
    files = {f"student-kit/assignments/{name}/{file}" for name, each in folders.items() for file in each}
    (wheel,) = (name for name in outer if name.endswith(".whl"))
    assert outer == files | {wheel, "student-kit/README.md"}


def test_nothing_of_the_solutions_folder_is_in_any_member(members: dict[str, bytes]) -> None:
    # Inside of the wheel, modules of the autograder itself have such names.
    names = {name.split("/")[-1] for name in members if "!" not in name}
    assert not names & {"lesson.py", "checks.py", "answers.py", "course_config.py"}
    for workbook in WORKBOOKS.values():
        for source in workbook.folder.glob("*.py"):
            assert source.read_bytes() not in members.values()


# A lesson may provide in working order what an earlier one asked for (its `sigmoid`), so an assignment's own folder is
# searched, and the wheel.
def texts_beside(members: dict[str, bytes], assignment: str) -> dict[str, str]:
    beside = [name for name in members if "!" in name or f"assignments/{assignment}/" in name]
    return {name: readable(name, members[name]) for name in beside}


def test_no_line_of_a_solution_is_in_its_folder_or_in_the_wheel(members: dict[str, bytes]) -> None:
    for workbook in WORKBOOKS.values():
        texts = texts_beside(members, workbook.name)
        for clue in clues(workbook.lesson):
            rarest = max(re.findall(r"\w+", clue.text), key=len)  # a quick look before the thorough one
            matches = {name: text for name, text in texts.items() if rarest in text}
            assert [name for name, text in matches.items() if clue.pattern.search(text)] == [], clue.text


def readable(name: str, content: bytes) -> str:
    text = content.decode()
    return "\n".join(strings(json.loads(text))) if name.endswith((".json", ".ipynb")) else text


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def test_no_known_right_answer_is_in_its_folder_or_in_the_wheel(members: dict[str, bytes]) -> None:
    for workbook in WORKBOOKS.values():
        texts = texts_beside(members, workbook.name)
        for variation in workbook.right:
            body = variation.source.split("\n", 1)[1].strip()
            assert [name for name, text in texts.items() if body in text] == [], variation.name


def test_no_hidden_check_and_no_seed_is_in_any_member(members: dict[str, bytes]) -> None:
    for name, content in members.items():
        assert COURSE.course.seed.encode() not in content, name
    for workbook in WORKBOOKS.values():
        key = json.loads(text_of(members, f"assignments/{workbook.name}/public_checks.json"))
        public = {row["name"]: row for row in key["exercises"]}
        for exercise in workbook.exercises:
            shown = {check.output for check in exercise.checks if not check.hidden}
            row = public[exercise.name]
            assert set(row["outputs"]) == shown
            assert all(set(mistake["outputs"]) == shown for mistake in row["mistakes"])
            assert len(row["checks"]) == sum(not check.hidden for check in exercise.checks)


def test_the_wheel_is_the_package_alone(members: dict[str, bytes]) -> None:
    inside = {name.split("!")[1] for name in members if "!" in name}
    assert "autograder/student/check.py" in inside
    assert all(name.startswith(("autograder/", "proofgrade-")) for name in inside)
    assert not any("__pycache__" in name or Path(name).name.startswith("test_") for name in inside)


def test_the_readme_is_short_and_its_paths_are_in_the_kit(members: dict[str, bytes]) -> None:
    text = text_of(members, "student-kit/README.md")
    assert len([line for line in text.splitlines() if line.strip()]) <= 12
    for path in re.findall(r"assignments/[\w/.]+|[\w.-]+\.whl", text):
        assert any(name.startswith(f"student-kit/{path}") for name in members), path
    assert "{" not in text


def test_the_map_names_every_lesson_of_the_course_and_is_in_the_kit_if_it_is_there(tmp_path: Path) -> None:
    text = (COURSE.solutions / MAP).read_text("utf-8")
    names = [each.name for each in COURSE.course.assignments]
    assert re.findall(r"\]\(assignments/(\w+)/\1\.ipynb\)", text) == names
    build_kit(tmp_path / "kit.zip", COURSE.course, {"derivatives": {}}, text.encode())
    made = dict(unpacked((tmp_path / "kit.zip").read_bytes()))
    assert made["student-kit/MAP.md"].decode() == text
    assert "`MAP.md` shows the way" in text_of(made, "student-kit/README.md")


def test_the_same_files_make_the_same_bytes(
    kit: Path, folders: dict[str, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    again = {name: dict(reversed(files.items())) for name, files in folders.items()}
    build_kit(tmp_path / "again.zip", COURSE.course, again)
    assert (tmp_path / "again.zip").read_bytes() == kit.read_bytes()


def test_unpacked_files_can_be_read(kit: Path) -> None:
    with zipfile.ZipFile(kit) as opened:
        assert {(info.external_attr >> 16, info.create_system) for info in opened.infolist()} == {(0o644, 3)}


def test_a_framework_that_is_not_installed_is_said_and_leaves_no_kit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.release.wheel.installed", lambda: None)
    with pytest.raises(AutograderError, match="not installed here: pip install proofgrade"):
        build_kit(tmp_path / "kit.zip", COURSE.course, {"a": {}})
    assert not (tmp_path / "kit.zip").exists()


def test_the_readme_has_the_courses_title_and_says_when_each_assignment_is_due(members: dict[str, bytes]) -> None:
    text = text_of(members, "student-kit/README.md")
    assert text.startswith(f"# {COURSE.course.title}\n")
    for assignment in COURSE.course.assignments:
        assert assignment.due is not None
        assert f"{assignment.name} by {assignment.due:%Y-%m-%d %H:%M} UTC" in text


def test_the_record_of_the_wheel_names_each_file_with_its_hash(members: dict[str, bytes]) -> None:
    inside = {name.split("!")[1]: content for name, content in members.items() if "!" in name}
    (record,) = (name for name in inside if name.endswith("/RECORD"))
    rows = [line.rsplit(",", 2) for line in inside[record].decode().splitlines()]
    assert {name for name, _, _ in rows} == inside.keys()
    for name, digest, size in rows:
        if name != record:
            found = base64.urlsafe_b64encode(hashlib.sha256(inside[name]).digest()).rstrip(b"=").decode()
            assert (digest, size) == (f"sha256={found}", str(len(inside[name])))


def test_a_student_who_installs_the_wheel_can_check(kit: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(kit) as opened:
        opened.extractall(tmp_path)
    home = tmp_path / "student-kit"
    venv.create(home / ".venv", with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(home / ".venv"), "platbase": str(home / ".venv")})
    (wheel,) = home.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(paths["purelib"])
    # numpy and pytest come from where these tests have them; of the repository itself, nothing is to be seen.
    Path(paths["purelib"], "borrowed.pth").write_text(sysconfig.get_paths()["purelib"])
    python = Path(paths["scripts"]) / ("python.exe" if os.name == "nt" else "python")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        environment = {**clean, "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [python, *command], cwd=home, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    where = run("-c", "import autograder; print(autograder.__file__)").stdout
    assert where.startswith(paths["purelib"])
    solved = solve_first(home)
    checked = run("-m", "autograder", "check", f"assignments/{next(iter(WORKBOOKS))}")
    assert checked.stderr == ""
    assert f"✓ {solved}: passes " in checked.stdout
    assert checked.stdout.count("not attempted") == len(programmed(next(iter(WORKBOOKS)))) - 1
    assert checked.returncode == 0


def solve_first(home: Path) -> str:
    """Put a right answer to the first exercise into the first assignment's .py, and return the exercise's name."""
    name, workbook = next(iter(WORKBOOKS.items()))
    answer = workbook.right[0]
    path = home / "assignments" / name / f"{name}.py"
    head, marker, rest = path.read_text("utf-8").partition(f'# %% exercise="{answer.exercise}"\n')
    assert marker
    ast.parse(answer.source)
    tail = rest[rest.index("# %%") :]
    path.write_text(f"{head}{marker}{answer.source}\n{tail}", "utf-8")
    return answer.exercise
