"""An exercise's calls as lines of test code with literal inputs and results, for graders that have no other way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import FunctionRef
from autograder.core.exercise import is_question
from autograder.keys.reference import Reference


def tests_of(exercise: ExerciseKey, solution: Mapping[str, Any]) -> list[str]:
    """Return one line for each call of the exercise's first trial: it raises where the answer is wrong.

    Questions have none: other graders would release what is right.
    """
    return [] if is_question(exercise.checks) else list(_lines(exercise, Reference(solution, [exercise.name])))


def _lines(exercise: ExerciseKey, reference: Reference) -> Iterator[str]:
    for call in exercise.trials[0].calls:
        if call.leaves is not None:  # it asks for an argument as the call leaves it, not for the result
            continue
        (wanted,) = reference.answer([call])
        asked = f"{call.function}({', '.join(map(_literal, call.args))})"
        if isinstance(wanted, tuple | list):
            pairs = f"zip({asked}, [{', '.join(map(_literal, wanted))}], strict=True)"
            yield f"[np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-7) for got, wanted in {pairs}] and None"
        else:
            yield f"np.testing.assert_allclose({asked}, {_literal(wanted)}, rtol=1e-5, atol=1e-7)"


def _literal(value: Any) -> str:
    if isinstance(value, FunctionRef):
        if value.where == "source":
            return f"(lambda scope: exec({value.source!r}, scope) or scope[{value.name!r}])({{'np': np}})"
        return value.name if value.where == "answer" else f"np.{value.name}"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r}, dtype={value.dtype.str!r})"
    if isinstance(value, list | tuple):
        inner = ", ".join(map(_literal, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner},)"
    return repr(value.item() if isinstance(value, np.generic) else value)
