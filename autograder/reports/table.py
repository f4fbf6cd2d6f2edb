"""The gradebook of a class as rows: what grades.csv, the terminal and the job summary all show."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.gradebook.entries import Entry, Gradebook

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One student: for each assignment a score (None is a blank cell) and a status, the total, and what was decided."""

    student: str
    scores: tuple[float | None, ...]
    statuses: tuple[str, ...]
    total: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """assignments in the course's order; one row per student, in order of name, without those who dropped."""

    assignments: tuple[str, ...]
    rows: tuple[TableRow, ...]


def table_of(gradebook: Gradebook) -> ScoreTable:
    """Return the gradebook as a table."""
    rows = tuple(_row(gradebook, student.name) for student in gradebook.counted)
    return ScoreTable(tuple(assignment.name for assignment in gradebook.course.assignments), rows)


def blank(status: str) -> str:
    """Return what is written in a cell without a score: a dash for nothing handed in, else why there is none."""
    return NOTHING if status == "missing" else status.replace("_", " ")


def _row(gradebook: Gradebook, student: str) -> TableRow:
    entries = gradebook.of(student)
    return TableRow(
        student,
        tuple(entry.score for entry in entries),
        tuple(str(entry.status) for entry in entries),
        gradebook.total(student),
        tuple(said for entry in entries for said in _reasons(entry)),
    )


def _reasons(entry: Entry) -> list[str]:
    return [f"{entry.assignment}: {reason}" for reason in entry.reasons]
