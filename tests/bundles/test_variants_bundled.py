"""Bundles of an assignment that differs from student to student: every student has a variant, or a reason why not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.authoring.variants import read_variant
from autograder.bundles.__main__ import main
from autograder.bundles.gradescope import emails
from autograder.bundles.make import make_bundle
from autograder.bundles.platform import Making, Platform
from autograder.bundles.platforms import PLATFORMS
from autograder.bundles.sealed import grader_of
from autograder.cli.sample_class import fill_in
from autograder.errors import UsageError
from autograder.release.folder import build_folder, write_folders
from support.with_variants import course_with_variants

WHEELS = {"proofgrade-1-py3-none-any.whl": b""}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = course_with_variants(tmp_path_factory.mktemp("bundled"))
    (made.root / "roster.csv").write_text("student,email\nann,Ann@example.edu\nbob,bob@example.edu\n", "utf-8")
    write_folders(made.assignments, {"tiny": build_folder(open_workbook(made, made.course.assignments[0]))})
    return made


def making(course: CourseFolder) -> Making:
    return Making(course, course.course.assignments, {"tiny": {"tiny.ipynb": b""}}, WHEELS, "3.11")


@pytest.mark.parametrize("platform", [each for each in PLATFORMS if each.emails is None], ids=lambda each: each.name)
def test_where_nobody_says_whose_work_it_is_it_is_refused_with_the_reason(
    platform: Platform, course: CourseFolder
) -> None:
    assert platform.same_for_all
    with pytest.raises(UsageError, match=f"'tiny' differs from student to student, and {platform.same_for_all[:20]}"):
        make_bundle(platform, making(course))


@pytest.mark.parametrize(
    ("roster", "told"), [("student\nann\n", "that of ann is missing"), ("student,email\n", "there is none")]
)
def test_a_roster_without_addresses_is_refused(course: CourseFolder, roster: str, told: str) -> None:
    path = course.root / "roster.csv"
    before = path.read_text("utf-8")
    path.write_text(roster, "utf-8")
    try:
        with pytest.raises(UsageError, match=f"must have everybody's e-mail address, and {told}"):
            grader_of(course, course.course.assignments[0], by_email=True)
    finally:
        path.write_text(before, "utf-8")


def answered_by(course: CourseFolder, student: str) -> str:
    """Return the released script with what is right for one student's variant."""
    variant = read_variant(course.solutions / "tiny", course.course.seed, student)
    assert variant is not None
    start, rate = variant.values["START"], variant.values["RATE"]
    body = f"def people(years):\n    return {start} * (1 - {rate}) ** years\n"
    own = build_folder(open_workbook(course, course.course.assignments[0], student))["tiny.py"].decode()
    return fill_in(own, ".py", {"people": body})


Grade = Callable[[str, str], tuple[int, dict[str, float]]]


@pytest.fixture
def grade(course: CourseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Grade:
    """Grade one student's work as handed in by an address; return the exit code and the score of each exercise."""
    (platform,) = (each for each in PLATFORMS if each.name == "gradescope")
    zipped = make_bundle(platform, making(course))["tiny.zip"]
    (tmp_path / "key").write_bytes(zipfile.ZipFile(io.BytesIO(zipped)).read("grader/grader.key"))

    def graded(text: str, email: str) -> tuple[int, dict[str, float]]:
        (tmp_path / "work").mkdir(exist_ok=True)
        (tmp_path / "work" / "tiny.py").write_text(text, "utf-8")
        (tmp_path / "metadata.json").write_text(json.dumps({"users": [{"email": email, "id": 1, "name": "?"}]}))
        given = {"--key": "key", "--submission": "work", "--into": "results.json", "--metadata": "metadata.json"}
        words = [word for option, name in given.items() for word in (option, str(tmp_path / name))]
        code = main(["gradescope", *words])
        results = tmp_path / "results.json"
        tests = json.loads(results.read_text("utf-8"))["tests"] if results.exists() else []
        results.unlink(missing_ok=True)
        return code, {test["name"]: test.get("score", 0.0) for test in tests if test["name"].startswith("people")}

    return graded


def test_on_gradescope_each_students_own_variant_is_graded(course: CourseFolder, grade: Grade) -> None:
    code, own = grade(answered_by(course, "ann"), "ann@EXAMPLE.edu")
    assert (code, sum(own.values())) == (0, 10.0)
    code, others = grade(answered_by(course, "ann"), "bob@example.edu")
    assert (code, sum(others.values())) == (0, 0.0)


def test_of_somebody_who_is_not_in_the_roster_nothing_is_graded(
    course: CourseFolder, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grade(answered_by(course, "ann"), "eve@example.edu") == (2, {})
    assert "nobody with the e-mail address of this submission was in roster.csv" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "[]", '{"users": 3}', '{"users": [{"email": null}]}', "\udcff"])
def test_what_says_nothing_of_who_it_is_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "metadata.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert emails(tmp_path / "metadata.json") == emails(tmp_path / "nowhere.json") == ()
