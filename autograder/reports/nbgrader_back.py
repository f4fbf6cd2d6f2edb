"""The way back from formgrader: what was given there by hand, and is in no decision yet.

Each becomes an override, its comment the reason. What nbgrader said earlier it may change; what the staff wrote into
decisions/ it may not: that is refused, with the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.authoring.lesson import read_lesson
from autograder.core.model import Status
from autograder.errors import UsageError
from autograder.gradebook.entries import Rules
from autograder.gradebook.overrides import OVERRIDES, Override
from autograder.gradebook.rubric import RUBRIC
from autograder.records.brief import Brief
from autograder.records.index import RecordIndex
from autograder.reports.nbgrader_db import grade_id
from autograder.reports.nbgrader_hand_grades import HandGrade, given_since

BY = "nbgrader"
REASON = "graded by hand in nbgrader"
LEAST = 1e-6  # points
Place = tuple[str, str, str]  # student, assignment, exercise


@dataclass(frozen=True)
class Change:
    """A row that overrides.csv gets (None: nothing is given any longer), in the place of nbgrader's earlier ones."""

    row: Mapping[str, str] | None
    earlier: tuple[Override, ...] = ()


@dataclass(frozen=True)
class Back:
    """What is to be changed in overrides.csv, sentences about what is left there, and what contradicts the staff."""

    changes: tuple[Change, ...]
    left: tuple[str, ...]
    contradictions: tuple[str, ...]


def read_back(folder: CourseFolder, rules: Rules, out: Path, path: Path) -> Back:
    """Return what was given by hand in a gradebook.db and is in no decision yet. out: where the records are.

    Raises UsageError if path is no such database.
    """
    exercises, index = _exercises(folder), RecordIndex(out)
    changes, left, wrong = list[Change](), list[str](), list[str]()
    for (student, assignment, cell), grade in given_since(path).items():
        exercise = exercises.get((assignment, cell))
        if exercise is None or student not in rules.students:
            left.append(f"{student}/{assignment}: '{student if exercise else cell}' is not in the course")
            continue
        said = _said(rules, (student, assignment, exercise), index.brief(assignment, student))
        made = said.by_the_staff(grade) if said.line else said.by_nbgrader(grade)
        if isinstance(made, Change):
            changes.append(made)
        elif made:
            (wrong if made.startswith(said.line or " ") else left).append(made)
    return Back(tuple(changes), tuple(left), tuple(wrong))


def require_brought_back(folder: CourseFolder, rules: Rules, out: Path, path: Path) -> None:
    """Raise UsageError if a gradebook.db holds hand grades that are in no decision: another export would lose them."""
    if path.is_file() and (new := len((back := read_back(folder, rules, out, path)).changes + back.contradictions)):
        what = (
            "a grade that was given there by hand is" if new == 1 else f"{new} grades that were given there by hand are"
        )
        first = f"run `autograder import nbgrader {path.parent}` first, or delete the file"
        raise UsageError(f"{path}: {what} in no decision yet and would be lost: {first}")


@dataclass(frozen=True)
class _Said:
    """What is decided of an exercise so far: the overrides, and where others than nbgrader said it ("" if none did)."""

    place: Place
    overrides: tuple[Override, ...]
    line: str
    points: float | None
    waits: bool

    def by_the_staff(self, grade: HandGrade) -> str:
        """Return what is to be said of a hand grade that the staff have decided on; "" if it says the same."""
        student, assignment, exercise = self.place
        if grade.points is not None or grade.more:
            total = (grade.points or 0.0) + grade.more
            if grade.points is None or self.points is None or abs(total - self.points) >= LEAST:
                now = f"{self.points:g}" if self.points is not None else "no points"
                given = f"{total:g}" if grade.points is not None else f"+{total:g}"
                return f"{self.line}: sets `{exercise}` of {student} to {now}, nbgrader to {given}"
        if grade.comment and _row(self.place, grade)["reason"] not in {each.reason for each in self.overrides}:
            return f"{student}/{assignment}: the comment to `{exercise}` is left there: {self.line} has its own reason"
        return ""

    def by_nbgrader(self, grade: HandGrade) -> Change | str:
        """Return what a hand grade changes, where nobody but nbgrader has said anything; "" if nothing."""
        student, assignment, exercise = self.place
        if grade == HandGrade():
            return Change(None, self.overrides) if self.overrides else ""
        if grade.points is None and not grade.more and self.waits:
            return f"{student}/{assignment}: the comment to `{exercise}` waits for the points"
        row = _row(self.place, grade)
        same = [each for each in self.overrides if (each.row["score"], each.reason) == (row["score"], row["reason"])]
        return "" if len(same) == len(self.overrides) == 1 else Change(row, self.overrides)


def _said(rules: Rules, place: Place, brief: Brief | None) -> _Said:
    student, assignment, exercise = place
    overrides = rules.decisions.overrides_of(student, assignment)
    mine = tuple(each for each in overrides if each.exercise == exercise)
    marks = [each for each in rules.decisions.marks_of(student, assignment) if each.exercise == exercise]
    others = [f"{OVERRIDES.as_posix()}:{each.row.line}" for each in mine if each.by != BY]
    others += [f"{RUBRIC.as_posix()}:{each.row.line}" for each in marks if not mine]
    made = brief["exercises"] if brief else []
    points = rules.decisions.points_of(student, assignment, {each["name"]: each["score"] for each in made})
    status = next((each["status"] for each in made if each["name"] == exercise), "")
    return _Said(place, mine, next(iter(others), ""), points.get(exercise), status == Status.NEEDS_GRADING)


def _row(place: Place, grade: HandGrade) -> dict[str, str]:
    student, assignment, exercise = place
    return {
        "student": student,
        "assignment": assignment,
        "exercise": exercise,
        "score": f"+{grade.more:.10g}" if grade.points is None else f"{grade.points + grade.more:.10g}",
        "reason": " ".join(grade.comment.split()) or REASON,
        "by": BY,
        "date": date.today().isoformat(),
    }


def _exercises(folder: CourseFolder) -> dict[tuple[str, str], str]:
    """Return each exercise of the course by its assignment and what nbgrader calls its cell, and that of its points."""
    found: dict[tuple[str, str], str] = {}
    for one in folder.course.assignments:
        lesson = read_lesson(folder.solutions / one.name / "lesson.py")
        for name in lesson.order:
            found |= {(one.name, grade_id(name, by_hand)): name for by_hand in (True, False)}
    return found
