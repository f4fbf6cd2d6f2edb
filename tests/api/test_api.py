"""autograder.api: the same grades as the command line, without printing or writing anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import api
from autograder.authoring.course import CourseFolder
from autograder.cli.main import main
from support.handed_in import DOUBLE, SOLVED, TRIPLE, answered, hand_in, records_in, released_course, without_seconds


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    """The tiny course with a class of two: one right, one wrong."""
    made = released_course(tmp_path_factory.mktemp("course"))
    hand_in(made, "ann", answered(made, **SOLVED))
    hand_in(made, "bob", answered(made, double=TRIPLE))
    return made


def test_a_course_is_loaded_from_a_folder_in_it(course: CourseFolder) -> None:
    assert api.load_course(course.root / "solutions").course.title == "A tiny course"


def test_a_folder_without_a_course_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(api.UsageError, match=r"no course_config\.py"):
        api.load_course(tmp_path)


def test_a_folder_is_graded_as_the_command_does_it(course: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    records = {each["student"]: each for each in api.grade_folder(course, course.root / "submitted", sandbox="none")}
    assert {student: record["score"] for student, record in records.items()} == {"ann": 100.0, "bob": 5.0}
    assert not (course.root / "grades").exists()
    monkeypatch.chdir(course.root)
    assert main(["grade", "--unsafe-no-sandbox", "--quiet"]) == 0
    assert without_seconds(records) == without_seconds(records_in(course))


def test_students_and_assignments_can_be_chosen(course: CourseFolder) -> None:
    submitted = course.root / "submitted"
    records = api.grade_folder(course, submitted, assignments=["tiny"], students=["bob"], sandbox="none")
    assert [record["student"] for record in records] == ["bob"]


@pytest.mark.parametrize("wrong", [{"students": ["eve"]}, {"assignments": ["huge"]}, {"sandbox": "glass"}])
def test_what_cannot_be_graded_is_said_before_anyone_is(course: CourseFolder, wrong: dict[str, list[str]]) -> None:
    with pytest.raises(api.UsageError, match=r"eve|huge|glass"):
        api.grade_folder(course, course.root / "submitted", **wrong)  # type: ignore[arg-type]


def test_a_file_is_graded_under_the_name_that_is_given(course: CourseFolder, tmp_path: Path) -> None:
    path = tmp_path / "attempt 2.py"
    path.write_text(answered(course, ".py", double=DOUBLE), "utf-8")
    record = api.grade_file(course, "tiny", path, student="ann", sandbox="none")
    assert (record["student"], record["assignment"], record["score"], record["sandbox"]) == ("ann", "tiny", 40, "none")


def test_a_file_that_is_not_there_is_an_unreadable_submission(course: CourseFolder) -> None:
    record = api.grade_file(course, "tiny", course.root / "none.ipynb", sandbox="none")
    assert (record["status"], record["score"]) == ("unreadable", 0.0)


def test_a_students_file_is_checked(course: CourseFolder) -> None:
    report = api.check_file(course.assignments / "tiny" / "tiny.ipynb")
    assert {verdict.status for each in report.exercises for verdict in each.verdicts} == {"not_attempted"}
