"""Which of the sizes and values that every probe visits by default an exercise is never asked at, argument by argument.

Most have a reason: a domain, a slope at a kink, sizes that a probe counts on. Each is for its author to know.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import Call, Does, leaves
from autograder.core.model import Array

NUMBERS = (0.0, 8.0, -8.0, 30.0, -30.0)
LONG = 6  # what a list has to hold once, lest fewer are enough for somebody
ROOM = 3  # entries that an array needs to have a middle


def unvisited(key: ExerciseKey, solution: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an exercise is never asked at, at any trial, in words: a phrase per argument, which names it."""
    function = solution[key.name]
    steps = [step for trial in key.trials for call in trial.calls for step in call.steps]
    calls = [step for step in steps if step.function == key.name and step.does is Does.CALL]
    if not calls or not callable(function):
        return ()
    return tuple(_by_argument(calls, function))


def _by_argument(calls: Sequence[Call], function: Callable[..., Any]) -> Iterator[str]:
    any_shape = "any shape" in (function.__doc__ or "")
    for place, parameter in enumerate(inspect.signature(function).parameters.values()):
        given = [value for call in calls for value in _arguments(call, place, parameter.name)]
        missing = list(_missing(given, any_shape))
        if parameter.default is not parameter.empty and len(given) == len(calls):
            missing.append("its default left out")
        if missing:
            yield f"{parameter.name}: {', '.join(missing)}"


def _arguments(call: Call, place: int, name: str) -> Iterator[Any]:
    """Yield what a call passes for a parameter, if it passes anything."""
    if len(call.args) > place:
        yield call.args[place]
    else:
        yield from (value for each, value in call.named if each == name)


def _missing(given: Sequence[Any], any_shape: bool) -> Iterator[str]:
    """Yield what is never among the values of one argument."""
    arrays = [part for value in given for part in leaves(value) if isinstance(part, np.ndarray)]
    if any(array.dtype.kind == "f" for array in arrays):
        yield from _numbers(arrays)
    if arrays:
        yield from _shapes(arrays, any_shape)
    if given and all(isinstance(value, list | tuple) for value in given):
        lengths = {len(value) for value in given}
        if len(lengths) > 1 and max(lengths) < LONG:  # one length alone is what the exercise promises
            yield f"{LONG} or more of them"


def _numbers(arrays: Sequence[Array]) -> Iterator[str]:
    lacking = [f"{value:g}" for value in NUMBERS if not any(np.any(array == value) for array in arrays)]
    if lacking:
        yield f"{', '.join(lacking)} among the numbers"
    roomy = [array.ravel() for array in arrays if array.size >= ROOM]
    if roomy and not any(0 < np.argmax(flat) < flat.size - 1 for flat in roomy):
        yield "the largest in the middle"


def _shapes(arrays: Sequence[Array], any_shape: bool) -> Iterator[str]:
    axes = {array.ndim for array in arrays}
    for axis in range(min(axes)):
        if min(array.shape[axis] for array in arrays) > 1:
            yield f"a size of 1 along axis {axis}"
    if any_shape and len(axes) == 1:
        yield "another number of axes"
