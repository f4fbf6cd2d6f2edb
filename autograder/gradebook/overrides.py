"""decisions/overrides.csv: what the staff decided of a score, on top of records and never in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from autograder.gradebook.sheet import Row, read_sheet, with_point

OVERRIDES = Path("decisions") / "overrides.csv"
COLUMNS = ("exercise", "by", "date")
EXCUSED = "excused"
BY_RULE = "autograder"  # who decided what no person has looked at
_POINTS = re.compile(r"[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Override:
    """A decision on an exercise, or on the whole assignment where exercise is "".

    points take the score's place, or are added to it (`relative`, may be negative); excused: it does not count at all.
    """

    student: str
    assignment: str
    exercise: str
    points: float
    relative: bool
    excused: bool
    reason: str
    by: str
    date: str
    row: Row

    def __str__(self) -> str:
        who = f" by {self.by}" if self.by else ""
        when = f" on {self.date}" if self.date else ""
        return f"{self._what()}{who}{when}: {self.reason}"

    def _what(self) -> str:
        of = f"`{self.exercise}`: " if self.exercise else ""
        if self.excused:
            return f"{of}excused"
        if self.relative and not self.points:  # a comment
            return f"{of}points unchanged"
        if self.relative:
            return f"{of}{abs(self.points):g} points {'added' if self.points >= 0 else 'taken off'}"
        return f"{of}set to {self.points:g} points"


def read_overrides(root: Path) -> tuple[Override, ...]:
    """Return the overrides of a course in their order; names are as written. Raises SourceError."""
    rows = read_sheet(root / OVERRIDES, ("student", "assignment", "score", "reason"), COLUMNS)
    overrides = tuple(_override(row) for row in rows)
    seen: dict[tuple[object, ...], Override] = {}
    for override in overrides:
        kind = (override.relative, override.points, override.reason) if override.relative else ()
        first = seen.setdefault((override.student, override.assignment, override.exercise, *kind), override)
        if first is not override:
            raise override.row.fault(f"line {first.row.line} decides the same already: keep one of the two")
    return overrides


def _override(row: Row) -> Override:
    text = with_point(row["score"].replace(" ", ""))
    excused = text.lower() == EXCUSED
    if not excused and not _POINTS.fullmatch(text):
        raise row.fault(f"score is '{text[:40]}': write a number, +2 (points on top), or excused")
    if not row["reason"]:
        raise row.fault("the cell of 'reason' is blank: a decision is kept with its reason")
    return Override(
        row["student"],
        row["assignment"],
        row["exercise"],
        0.0 if excused else float(text),
        text.startswith(("+", "-")),
        excused,
        row["reason"],
        row["by"],
        _date(row),
        row,
    )


def _date(row: Row) -> str:
    try:
        return date.fromisoformat(row["date"]).isoformat() if row["date"] else ""
    except ValueError:
        raise row.fault(f"date is '{row['date'][:40]}': write it as 2027-01-25") from None
