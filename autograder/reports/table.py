"""The scores of a class as rows: what grades.csv, the terminal and the job summary all show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from autograder.core.model import RecordStatus
from autograder.records.schema import Record
from autograder.records.store import read_records
from autograder.settings import Assignment


@dataclass(frozen=True, slots=True)
class Table:
    """assignments in the course's order; one row a student: name, a score or None for each assignment, the total.

    None stands for nothing handed in, or for a submission that must be graded again.
    """

    assignments: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...], float], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a record says in a table."""

    student: str
    assignment: str
    points: float | None


def score_of(record: Record) -> Score:
    """Return what a record says in a table."""
    blank = record["status"] in (RecordStatus.MISSING, RecordStatus.BROKEN)
    return Score(record["student"], record["assignment"], None if blank else record["score"])


def table_of(scores: Iterable[Score], assignments: Sequence[str]) -> Table:
    """Return the table of scores of these assignments, students in order of name."""
    found: dict[str, dict[str, float | None]] = {}
    for score in scores:
        found.setdefault(score.student, {})[score.assignment] = score.points
    rows = []
    for student, by_name in sorted(found.items()):
        row = tuple(by_name.get(name) for name in assignments)
        rows.append((student, row, round(sum(score or 0.0 for score in row), 6)))
    return Table(tuple(assignments), tuple(rows))


def table_in(out: Path, assignments: Sequence[Assignment], known: Mapping[Path, Score] = MappingProxyType({})) -> Table:
    """Return the table of all records below out; what the known ones say (by their place) is not read again."""
    scores = chain(known.values(), map(score_of, read_records(out, known)))
    return table_of(scores, [assignment.name for assignment in assignments])
