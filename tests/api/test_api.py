"""autograder.api: the same grades as the command line, without printing or writing anything."""

from __future__ import annotations

import shutil
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


def test_a_run_does_what_the_command_does_and_tells_what_came_of_it(course: CourseFolder, tmp_path: Path) -> None:
    run = api.open_run(course, course.root / "submitted", tmp_path / "grades", sandbox="none")
    seen: list[tuple[str, bool]] = []
    graded = run.grade(lambda record, new: seen.append((record["student"], new)))
    assert (run.total, sorted(seen)) == (2, [("ann", True), ("bob", True)])
    assert graded.table is not None
    assert [(row.student, row.total) for row in graded.table.rows] == [("ann", 100.0), ("bob", 5.0)]
    assert (graded.broken, graded.asked_again) == ([], [])
    assert (tmp_path / "grades" / "grades.csv").is_file()


def test_a_second_run_grades_nothing_and_gives_the_same_table(course: CourseFolder, tmp_path: Path) -> None:
    submitted, out, again = course.root / "submitted", tmp_path / "grades", []
    first = api.open_run(course, submitted, out, sandbox="none").grade()
    second = api.open_run(course, submitted, out, sandbox="none").grade(lambda record, new: again.append(new))
    assert (again, second.table) == ([False, False], first.table)


def test_a_dry_run_writes_nothing(course: CourseFolder, tmp_path: Path) -> None:
    graded = api.open_run(course, course.root / "submitted", tmp_path / "grades", sandbox="none", dry=True).grade()
    assert graded.table is None
    assert not (tmp_path / "grades").exists()


def test_a_try_says_how_much_is_told_and_counts(course: CourseFolder, tmp_path: Path) -> None:
    folder = shutil.copytree(course.assignments / "tiny", tmp_path / "tiny")
    (folder / "tiny.py").write_text(answered(course, ".py", double=TRIPLE), "utf-8")
    first, second = (api.try_file(folder / "tiny.py") for _ in range(2))
    assert first.report == second.report
    assert first.levels["double"] <= second.levels["double"]
    assert api.try_file(folder / "tiny.py", count=False).levels == second.levels
