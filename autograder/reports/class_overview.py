"""A class on one page: how an assignment went as a whole, who is late or missing, and how each student is doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, pstdev

from autograder.core.model import RecordStatus
from autograder.gradebook.decisions import Decisions
from autograder.gradebook.entries import Entry, Gradebook, Student

# In the order in which they are shown: what keeps a student from a grade comes first.
STATES = ("missing", "unreadable", "broken", "needs_grading", "late", "extended", "overridden", "excused")
OF_RECORDS = (RecordStatus.MISSING, RecordStatus.UNREADABLE, RecordStatus.BROKEN, "needs_grading", "excused")


@dataclass(frozen=True, slots=True)
class Standing:
    """One student's entry in an assignment, and which of STATES hold for it."""

    entry: Entry
    states: tuple[str, ...]

    @property
    def why(self) -> str:
        """Why there is no score, as the record tells it."""
        brief = self.entry.brief
        is_told = self.entry.status in (RecordStatus.UNREADABLE, RecordStatus.BROKEN)
        return brief["notes"][-1] if is_told and brief and brief["notes"] else ""


@dataclass(frozen=True, slots=True)
class AssignmentOverview:
    """One assignment in a class. shares are the scores that count, as shares of the maximum (above 1: extra credit).

    full is the maximum, or where that is 0, the extra credit that there is; then shares are shares of that.
    who: the standings of each of STATES. seconds is the mean time that a submission took to grade, slowest the
    longest; levels are the sandbox's.
    """

    name: str
    max_score: float
    full: float
    shares: tuple[float, ...]
    who: Mapping[str, tuple[Standing, ...]]
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
    """One student: the standings in the course's order, the total, the most there is."""

    student: Student
    standings: tuple[Standing, ...]
    total: float
    most: float

    @property
    def states(self) -> str:
        """All states that hold in any assignment, as words."""
        return " ".join(dict.fromkeys(state for each in self.standings for state in each.states))


def standings(gradebook: Gradebook, assignment: str, decisions: Decisions | None = None) -> tuple[Standing, ...]:
    """Return how each student stands in an assignment. Nobody is missing where nobody has handed in yet."""
    entries = [gradebook.entries[student.name, assignment] for student in gradebook.counted]
    begun, known = any(each.record is not None for each in entries), decisions or Decisions()
    return tuple(Standing(each, tuple(_states(each, known, begun))) for each in entries)


def _states(entry: Entry, decisions: Decisions, begun: bool) -> Iterator[str]:
    yield from (state for state in OF_RECORDS if entry.status == state and (begun or state != RecordStatus.MISSING))
    if entry.late_days > 0:
        yield "late"
    if decisions.extensions_of(entry.student, entry.assignment):
        yield "extended"
    if decisions.overrides_of(entry.student, entry.assignment):
        yield "overridden"


def overview(gradebook: Gradebook, assignment: str, decisions: Decisions | None = None) -> AssignmentOverview:
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
        _by_state(standings(gradebook, assignment, decisions)),
        seconds=fmean(seconds) if seconds else 0.0,
        slowest=max(seconds, default=0.0),
        levels=Counter(record["sandbox"] for record in graded),
    )


def _by_state(standings: Sequence[Standing]) -> Mapping[str, tuple[Standing, ...]]:
    return {state: tuple(each for each in standings if state in each.states) for state in STATES}


def rows_of(gradebook: Gradebook, decisions: Decisions | None = None) -> tuple[StudentRow, ...]:
    """Return a row for each student that counts."""
    columns = [standings(gradebook, assignment.name, decisions) for assignment in gradebook.course.assignments]
    return tuple(
        StudentRow(
            each, tuple(column[n] for column in columns), gradebook.total(each.name), gradebook.max_total(each.name)
        )
        for n, each in enumerate(gradebook.counted)
    )
