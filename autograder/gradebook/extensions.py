"""decisions/extensions.csv: who has more time, for one assignment or, as a standing accommodation, for all ("*")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.core.text import single_line
from autograder.gradebook.lateness import zone_for
from autograder.gradebook.sheet import Row, read_sheet, with_point
from autograder.settings import Assignment, Course
from autograder.submissions.timestamps import read_instant

EXTENSIONS = Path("decisions") / "extensions.csv"
ALL = "*"
WEEK = timedelta(weeks=1)
_SHARE = re.compile(r"\+?\s*(\d+(?:\.\d+)?)\s*%(?:\s*time)?")
_SPAN = re.compile(r"\+?\s*(\d+(?:\.\d+)?)\s*(minutes?|min|hours?|h|days?|d|weeks?|w)")
MOST_SHARE, MOST_TIME = 100, timedelta(days=3650)  # beyond them, somebody has mistyped
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Extension:
    """More time: until an instant, or a share of the assignment's own time (0.5 is half as much again), or a span."""

    student: str
    assignment: str
    until: datetime | None
    share: float
    span: timedelta
    reason: str
    row: Row

    def due(self, course: Course, assignment: Assignment, usual: datetime) -> datetime:
        """Return when an assignment that is usually due then is due by this extension; never earlier."""
        if self.until is not None:
            return max(self.until, usual)
        return usual.astimezone(UTC) + self.span + self.share * working_time(course, assignment, usual)


def working_time(course: Course, assignment: Assignment, due: datetime) -> timedelta:
    """Return how long an assignment may be worked on: from its opening, or when the one before was due; else a week."""
    before = [other.due for other in course.assignments if other.due and other.due < due]
    start = assignment.opens or max(before, default=None)
    return due.astimezone(UTC) - start.astimezone(UTC) if start else WEEK


def read_extensions(root: Path, course: Course) -> tuple[Extension, ...]:
    """Return the extensions of a course; names are as written. Raises SourceError."""
    rows = read_sheet(root / EXTENSIONS, ("student", "assignment"), ("until", "extra_time", "reason"))
    extensions = tuple(_extension(row, course) for row in rows)
    seen: dict[tuple[str, str], Extension] = {}
    for extension in extensions:
        first = seen.setdefault((extension.student, extension.assignment), extension)
        if first is not extension:
            raise extension.row.fault(f"line {first.row.line} extends the same already: keep one of the two")
    return extensions


def _extension(row: Row, course: Course) -> Extension:
    if bool(row["until"]) == bool(row["extra_time"]):
        raise row.fault("fill in until (2027-01-25 23:59) or extra_time (50%, 2 days), one of the two")
    if not row["reason"]:
        raise row.fault("the cell of 'reason' is blank: a decision is kept with its reason")
    due = next((other.due for other in course.assignments if other.name == row["assignment"]), None)
    try:
        until = read_instant(row["until"], zone_for(course, due), at_end_of_day=True) if row["until"] else None
    except ValueError as error:
        raise row.fault(f"until: {error}: write it as 2027-01-25 23:59") from None
    share, span = _extra(row)
    return Extension(row["student"], row["assignment"], until, share, span, row["reason"], row)


def _extra(row: Row) -> tuple[float, timedelta]:
    text = with_point(row["extra_time"].lower())
    if not text:
        return 0.0, timedelta(0)
    if found := _SHARE.fullmatch(text):
        return _amount(row, found[1], MOST_SHARE * 100) / 100, timedelta(0)
    if found := _SPAN.fullmatch(text):
        unit = timedelta(**{_UNITS[found[2][0]]: 1})
        return 0.0, _amount(row, found[1], MOST_TIME / unit) * unit
    raise row.fault(f"extra_time is '{text[:40]}': write it as 50%, 36 hours or 2 days")


def _amount(row: Row, digits: str, most: float) -> float:
    if float(digits) <= most:
        return float(digits)
    limits = f"{MOST_SHARE * 100}% and {MOST_TIME.days} days"
    raise row.fault(f"extra_time is '{single_line(row['extra_time'], 40)}': {limits} are the most that make sense")


def due_for(
    extensions: Sequence[Extension], course: Course, assignment: Assignment
) -> tuple[datetime | None, Extension | None]:
    """Return when an assignment is due under these extensions (of one student), and the one that decides."""
    if assignment.due is None or not extensions:
        return assignment.due, None
    usual = assignment.due
    decisive = max(extensions, key=lambda extension: extension.due(course, assignment, usual))
    return decisive.due(course, assignment, usual), decisive
