"""Keys made of one lesson and its checks."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.assignment import load_workbook
from autograder.core.answer_key import ExerciseKey
from autograder.keys.build import exercise_keys
from support.tiny import CHECKS, LESSON, make_course

RETURNS = "return 2.0 * np.asarray(x)"


def keys(folder: Path, seed: str | None = "secret", **texts: str) -> tuple[ExerciseKey, ...]:
    return exercise_keys(load_workbook(make_course(folder, **texts).solutions / "tiny"), seed)


def lesson(solution: str) -> str:
    assert LESSON.count(RETURNS) == 1
    return LESSON.replace(RETURNS, solution)


def checks(old: str, new: str) -> str:
    assert old in CHECKS
    return CHECKS.replace(old, new, 1)


def inputs(key: ExerciseKey) -> list[list[float]]:
    return [trial.calls[0].args[0].tolist() for trial in key.trials if not trial.where]
