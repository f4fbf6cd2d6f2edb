"""A new course works at once, from an installed wheel, with nothing of the framework in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from autograder.authoring.course import find_course
from autograder.cli.main import main
from autograder.cli.sample_class import fill_in
from autograder.distribution import NAME, own_version
from autograder.errors import SourceError, UsageError
from autograder.records.store import read_records
from autograder.release.wheel import own_wheel
from autograder.scaffold.assignment import assignment_line, new_assignment, with_line
from autograder.scaffold.course import new_course

DUE = datetime(2027, 3, 5, 23, 59, tzinfo=UTC)
LINE = assignment_line("second", DUE)
RIGHT = "def mean_square(x):\n    return float((x * x).mean())\n"
WRONG = "def mean_square(x):\n    return float(x.mean() ** 2)\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new course, which is the current folder."""
    root = tmp_path / "linear_algebra"
    assert main(["new", "course", str(root)]) == 0
    monkeypatch.chdir(root)
    return root


def hand_in(root: Path, student: str, answer: str) -> None:
    stub = (root / "assignments/first_steps/first_steps.ipynb").read_text("utf-8")
    folder = root / "submitted" / student / "first_steps"
    folder.mkdir(parents=True)
    (folder / "first_steps.ipynb").write_text(fill_in(stub, ".ipynb", {"mean_square": answer}), "utf-8")


def test_a_new_course_passes_audit_and_release_and_grades_a_class(course: Path) -> None:
    assert main(["audit"]) == 0
    assert main(["release"]) == 0
    hand_in(course, "ann", RIGHT)
    hand_in(course, "bob", WRONG)
    assert main(["grade"]) == 0
    assert {record["student"]: record["score"] for record in read_records(course / "grades")} == {"ann": 10, "bob": 0}


def test_a_second_assignment_is_a_folder_and_a_line(course: Path) -> None:
    before = (course / "course_config.py").read_text("utf-8").splitlines()
    assert main(["new", "assignment", "eigenvalues"]) == 0
    after = (course / "course_config.py").read_text("utf-8").splitlines()
    (added,) = (line for line in after if line not in before)
    assert added.startswith('        Assignment("eigenvalues", points=10, due=datetime(')
    assert len(after) == len(before) + 1
    assert main(["audit", "eigenvalues"]) == 0
    assert main(["release"]) == 0
    assert (course / "assignments/eigenvalues/eigenvalues.ipynb").is_file()


def test_its_title_is_where_students_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_course(tmp_path / "la", title='Linear "algebra"')
    monkeypatch.chdir(tmp_path / "la")
    assert find_course().course.title == "Linear 'algebra'"
    assert main(["release"]) == 0
    with zipfile.ZipFile("dist/student-kit.zip") as kit:
        assert kit.read("student-kit/README.md").decode().startswith("# Linear 'algebra'\n")


def test_the_kit_carries_the_wheel_of_the_framework_that_released_it(course: Path) -> None:
    (course / "pyproject.toml").write_text('[project]\nname = "someone-elses"\nversion = "9"\n')
    assert main(["release"]) == 0
    with zipfile.ZipFile("dist/student-kit.zip") as kit:
        wheels = [name for name in kit.namelist() if name.endswith(".whl")]
    assert wheels == [f"student-kit/{NAME}-{own_version()}-py3-none-any.whl"]


def test_every_course_has_a_seed_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        new_course(tmp_path / name)
    assert len({find_course(tmp_path / name).course.seed for name in ("a", "b")}) == 2


def test_nothing_is_written_over(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "README.md").write_text("mine", "utf-8")
    assert main(["new", "course", str(course)]) == 2
    assert "is there already: nothing was written" in capsys.readouterr().err
    assert (course / "README.md").read_text("utf-8") == "mine"
    assert main(["new", "assignment", "first_steps"]) == 2


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "course").touch()
    with pytest.raises(UsageError, match="is a file"):
        new_course(tmp_path / "course")


@pytest.mark.parametrize("name", ["two words", "../up", "2nd", "class", "a-b", ""])
def test_a_name_that_cannot_be_a_folders_and_a_tests_is_refused(course: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be an assignment's name"):
        new_assignment(find_course(course), name, DUE)
    assert [path.name for path in (course / "solutions").iterdir()] == ["first_steps"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(assignments=(\n        a(1),\n    ))\n", f"f(assignments=(\n        a(1),\n        {LINE}\n    ))\n"),
        (
            "f(assignments=(\n        a(0), a(1)  # ä\n    ))\n",
            f"f(assignments=(\n        a(0), a(1),  # ä\n        {LINE}\n    ))\n",
        ),
        ("f(t='ä', assignments=(a(1),), b=2)\n", f"f(t='ä', assignments=(a(1),\n        {LINE}\n    ), b=2)\n"),
        ("f(assignments=[a(1)])\n", f"f(assignments=[a(1),\n        {LINE}\n    ])\n"),
        ("f(assignments=())\n", f"f(assignments=(\n        {LINE}\n    ))\n"),
    ],
)
def test_the_line_is_added_to_a_list_however_it_is_laid_out(before: str, after: str) -> None:
    assert with_line(Path("course_config.py"), before, LINE) == after


def test_a_list_that_is_computed_is_left_to_its_author() -> None:
    with pytest.raises(SourceError, match=r'add this line to its assignments yourself.*Assignment\("second"'):
        with_line(Path("course_config.py"), "f(assignments=tuple(made()))\n", LINE)


def test_it_runs_from_an_installed_wheel_with_no_copy_of_the_framework(tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(tmp_path / "env"), "platbase": str(tmp_path / "env")})
    with zipfile.ZipFile(BytesIO(own_wheel()[1])) as wheel:
        wheel.extractall(paths["purelib"])
    # numpy and nbgrader come from where these tests have them; of the repository itself, nothing is to be seen.
    Path(paths["purelib"], "borrowed.pth").write_text(sysconfig.get_paths()["purelib"])
    python = Path(paths["scripts"]) / ("python.exe" if os.name == "nt" else "python")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [python, "-m", "autograder", *arguments]
        return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)

    made = run("new", "course", "course", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    root = tmp_path / "course"
    assert "autograder" not in {path.name for path in root.iterdir()}
    for command in (["audit"], ["release"], ["check", "assignments/first_steps"]):
        done = run(*command, cwd=root)
        assert done.returncode == 0, done.stdout + done.stderr
    hand_in(root, "ann", RIGHT)
    graded = run("grade", "--unsafe-no-sandbox", cwd=root)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert [record["score"] for record in read_records(root / "grades")] == [10]


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_its_makefile_uses_the_command_that_is_installed(course: Path, tmp_path: Path) -> None:
    command = tmp_path / "bin" / "autograder"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m autograder "$@"\n')
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}
    for target in ("release", "check"):
        done = subprocess.run(
            ["make", target, "A=first_steps"], cwd=course, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert not (course / ".venv").exists()
