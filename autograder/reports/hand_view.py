"""What a student may know of an exercise that people grade: the rows of its rubric, and what they gave for each."""

from __future__ import annotations

from autograder.core.by_hand import RUBRIC
from autograder.core.model import WAITS, Status
from autograder.core.text import single_line
from autograder.gradebook.entries import Entry
from autograder.gradebook.rubric import RowMark
from autograder.records.schema import ExerciseRecord
from autograder.reports.exercise_view import CheckView, ExerciseView

YET_TO_COME = "People will grade this; its points are not in the score yet"


def is_by_hand(exercise: ExerciseRecord) -> bool:
    """Say whether people grade an exercise."""
    return any(check["kind"] == RUBRIC for check in exercise["checks"])


def said_by_rows(entry: Entry) -> frozenset[str]:
    """Return the reasons of an entry that its exercises say by themselves, row by row."""
    rows = {single_line(str(mark)) for mark in entry.marks if mark.rows}
    return frozenset(rows | {reason for reason in entry.reasons if reason.startswith(WAITS)})


def hand_view(entry: Entry, exercise: ExerciseRecord) -> ExerciseView:
    """Return an exercise that people grade: graded, waiting for them, or not attempted."""
    mark = next((mark for mark in entry.marks if mark.exercise == exercise["name"]), None)
    points, note = exercise["score"] if mark is None else mark.points, exercise["note"]
    place = (exercise["name"], points, exercise["max_score"], exercise["extra"])
    if mark is not None:
        return ExerciseView(*place, "graded", tuple(map(_given, mark.rows)), _joined(mark.comment, note))
    if exercise["status"] == Status.NOT_ATTEMPTED:
        return ExerciseView(*place, "open", (), note)
    rows = (CheckView(each["name"], Status.NEEDS_GRADING, 0.0, each["max_points"]) for each in exercise["checks"])
    return ExerciseView(*place, "waiting", tuple(rows), _joined(YET_TO_COME, note))


def _given(row: RowMark) -> CheckView:
    status = Status.PASSED if row.points >= row.max_points else Status.FAILED
    return CheckView(row.criterion, status, row.points, row.max_points, row.comment)


def _joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))
