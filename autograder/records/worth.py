"""A record with what its extra credit is worth now: arithmetic on what was judged before, which runs no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from autograder.records.exercises import rounded
from autograder.records.schema import CheckRecord, ExerciseRecord, PublicRecord, Record

if TYPE_CHECKING:
    from autograder.core.answer_key import AnswerKey

Points = Mapping[tuple[str, str, bool], float]  # (exercise, check, hidden) -> points


def worth_now(record: Record, key: AnswerKey) -> Record:
    """Return a record of the same answers with the points of this key, each check with the same share of its own."""
    points = {(each.name, check.name, check.hidden): check.points for each in key.exercises for check in each.checks}
    points |= {(each.name, row.name, False): row.points for each in key.by_hand for row in each.exercise.checks}
    exercises = [_exercise(each, points) for each in record["exercises"]]
    public = record["public"] and cast("PublicRecord", {**record["public"], **_scored(record["public"], points)})
    score = None if record["score"] is None else _sum(exercises)
    now = {"score": score, "exercises": exercises, "public": public, "assignment_fingerprint": key.fingerprint}
    return cast("Record", {**record, **now})


def _scored(public: PublicRecord, points: Points) -> dict[str, object]:
    exercises = [_exercise(each, points) for each in public["exercises"]]
    return {"score": _sum(exercises), "exercises": exercises}


def _sum(exercises: list[ExerciseRecord]) -> float:
    return rounded(sum(each["score"] for each in exercises))


def _exercise(exercise: ExerciseRecord, points: Points) -> ExerciseRecord:
    if not exercise["extra"]:
        return exercise
    checks = [_check(check, points[exercise["name"], check["name"], check["hidden"]]) for check in exercise["checks"]]
    score, most = (rounded(sum(check[part] for check in checks)) for part in ("points", "max_points"))
    return cast("ExerciseRecord", {**exercise, "score": score, "max_score": most, "checks": checks})


def _check(check: CheckRecord, worth: float) -> CheckRecord:
    share = check["points"] / check["max_points"] if check["max_points"] else 0.0
    return cast("CheckRecord", {**check, "points": rounded(share * worth), "max_points": rounded(worth)})
