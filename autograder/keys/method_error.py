"""What a right answer may be off by that takes its slopes by central differences, entry by entry.

A lesson whose functions have a step `delta` (its `deriv`) allows that method inside other answers. So the solution is
run once more on each call with a step as coarse as may be, where the method's own error is largest, and with one as
fine as may be, where rounding is. Where the method is exact, as for anything linear, nothing is allowed for it.

Where the solution itself takes no such slopes but an answer may, answers.py has a right answer which does, with a
parameter `delta` on top of the solution's: it is run with the same two steps.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

import numpy as np

from autograder.core.answer_key import Output
from autograder.core.calls import Call
from autograder.core.large_calls import is_large
from autograder.core.model import Array
from autograder.gradients.numeric import COARSE_STEP, EPS, FINE_STEP, ROOM
from autograder.judging.observe import as_array, extract
from autograder.keys.reference import Reference

Function = Callable[..., Any]


def method_error(
    reference: Reference,
    exercise: str,
    calls: Sequence[Call],
    outputs: Mapping[str, Output],
    own: Mapping[str, Array],
    right: Sequence[Function] = (),
) -> dict[str, Array]:
    """Return by how much each output may differ from the solution's `own`; arrays of their shapes.

    right: the other right answers that are known.
    """
    allowed = {name: np.zeros(values.shape) for name, values in own.items()}
    for answer in _methods(reference, exercise, right):
        results = [_answer(answer, call) for call in calls]
        for name, output in outputs.items():
            off = _off(results[output.call], output, own[name])
            allowed[name] = np.fmax(allowed[name], ROOM * off)
    return allowed


def _methods(reference: Reference, exercise: str, right: Sequence[Function]) -> Iterator[Callable[[Call], Any]]:
    """Yield functions that answer a call as a right answer does which takes differences."""
    steppers = {n: f for n, f in reference.solution.items() if n != exercise and _has_step(f)}
    for method in (_coarse, _rounded_up, _rounded_down) if steppers else ():
        substitutes = {name: method(function) for name, function in steppers.items()}
        yield partial(_through, reference, substitutes)
    if not inspect.isfunction(reference.solution[exercise]):
        return
    own = len(inspect.signature(reference.solution[exercise]).parameters)
    for function in right:
        if _has_step(function) and len(inspect.signature(function).parameters) == own + 1:
            for step in (COARSE_STEP, FINE_STEP):
                yield partial(_substituted, reference, {exercise: partial(function, delta=step)})


def _has_step(value: Any) -> bool:
    return inspect.isfunction(value) and _takes_step(value)


@lru_cache(maxsize=64)
def _takes_step(function: Function) -> bool:
    parameter = inspect.signature(function).parameters.get("delta")
    return parameter is not None and isinstance(parameter.default, float)


def _through(reference: Reference, substitutes: Mapping[str, Function], call: Call) -> Any:
    return None if is_large(call) else reference.answer_through([call], substitutes)[0]


def _substituted(reference: Reference, substitutes: Mapping[str, Function], call: Call) -> Any:
    return reference.answer([call], substitutes)[0] if call.function in substitutes else None


def _answer(answer: Callable[[Call], Any], call: Call) -> Any:
    with np.errstate(all="ignore"), suppress(Exception):  # a step may lead out of where a function is defined
        return answer(call)
    return None


def _off(result: Any, output: Output, own: Array) -> Array:
    with suppress(LookupError):
        found = as_array(extract(result, output.path))
        if found is not None and found.shape == own.shape and found.dtype.kind in "biuf":
            off = np.abs(found - own)
            return np.asarray(np.where(np.isfinite(off), off, 0.0))
    return np.zeros(own.shape)


def _coarse(function: Function) -> Function:
    def stepped(func: Function, x: Any, delta: float = COARSE_STEP) -> Any:
        return function(func, x, delta)

    return stepped


def _rounded_up(function: Function) -> Function:
    return _rounded(function, 1.0)


def _rounded_down(function: Function) -> Function:
    return _rounded(function, -1.0)


def _rounded(function: Function, direction: float) -> Function:
    def stepped(func: Function, x: Any, delta: float = FINE_STEP) -> Any:
        slope = function(func, x, delta)
        heights = np.abs(func(x + delta)) + np.abs(func(x - delta))
        # Both the heights and the places of the two evaluations are rounded.
        lost = EPS * (heights / (2 * delta) + np.abs(x) / delta * np.abs(slope))
        return slope + direction * np.copysign(lost, slope)

    return stepped
