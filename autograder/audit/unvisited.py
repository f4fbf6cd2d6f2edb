"""Which of the sizes and values that every probe visits by default an exercise is never asked at.

Most have a reason: a domain, a slope at a kink, sizes that a probe counts on. Each is for its author to know.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import Call, leaves

NUMBERS = (0.0, 8.0, -8.0, 30.0, -30.0)
LONG = 6  # what a list has to hold once, lest fewer are enough for somebody


def unvisited(key: ExerciseKey, solution: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an exercise is never asked at, at any trial, in words."""
    calls = [call for trial in key.trials for call in trial.calls if call.function == key.name]
    return tuple(_missing(calls, solution[key.name])) if calls else ()


def _missing(calls: Sequence[Call], function: Callable[..., Any]) -> Iterator[str]:
    arrays = [[part for part in leaves(call.args) if isinstance(part, np.ndarray)] for call in calls]
    if any(arrays):
        lacking = [f"{v:g}" for v in NUMBERS if not any(np.any(array == v) for each in arrays for array in each)]
        if lacking:
            yield f"{', '.join(lacking)} among the numbers"
        yield from _sizes(arrays)
    yield from _signature(function, calls)
    if "any shape" in (function.__doc__ or "") and len({array.ndim for each in arrays for array in each}) == 1:
        yield "another number of axes"


def _sizes(arrays: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Yield the axes of arguments that are never of size 1; arguments are counted as they come, arrays alone."""
    for number in range(min(map(len, arrays))):
        shapes = [each[number].shape for each in arrays]
        for axis in range(min(map(len, shapes))):
            sizes = {shape[axis] for shape in shapes}
            if min(sizes) > 1:
                yield f"a size of 1 along axis {axis} of array {number + 1}"


def _signature(function: Callable[..., Any], calls: Sequence[Call]) -> Iterator[str]:
    parameters = list(inspect.signature(function).parameters.values())
    for place, parameter in enumerate(parameters):
        if parameter.default is not parameter.empty and all(len(call.args) > place for call in calls):
            yield f"the default of {parameter.name}"
        lists = [call.args[place] for call in calls if len(call.args) > place]
        if lists and all(isinstance(each, list) for each in lists):
            lengths = {len(each) for each in lists}
            if len(lengths) > 1 and max(lengths) < LONG:  # one length alone is what the exercise promises
                yield f"{LONG} or more in {parameter.name}"
