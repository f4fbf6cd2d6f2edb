"""What counts: records, roster and decisions put together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.course import CourseFolder
from autograder.errors import SourceError
from autograder.gradebook.entries import Entry, Gradebook, open_gradebook
from autograder.records.store import write_record
from support.books import by_student, exercise_of, gradebook_of, record_of, sheet
from support.tiny import make_course

OVERRIDES = "student,assignment,exercise,score,reason,by,date"
EXTENSIONS = "student,assignment,until,extra_time,reason"
EXERCISES = [exercise_of("double", 40.0), exercise_of("quad", 20.0)]


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    return make_course(tmp_path)


def opened(course: CourseFolder, *records: Any) -> Gradebook:
    for record in records:
        write_record(course.root / "grades", record)
    return open_gradebook(course, course.root / "grades")


def decided(course: CourseFolder, *lines: str, **more: Any) -> Entry:
    """Return what counts of a record of 40 + 20 points under these overrides."""
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, *lines)
    record = record_of("ada", score=60.0, exercises=EXERCISES, **more)
    return opened(course, record).entries["ada", "tiny"]


def refused(course: CourseFolder, *records: Any) -> str:
    with pytest.raises(SourceError) as caught:
        opened(course, *(records or [record_of("ada", exercises=EXERCISES)]))
    return str(caught.value).removeprefix(f"{course.root}/")


# --- who is in it ------------------------------------------------------------------------------------------------


def test_students_without_work_are_missing_and_strangers_are_shown(course: CourseFolder) -> None:
    sheet(course.root, "roster.csv", "student,name", "ada,Ada L.", "zoë,Zoë")
    book = opened(course, record_of("stranger"))
    assert {name: entry.status for name, entry in by_student(book).items()} == {
        "ada": "missing",
        "stranger": "graded",
        "zoë": "missing",
    }
    assert book.entries["ada", "tiny"].score is None
    assert book.students[0].full_name == "Ada L."


def test_those_who_dropped_leave_totals_and_means_and_keep_their_records(course: CourseFolder) -> None:
    sheet(course.root, "roster.csv", "student,status", "ada,", "bob,dropped")
    book = opened(course, record_of("ada", score=80.0), record_of("bob", score=0.0))
    assert [student.name for student in book.counted] == ["ada"]
    assert book.mean("tiny") == 80.0
    assert book.entries["bob", "tiny"].score == 0.0
    assert (course.root / "grades/records/tiny/bob.json").exists()


def test_an_excused_student_is_in_the_table_and_nothing_counts(course: CourseFolder) -> None:
    sheet(course.root, "roster.csv", "student,status", "ada,excused")
    entry = opened(course, record_of("ada")).entries["ada", "tiny"]
    assert (entry.raw, entry.score, entry.status) == (80.0, None, "excused")
    assert "roster.csv" in entry.reasons[0]


def test_records_of_assignments_that_left_the_course_are_left_out() -> None:
    book = gradebook_of([record_of("ada", "gone"), record_of("ada", "tiny")], "tiny")
    assert list(book.entries) == [("ada", "tiny")]


# --- overrides ---------------------------------------------------------------------------------------------------


def test_an_override_of_an_exercise_takes_the_place_of_its_score(course: CourseFolder) -> None:
    entry = decided(course, "ada,tiny,quad,50,the checks were wrong,M. Curie,2027-02-01")
    assert (entry.raw, entry.score) == (60.0, 90.0)
    assert entry.reasons == ("`quad`: set to 50 points by M. Curie on 2027-02-01: the checks were wrong",)
    assert entry.record is not None
    assert entry.record["score"] == 60.0


def test_points_are_added_and_taken_off(course: CourseFolder) -> None:
    assert decided(course, "ada,tiny,quad,+2,x,,", "ada,tiny,,-12,copied,,").score == 50.0


def test_an_override_of_the_whole_is_what_counts_also_when_late(course: CourseFolder) -> None:
    assert decided(course, "ada,tiny,,77,agreed,,", submitted="2027-01-24T00:00:00+00:00").score == 77.0


def test_an_override_of_an_exercise_comes_before_lateness_and_a_gift_after_it(course: CourseFolder) -> None:
    late = {"submitted": "2027-01-23T12:00:00+00:00"}
    entry = decided(course, "ada,tiny,quad,50,x,,", "ada,tiny,,+5,y,,", **late)
    assert (entry.late_days, entry.late_penalty, entry.score) == (1, 10.0, 85.0)


def test_what_is_excused_does_not_count(course: CourseFolder) -> None:
    whole = decided(course, "ada,tiny,,excused,ill,,")
    assert (whole.score, whole.status) == (None, "excused")
    part = decided(course, "ada,tiny,quad,excused,ill,,")
    assert (part.score, part.max_score, part.status) == (40.0, 50.0, "graded")


def test_work_that_could_not_be_read_can_be_graded_by_hand(course: CourseFolder) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,,70,graded on paper,MC,")
    sheet(course.root, "roster.csv", "student", "ada")
    assert opened(course).entries["ada", "tiny"].score == 70.0
    book = opened(course, record_of("ada", score=0.0, status="unreadable"))
    assert (book.entries["ada", "tiny"].score, book.entries["ada", "tiny"].status) == (70.0, "graded")


def test_what_waits_for_a_grade_by_hand_is_blank_until_every_such_exercise_is_decided(course: CourseFolder) -> None:
    waiting = [exercise_of("double", 40.0), exercise_of("quad", 0.0, status="needs_grading")]
    record = record_of("ada", score=40.0, status="needs_grading", exercises=waiting)
    entry = opened(course, record).entries["ada", "tiny"]
    assert (entry.raw, entry.score, entry.status) == (40.0, None, "needs_grading")
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,quad,30,read it,,")
    entry = opened(course, record).entries["ada", "tiny"]
    assert (entry.score, entry.status) == (70.0, "graded")


# --- extensions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("ada,tiny,2027-01-25,,ill", 60.0),
        ("ada,*,2027-01-24 11:59,,ill", 60.0),
        ("ada,tiny,2027-01-23 06:00 UTC,,ill", 50.0),
        ("ada,tiny,,50%,a standing accommodation", 60.0),
        ("ada,tiny,,+50 % time,a standing accommodation", 60.0),
        ("ada,tiny,,36 hours,ill", 60.0),
        ("ada,tiny,,1 h,ill", 40.0),
    ],
)
def test_an_extension_moves_the_due_date_of_one_student(course: CourseFolder, line: str, score: float) -> None:
    sheet(course.root, "decisions/extensions.csv", EXTENSIONS, line)
    late = {"submitted": "2027-01-24T06:00:00+00:00"}
    book = opened(course, record_of("ada", score=60.0, **late), record_of("bob", score=60.0, **late))
    assert (book.entries["ada", "tiny"].score, book.entries["bob", "tiny"].score) == (score, 40.0)
    assert book.entries["ada", "tiny"].reasons[0].startswith("extended until 2027-01-2")
    assert line.rpartition(",")[2] in book.entries["ada", "tiny"].reasons[0]


def test_of_two_extensions_the_longer_one_holds(course: CourseFolder) -> None:
    sheet(course.root, "decisions/extensions.csv", EXTENSIONS, "ada,*,,2 days,standing", "ada,tiny,2027-01-23,,ill")
    entry = opened(course, record_of("ada", submitted="2027-01-24T20:00:00+00:00")).entries["ada", "tiny"]
    assert (entry.score, entry.reasons) == (80.0, ("extended until 2027-01-24 23:59 UTC: standing",))


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("adda,tiny,,5,x,,", "no student 'adda' among the submissions (did you mean 'ada'?)"),
        ("ada,tinny,,5,x,,", "no assignment 'tinny' in course_config.py (did you mean 'tiny'?)"),
        ("ada,tiny,qaud,5,x,,", "no exercise 'qaud' in 'tiny' (did you mean 'quad'?)"),
        ("ada,tiny,,five,x,,", "score is 'five': write a number, +2 (points on top), or excused"),
        ('ada,tiny,,"3,500",x,,', "score is '3,500': write a number"),
        ("ada,tiny,,nan,x,,", "score is 'nan': write a number"),
        ("ada,tiny,,5,,,", "the cell of 'reason' is blank"),
        ("ada,tiny,,5,x,,yesterday", "date is 'yesterday': write it as 2027-01-25"),
        ("ada,tiny,,=SUM(A1:A3),x,,", "the cell of 'score' is a formula, =SUM(A1:A3)"),
        ("ada,tiny,,#REF!,x,,", "the cell of 'score' is a spreadsheet's error, #REF!"),
        ("ada,tiny,,5,x,,,,one more", "9 cells under 7 columns: a value that holds the separator needs quotes"),
    ],
)
def test_a_fault_in_an_override_is_said_with_its_line(course: CourseFolder, line: str, said: str) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,double,5,x,,", line)
    assert refused(course).startswith(f"decisions/overrides.csv:3: {said}")


def test_the_same_decision_twice_is_refused(course: CourseFolder) -> None:
    sheet(course.root, "decisions/overrides.csv", OVERRIDES, "ada,tiny,,5,x,,", "ada,tiny,,6,y,,")
    assert refused(course) == "decisions/overrides.csv:3: line 2 decides the same already: keep one of the two"
    sheet(course.root, "decisions/overrides.csv", OVERRIDES)
    sheet(course.root, "decisions/extensions.csv", EXTENSIONS, "ada,*,,1 d,x", "ada,*,,2 d,x")
    assert refused(course) == "decisions/extensions.csv:3: line 2 extends the same already: keep one of the two"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ada,tiny,,,x", "fill in until (2027-01-25 23:59) or extra_time (50%, 2 days), one of the two"),
        ("ada,tiny,2027-01-25,50%,x", "fill in until"),
        ("ada,tiny,25.1.2027,,x", "until: '25.1.2027' is not a time like 2026-01-10 12:00:00 UTC"),
        ("ada,tiny,,half,x", "extra_time is 'half': write it as 50%, 36 hours or 2 days"),
        ("ada,tiny,,99999999999 days,x", "extra_time is '99999999999 days': 10000% and 3650 days are the most"),
        ("ada,tiny,,10001%,x", "extra_time is '10001%': 10000% and"),
        ("ada,tiny,,1 d,", "the cell of 'reason' is blank"),
        ("adda,*,,1 d,x", "no student 'adda'"),
        ("ada,all,,1 d,x", "no assignment 'all' in course_config.py: there are tiny, *"),
    ],
)
def test_a_fault_in_an_extension_is_said_with_its_line(course: CourseFolder, line: str, said: str) -> None:
    sheet(course.root, "decisions/extensions.csv", EXTENSIONS, line)
    assert refused(course).startswith(f"decisions/extensions.csv:2: {said}")
