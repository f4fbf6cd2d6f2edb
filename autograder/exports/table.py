"""The scores of a class as rows: what grades.csv, the terminal and the job summary all show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.model import RecordStatus
from autograder.records import Record


@dataclass(frozen=True, slots=True)
class Table:
    """assignments in the course's order; one row a student: name, a score or None for each assignment, the total.

    None stands for nothing handed in, or for a submission that must be graded again.
    """

    assignments: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...], float], ...]


def scores(records: Iterable[Record], assignments: Sequence[str]) -> Table:
    """Return the table of scores of these assignments, students in order of name."""
    found: dict[str, dict[str, float | None]] = {}
    for record in records:
        blank = record["status"] in (RecordStatus.MISSING, RecordStatus.BROKEN)
        found.setdefault(record["student"], {})[record["assignment"]] = None if blank else record["score"]
    rows = []
    for student, by_name in sorted(found.items()):
        row = tuple(by_name.get(name) for name in assignments)
        rows.append((student, row, round(sum(score or 0.0 for score in row), 6)))
    return Table(tuple(assignments), tuple(rows))
