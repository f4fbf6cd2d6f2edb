"""What a class's scores say of the exercises and checks: how hard they are, and whether they tell students apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import filterfalse

import numpy as np

from autograder.core.model import Array, RecordStatus
from autograder.records.schema import CheckRecord, ExerciseRecord, Record
from autograder.reports.hand_view import is_by_hand

JUDGED = (RecordStatus.GRADED, RecordStatus.NEEDS_GRADING)  # all answers were judged; people may still add to it
FEWEST = 5  # students, below which a correlation says nothing


@dataclass(frozen=True, slots=True)
class CheckStatistics:
    """One check: how many passed it of how many who attempted its exercise, and the mean points it gave."""

    name: str
    hidden: bool
    attempted: int
    passed: int
    mean: float
    max_points: float


@dataclass(frozen=True, slots=True)
class ExerciseStatistics:
    """One exercise in a class.

    mean_share (its difficulty) is the mean share of its points, 0 to 1; None where it has none. discrimination is the
    corrected item-total correlation: of its score with that of all others that checks grade, None where either does
    not vary. statuses counts submissions by the record's status of the exercise.
    """

    name: str
    max_score: float
    extra: bool
    mean_share: float | None
    discrimination: float | None
    statuses: Counter[str]
    checks: tuple[CheckStatistics, ...]

    @property
    def submissions(self) -> int:
        return self.statuses.total()

    def share(self, status: str) -> float:
        """Return the share of submissions in which it ended so."""
        return self.statuses[status] / self.submissions


# How an exercise ended, in the words of a table's heading; the first always have a column.
USUAL = {"passed": "Right", "failed": "Wrong", "error": "Raises", "not_attempted": "Not attempted"}
OTHERS = {
    "timeout": "Too slow",
    "crashed": "Ends the program",
    "needs_grading": "To grade by hand",
    "broken": "Our fault",
}


def occurring(exercises: Sequence[ExerciseStatistics]) -> list[tuple[str, str]]:
    """Return the statuses that a table of these exercises has columns for, each with its heading."""
    seen = {status for each in exercises for status in each.statuses}
    return [*USUAL.items(), *((status, words) for status, words in OTHERS.items() if status in seen)]


def analyse(records: Sequence[Record]) -> tuple[ExerciseStatistics, ...]:
    """Return the statistics of each exercise of one assignment, from the records that were graded, in their order.

    What people grade is not among them: see graded_by_people.
    """
    graded = [record for record in records if record["status"] in JUDGED]
    found: dict[str, list[ExerciseRecord]] = {}
    for record in graded:
        for exercise in filterfalse(is_by_hand, record["exercises"]):
            found.setdefault(exercise["name"], []).append(exercise)
    totals = {name: np.array([each["score"] for each in rows]) for name, rows in found.items()}
    # Where a record lacks an exercise (graded before it was added), its total is not comparable.
    whole = [scores for scores in totals.values() if len(scores) == len(graded)]
    total = np.sum(whole, axis=0) if whole else np.zeros(len(graded))
    return tuple(_statistics(name, rows, totals[name], total) for name, rows in found.items())


def graded_by_people(records: Sequence[Record]) -> tuple[str, ...]:
    """Return the names of the exercises that people grade, in the records' order."""
    found = (each for record in records for each in filter(is_by_hand, record["exercises"]))
    return tuple(dict.fromkeys(each["name"] for each in found))


def _statistics(name: str, rows: Sequence[ExerciseRecord], scores: Array, total: Array) -> ExerciseStatistics:
    most = rows[0]["max_score"]
    rest = total - scores if len(total) == len(scores) else None
    return ExerciseStatistics(
        name,
        most,
        rows[0]["extra"],
        float(np.mean(scores)) / most if most else None,
        correlation(scores, rest) if rest is not None else None,
        Counter(row["status"] for row in rows),
        _checks(rows),
    )


def correlation(a: Array, b: Array) -> float | None:
    """Return Pearson's r, or None for few values or where one does not vary."""
    if len(a) < FEWEST or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _checks(rows: Iterable[ExerciseRecord]) -> tuple[CheckStatistics, ...]:
    found: dict[str, list[CheckRecord]] = {}
    for row in rows:
        for check in row["checks"]:
            found.setdefault(check["name"], []).append(check)
    return tuple(_check(name, checks) for name, checks in found.items())


def _check(name: str, checks: Sequence[CheckRecord]) -> CheckStatistics:
    attempted = [check for check in checks if check["status"] != "not_attempted"]
    passed = sum(check["status"] == "passed" for check in attempted)
    mean = float(np.mean([check["points"] for check in checks]))
    return CheckStatistics(name, checks[0]["hidden"], len(attempted), passed, mean, checks[0]["max_points"])
