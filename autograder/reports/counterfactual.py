"""What a score would be if one exercise were right: from the points that the record holds, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.core.model import Status
from autograder.gradebook.entries import Entry
from autograder.records.schema import ExerciseRecord

TINY = 1e-9


def score_if_fixed(entry: Entry, exercise: str, public_only: bool) -> float | None:
    """Return the assignment's score with full points for one exercise, or None where nothing is lost or none is known.

    Points that others lost only because this one is wrong, which their records say, come back with it. What lateness
    costs stays. public_only: of the public checks' points alone, as far as students may know them.
    """
    exercises = _shown(entry, public_only)
    gain = sum(_missing(each) for each in exercises if each["name"] == exercise)
    if gain <= TINY:
        return None
    gain += sum(_missing(each) for each in exercises if blamed_alone(each) == exercise)
    if public_only:
        return sum(each["score"] for each in exercises) + gain
    return None if entry.score is None or _is_decided(entry) else entry.score + gain


def _is_decided(entry: Entry) -> bool:
    """Say whether the score is not what the checks gave less lateness, or lateness took all that there was."""
    left = (entry.raw or 0.0) - entry.late_penalty
    return abs(left - (entry.score or 0.0)) > TINY or (entry.late_penalty > 0 and left <= TINY)


def _shown(entry: Entry, public_only: bool) -> Sequence[ExerciseRecord]:
    record = entry.record
    if record is None:
        return ()
    return record["public"]["exercises"] if public_only and record["public"] else record["exercises"]


def _missing(exercise: ExerciseRecord) -> float:
    return exercise["max_score"] - exercise["score"]


def blamed_alone(exercise: ExerciseRecord) -> str | None:
    """Return the earlier exercise for which alone this one lost points: every check passes with right results of it."""
    lost = [check for check in exercise["checks"] if check["points"] < check["max_points"] - TINY]
    if not lost or any(check["status"] != Status.PASSED for check in lost):
        return None
    names = exercise.get("blamed", ())
    return names[0] if len(names) == 1 else None
