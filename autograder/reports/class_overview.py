"""A class on one page: how an assignment went as a whole, and how each student is doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, pstdev

from autograder.gradebook.entries import Entry, Gradebook, Student


@dataclass(frozen=True, slots=True)
class AssignmentOverview:
    """One assignment in a class. shares are the scores that count, as shares of the maximum (above 1: extra credit).

    full is the maximum, or where that is 0, the extra credit that there is; then shares are shares of that.
    The counts are of students: handed in late, with an extension, decided by the staff, and by the entry's status.
    seconds is the mean time that a submission took to grade, slowest the longest; levels are the sandbox's.
    """

    name: str
    max_score: float
    full: float
    shares: tuple[float, ...]
    statuses: Counter[str]
    late: int
    extended: int
    decided: int
    seconds: float
    slowest: float
    levels: Counter[str]

    @property
    def mean(self) -> float | None:
        return fmean(self.shares) * self.full if self.shares else None

    @property
    def median(self) -> float | None:
        return median(self.shares) * self.full if self.shares else None

    @property
    def spread(self) -> float | None:
        """The standard deviation, in points."""
        return pstdev(self.shares) * self.full if self.shares else None


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student: the entries in the course's order, the total, the most there is."""

    student: Student
    entries: tuple[Entry, ...]
    total: float
    most: float


def overview(gradebook: Gradebook, assignment: str) -> AssignmentOverview:
    """Return how an assignment went, those who dropped left out."""
    entries = [gradebook.entries[student.name, assignment] for student in gradebook.counted]
    shares = tuple(each.score / each.full for each in entries if each.score is not None and each.full)
    graded = [each.record for each in entries if each.record is not None and each.record["status"] != "missing"]
    seconds = [record["seconds"] for record in graded]
    most = next(each.points for each in gradebook.course.assignments if each.name == assignment)
    return AssignmentOverview(
        assignment,
        most,
        most or max((each.full for each in entries), default=0.0),
        shares,
        Counter(str(each.status) for each in entries),
        late=sum(each.late_days > 0 for each in entries),
        extended=_with_reason(entries, "extended"),
        decided=sum(_is_decided(each) for each in entries),
        seconds=fmean(seconds) if seconds else 0.0,
        slowest=max(seconds, default=0.0),
        levels=Counter(record["sandbox"] for record in graded),
    )


def _with_reason(entries: Sequence[Entry], opening: str) -> int:
    return sum(any(reason.startswith(opening) for reason in each.reasons) for each in entries)


def _is_decided(entry: Entry) -> bool:
    """Say whether the staff changed a score: it is not what the checks gave, less lateness."""
    left = max(0.0, (entry.raw or 0.0) - entry.late_penalty)
    return entry.status == "excused" or (entry.score is not None and abs(entry.score - left) > 1e-6)


def rows_of(gradebook: Gradebook) -> tuple[StudentRow, ...]:
    """Return a row for each student that counts."""
    return tuple(
        StudentRow(each, gradebook.of(each.name), gradebook.total(each.name), gradebook.max_total(each.name))
        for each in gradebook.counted
    )
