"""What a student may read of each check, for formats that list checks one by one; the rules are those of feedback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.core.model import Status
from autograder.gradebook.entries import Entry
from autograder.records.schema import ExerciseRecord
from autograder.reports.exercise_view import CheckView
from autograder.reports.feedback_view import check_view
from autograder.reports.hand_view import hand_view, is_by_hand
from autograder.settings import Shown


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check: points as they are in the record, and what may be said of it."""

    exercise: str
    name: str
    status: str
    points: float
    max_points: float
    text: str

    @property
    def passed(self) -> bool:
        return self.status == Status.PASSED

    @property
    def title(self) -> str:
        return f"{self.exercise}: {self.name}"


def shown_checks(entry: Entry, shown: Shown) -> Iterator[ShownCheck]:
    """Yield the checks that a student may know of: with Shown.NOTHING the public ones, at the published inputs."""
    record = entry.record
    if record is None or record["public"] is None:
        return
    public = {exercise["name"]: exercise for exercise in record["public"]["exercises"]}
    exercises = record["public"]["exercises"] if shown is Shown.NOTHING else record["exercises"]
    for exercise in exercises:
        if is_by_hand(exercise):
            yield from _by_hand(entry, exercise)
        else:
            yield from _of_exercise(exercise, public.get(exercise["name"]), shown)


def _by_hand(entry: Entry, exercise: ExerciseRecord) -> Iterator[ShownCheck]:
    """Yield the rows of a rubric; where people gave points for the whole alone, that."""
    view = hand_view(entry, exercise)
    if view.state == "graded" and not view.checks:
        status = Status.PASSED if view.score >= view.max_score else Status.FAILED
        yield ShownCheck(view.name, "graded by hand", status, view.score, view.max_score, view.note)
    status = Status.NOT_ATTEMPTED if view.state == "open" else Status.NEEDS_GRADING
    rows = {each.name: each for each in view.checks}
    for check in exercise["checks"] if view.checks or view.state == "open" else ():
        row = rows.get(check["name"], CheckView(check["name"], status, 0.0, check["max_points"]))
        yield ShownCheck(view.name, row.name, row.status, row.points, row.max_points, "\n".join(row.words))


def _of_exercise(exercise: ExerciseRecord, public: ExerciseRecord | None, shown: Shown) -> Iterator[ShownCheck]:
    told = {check["name"]: check for check in public["checks"]} if public else {}
    for check in exercise["checks"]:
        text = "\n".join(check_view(check, told.get(check["name"]), shown).words)
        yield ShownCheck(exercise["name"], check["name"], check["status"], check["points"], check["max_points"], text)
