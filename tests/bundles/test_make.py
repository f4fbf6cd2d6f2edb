"""What a bundle may hold, how it is written, and which wheels it takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder
from autograder.bundles import wheels
from autograder.bundles.graded import grade_here
from autograder.bundles.make import MARK, write_bundle
from autograder.bundles.platforms import PLATFORMS
from autograder.bundles.sealed import SealedGrader, grader_of, seal, unseal
from autograder.cli.main import main
from autograder.distribution import NAME
from autograder.errors import AutograderError, SourceError, UsageError
from support.bundled import bundled, everything_below
from support.handed_in import released_course
from support.real_course import COURSE

SEED = b"a secret of the tests"
# Of hidden checks, of the solution, and of known mistakes that only hidden checks tell.
HIDDEN = (b"double(double(x))", b"does it work for a matrix?", b"BEGIN SOLUTION", b"two_squares", b"by_adding")
NAMES = [platform.name for platform in PLATFORMS]


@pytest.fixture(scope="module")
def bundles(course: CourseFolder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Everything in each bundle, unpacked as far as it goes, by platform."""
    out = tmp_path_factory.mktemp("bundles")
    return {name: everything_below(bundled(name, course, out / name)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_no_bundle_holds_the_seed_or_a_source_of_the_course(bundles: dict[str, dict[str, bytes]], name: str) -> None:
    assert [path for path, data in bundles[name].items() if SEED in data] == []
    ours = [path for path in bundles[name] if ".whl!" not in path]
    assert [path for path in ours if path.endswith(("lesson.py", "checks.py", "answers.py", "course_config.py"))] == []
    assert "README.md" in bundles[name]


@pytest.mark.parametrize("name", [platform.name for platform in PLATFORMS if platform.public])
def test_a_public_bundle_holds_nothing_that_students_do_not_have(
    bundles: dict[str, dict[str, bytes]], name: str
) -> None:
    ours = {path: data for path, data in bundles[name].items() if ".whl!" not in path}
    assert [(path, clue) for path, data in ours.items() for clue in HIDDEN if clue in data] == []
    assert not [path for path in ours if path.endswith(".key")]
    # The wheel is the framework's: it is the same for every course.
    assert not [path for path in bundles[name] if ".whl!" in path and "/solutions/" in path]


@pytest.mark.parametrize("name", [platform.name for platform in PLATFORMS if not platform.public])
def test_a_private_bundle_is_for_its_owner_alone(course: CourseFolder, tmp_path: Path, name: str) -> None:
    out = bundled(name, course, tmp_path / "out")
    assert [path for path in [out, *out.rglob("*")] if path.is_file() and path.stat().st_mode & 0o077] == []
    assert out.stat().st_mode & 0o077 == 0


def test_a_solution_that_would_be_public_stops_the_bundle(tmp_path: Path) -> None:
    course = released_course(tmp_path)
    stub = course.assignments / "tiny" / "tiny.py"
    stub.write_text(stub.read_text("utf-8") + "\n# return double(double(x))\n", "utf-8")
    with pytest.raises(SourceError, match="this part of a solution would be released"):
        bundled("github", course, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["classroom50", "github", "gitlab"])
def test_a_later_assignment_may_give_what_an_earlier_one_asks_for(tmp_path: Path, name: str) -> None:
    two = COURSE.course.assignments[:2]
    made = bundled(name, replace(COURSE, course=replace(COURSE.course, assignments=two)), tmp_path / "out")
    assert len([*made.rglob("chain_rule.ipynb")]) == 1


@pytest.mark.parametrize("name", ["classroom50", "github", "gitlab"])
def test_data_that_was_released_goes_along_and_what_tools_leave_behind_does_not(tmp_path: Path, name: str) -> None:
    course = released_course(tmp_path)
    for path in ("data/points.bin", ".ipynb_checkpoints/tiny-checkpoint.ipynb", "__pycache__/tiny.pyc"):
        (course.assignments / "tiny" / path).parent.mkdir()
        (course.assignments / "tiny" / path).write_bytes(b"\xff\x00 points")
    made = everything_below(bundled(name, course, tmp_path / "out"))
    assert [
        path.rpartition("tiny/")[2] for path, data in made.items() if b" points" in data and ".whl" not in path
    ] in (
        ["data/points.bin"],
        ["released/data/points.bin"],
    )


def test_what_is_graded_by_a_sealed_key_is_graded_as_at_home(course: CourseFolder, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from autograder.api import grade_file

    (tmp_path / "key").write_bytes(seal(grader_of(course, course.course.assignments[0])))
    solved = course.solutions / "tiny" / "lesson.py"
    (tmp_path / "work").mkdir()
    work = tmp_path / "work" / "tiny.py"
    work.write_text(solved.read_text("utf-8").replace("2.0 * np.asarray(x)", "np.asarray(x) + 1.0"), "utf-8")
    there = grade_here(unseal(tmp_path / "key"), tmp_path / "work", datetime.now(UTC)).record
    here = grade_file(course, "tiny", work)
    for part in ("score", "status", "exercises", "public", "assignment_fingerprint", "seed", "submission"):
        assert there[part] == here[part]  # type: ignore[literal-required]
    assert 0 < (there["score"] or 0) < 100


def test_a_key_that_is_none_is_said(course: CourseFolder, tmp_path: Path) -> None:
    path = tmp_path / "grader.key"
    path.write_bytes(b"nonsense")
    with pytest.raises(AutograderError, match="is not a sealed key"):
        unseal(path)
    whole = seal(grader_of(course, course.course.assignments[0]))
    path.write_bytes(whole[:200])
    with pytest.raises(AutograderError, match="make the bundle again"):
        unseal(path)
    path.write_bytes(whole)
    assert isinstance(unseal(path), SealedGrader)


def test_without_follow_through_no_solved_cell_leaves_the_house(course: CourseFolder) -> None:
    from dataclasses import replace

    strict = replace(course, course=replace(course.course, follow_through=0.0))
    assert b"double(double(x))" in seal(grader_of(course, course.course.assignments[0]))
    assert b"double(double(x))" not in seal(grader_of(strict, course.course.assignments[0]))


def test_a_bundle_that_is_made_again_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    write_bundle({"a/old.txt": b"1", "README.md": b"1"}, tmp_path / "out", private=False)
    write_bundle({"README.md": b"2"}, tmp_path / "out", private=False)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [MARK, "README.md"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds something other than a bundle"):
        write_bundle({"README.md": b"1"}, tmp_path, private=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


# --- wheels ------------------------------------------------------------------------------------------------------


def all_wheels(folder: Path) -> Path:
    """Put a stand-in for each wheel that grading takes into a folder."""
    folder.mkdir()
    for name, version in wheels.required(wheels.this_python()):
        (folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl").write_bytes(name.encode())
    return folder


def test_grading_takes_what_students_have_the_filter_and_pip_and_not_nbgrader() -> None:
    names = {name for name, _ in wheels.required("3.12")}
    assert {"numpy", "matplotlib", "ipython", "pyseccomp", "pip", "pexpect"} <= names
    assert not names & {"nbgrader", "jupytext", "rich", "jinja2", "pyyaml", NAME}
    assert all(version for _, version in wheels.required(wheels.this_python()))
    assert "pip==" not in wheels.pinned("3.12")


def test_what_answers_may_import_besides_comes_with_all_that_it_takes() -> None:
    assert wheels.distributions_of(("math", "hypothesis.strategies", "collections.abc")) == ["hypothesis"]
    assert {"hypothesis", "sortedcontainers"} <= {name for name, _ in wheels.required("3.12", ("hypothesis",))}
    assert wheels.installs(("json", "hypothesis")).startswith(" hypothesis==")
    assert wheels.installs(()) == ""
    assert "hypothesis==" in wheels.pinned("3.12", ("hypothesis",))
    with pytest.raises(UsageError, match="'no_such_module', which answers may import, is in no package installed here"):
        wheels.distributions_of(("no_such_module",))


@pytest.mark.parametrize("version", ["3.10", "2.7", "three", "3"])
def test_a_python_that_cannot_grade_is_refused(version: str) -> None:
    with pytest.raises(UsageError, match=r"name one like 3\.12"):
        wheels.bundled_wheels(version)


def test_a_wheel_that_is_missing_is_named_with_the_command_that_fetches_it(tmp_path: Path) -> None:
    folder = all_wheels(tmp_path / "wheels")
    next(folder.glob("numpy-*")).unlink()
    with pytest.raises(UsageError, match=r"pip download --only-binary :all: --no-deps --dest \S+ numpy==\d"):
        wheels.bundled_wheels(wheels.this_python(), folder)


def test_without_a_network_pip_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(AutograderError, match=r"could not fetch the wheels for Python 3\.12: .*--wheels FOLDER"):
        wheels.bundled_wheels("3.12")


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_needs_no_network_with_a_folder_of_wheels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course = released_course(tmp_path / "course")
    monkeypatch.chdir(course.root)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert main(["bundle", "autolab", "--wheels", str(all_wheels(tmp_path / "wheels"))]) == 0
    out = course.root / "dist" / "bundles" / "autolab"
    assert f"{out / 'README.md'} says what to do with it" in capsys.readouterr().out
    assert f"tiny/autograde.tar!grader/wheels/{NAME}-" in "\n".join(everything_below(out))


def test_the_command_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    course = released_course(tmp_path)
    monkeypatch.chdir(course.root)
    assert main(["bundle", "github", "--assignment", "huge"]) == 2
    assert "no assignment 'huge'" in capsys.readouterr().err
    for path in (course.assignments / "tiny").iterdir():
        path.unlink()
    (course.assignments / "tiny").rmdir()
    assert main(["bundle", "github"]) == 2
    assert "'tiny' is not released yet: run `autograder release` first" in capsys.readouterr().err
