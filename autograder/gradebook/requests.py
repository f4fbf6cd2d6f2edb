"""decisions/requests.csv: what students ask to have looked at again, each with an answer once it is decided.

An override is an answer, and so is a sentence in the column `answer`, which leaves the score as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.core.model import Status
from autograder.core.text import csv_cell, single_line
from autograder.gradebook.overrides import BY_RULE, Override
from autograder.gradebook.sheet import Row, did_you_mean, read_sheet
from autograder.records.schema import ExerciseRecord, Record

REQUESTS = Path("decisions") / "requests.csv"
ANSWERS = "requests.csv"
COLUMNS = ("student", "assignment", "exercise", "reason", "score", "max_score", "what the checks say", "answer")


@dataclass(frozen=True, slots=True)
class Request:
    """A student asks for an exercise ("" for all) to be looked at again; answer is what the staff wrote."""

    student: str
    assignment: str
    exercise: str
    reason: str
    answer: str
    row: Row

    def __str__(self) -> str:
        of = f"`{self.exercise}`: " if self.exercise else ""
        return f"{of}asked to look again ({self.reason}): {self.answer}"


def read_requests(folder: CourseFolder, students: Collection[str]) -> tuple[Request, ...]:
    """Return the requests; without an assignment, the one that has the exercise. Raises SourceError."""
    rows = read_sheet(folder.root / REQUESTS, ("student", "exercise", "reason"), ("assignment", "answer"))
    if not rows:
        return ()
    from autograder.authoring.lesson import read_lesson  # not above: most runs have no requests

    names = [assignment.name for assignment in folder.course.assignments]
    exercises = {name: tuple(read_lesson(folder.solutions / name / "lesson.py").exercises) for name in names}
    return tuple(_request(row, students, exercises) for row in rows)


def _request(row: Row, students: Collection[str], exercises: Mapping[str, Sequence[str]]) -> Request:
    student, exercise, assignment = row["student"], row["exercise"], row["assignment"]
    if student not in students:
        raise row.fault(f"no student '{student}' is known{did_you_mean(student, sorted(students))}")
    if assignment and assignment not in exercises:
        raise row.fault(f"no assignment '{assignment}' in course_config.py{did_you_mean(assignment, list(exercises))}")
    having = [name for name, each in exercises.items() if exercise in each and assignment in ("", name)]
    if exercise and not having:
        known = [name for each in exercises.values() for name in each]
        raise row.fault(f"no exercise '{exercise}'{did_you_mean(exercise, known)}")
    if not exercise and not assignment:
        raise row.fault("fill in the exercise, or the assignment if all of it is meant")
    if len(having) > 1:
        raise row.fault(f"'{exercise}' is an exercise of {' and '.join(having)}: fill in the assignment")
    return Request(student, assignment or having[0], exercise, row["reason"], row["answer"], row)


@dataclass(frozen=True, slots=True)
class Answer:
    """A request, what the checks say of it by now, and what the staff decided ("" while it is open)."""

    request: Request
    score: float | None
    max_score: float | None
    checks: str
    decision: str


def answer(request: Request, record: Record | None, overrides: Sequence[Override]) -> Answer:
    """Return the answer to a request: the record as graded last, and what settles it."""
    exercises = record["exercises"] if record else []
    found = next((exercise for exercise in exercises if exercise["name"] == request.exercise), None)
    about = [each for each in overrides if each.exercise in ("", request.exercise) or not request.exercise]
    settled = [override for override in about if override.by != BY_RULE]  # nobody has looked at what a rule gave
    decision = "; ".join(filter(None, [*map(str, settled), request.answer]))
    if record is None or (request.exercise and found is None):
        return Answer(request, None, None, "nothing was graded", decision)
    score, most = (found["score"], found["max_score"]) if found else (record["score"], record["max_score"])
    said = [_said(exercise) for exercise in ([found] if found else exercises)]
    return Answer(request, score, most, "; ".join(filter(None, said)) or "all checks pass", decision)


def _said(exercise: ExerciseRecord) -> str:
    failed = [check for check in exercise["checks"] if check["status"] != Status.PASSED]
    return "; ".join(single_line(f"{check['name']}: {check['message'] or check['status']}") for check in failed)


def answers_csv(answers: Sequence[Answer]) -> str:
    """Return the list of requests with their answers, for the staff: the messages of hidden checks are in it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in answers:
        asked = each.request
        numbers = ["" if value is None else f"{value:g}" for value in (each.score, each.max_score)]
        cells = [asked.student, asked.assignment, asked.exercise, asked.reason, *numbers, each.checks]
        row = [*cells, each.decision or "open"]
        writer.writerow(map(csv_cell, row))
    return text.getvalue()
