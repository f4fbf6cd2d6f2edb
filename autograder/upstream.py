"""The solution's functions, asked from inside a worker: credit for what is right but for an earlier exercise.

When an exercise is asked again, its calls of the earlier ones arrive here as data, and the right results go back. No
code of the solution and no list of its results travels, so there is nothing to find in the worker: to learn a result
one must ask for it with the right arguments, and knowing which those are is the exercise.

The arguments are a stranger's. Only what looks like the right pass is answered: the same shapes, the same functions,
the same whole numbers; and it is answered from copies, in numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.model import Array, Call, Failed, FunctionRef, Outcome, Returned, Status
from autograder.reference import Reference

UNKNOWN = Failed(Status.ERROR, "called with arguments that the right pass never uses")


class _UnknownError(Exception):
    """An argument is not of the kind that the right pass uses."""


def distinct(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Return the first of all calls that `answering` would not tell apart."""
    return tuple({(call.function, *map(_kind, call.args)): call for call in reversed(list(calls))}.values())[::-1]


def _kind(argument: Any) -> Hashable:
    if isinstance(argument, (list, tuple)):
        return tuple(_kind(part) for part in argument)
    if isinstance(argument, np.ndarray):
        return (argument.shape, None if argument.dtype.kind == "f" else argument.tobytes())
    return float if isinstance(argument, float) else (type(argument), argument)


@lru_cache(maxsize=16)
def _namespace(solution: tuple[str, ...]) -> Mapping[str, Any]:
    namespace: dict[str, Any] = {"__name__": "lesson"}
    for source in solution:
        exec(compile(source, "<solution>", "exec", dont_inherit=True), namespace)
    return namespace


def answering(
    solution: Sequence[str], exercises: Sequence[str], functions: Iterable[str], right_pass: Iterable[Call]
) -> Callable[[Call], Outcome]:
    """Return what answers calls of these functions that look like one of the right pass.

    solution: the sources of the lesson's cells, in order. It runs here, in the trusted process.
    """
    reference, known = Reference(_namespace(tuple(solution)), exercises), frozenset(functions)
    forms: dict[str, list[Call]] = {}
    for call in right_pass:
        if call.function in known:
            forms.setdefault(call.function, []).append(call)

    def answer(call: Call) -> Outcome:
        for form in forms.get(call.function, ()):
            try:
                args = _fitted(list(call.args), list(form.args))
            except _UnknownError:
                continue
            return _answer(reference, Call(call.function, tuple(args)))
        return UNKNOWN

    return answer


def _answer(reference: Reference, call: Call) -> Outcome:
    try:
        with np.errstate(all="ignore"):
            return Returned(reference.answer([call])[0])
    except Exception:  # numbers that the solution was not made for
        return UNKNOWN


def _fitted(sent: Any, form: Any) -> Any:
    """Return an argument as the solution may get it: floats from the sender, all else from the right pass."""
    if isinstance(form, FunctionRef):
        _require(isinstance(sent, FunctionRef) and sent.name == form.name.split(".")[-1])
        return form
    if isinstance(form, (list, tuple)):
        _require(isinstance(sent, (list, tuple)) and len(sent) == len(form))
        return type(form)(_fitted(part, of) for part, of in zip(sent, form, strict=True))
    if form is None or isinstance(form, (bool, str)):
        _require(type(sent) is type(form) and sent == form)
        return form
    numbers, like = _numbers(sent), np.asarray(form)
    _require(numbers.shape == like.shape)
    if like.dtype.kind != "f":
        _require(np.array_equal(numbers, like))
        return form
    return numbers if isinstance(form, np.ndarray) else float(numbers)


def _numbers(sent: Any) -> Array:
    """Return what was sent as an array of real numbers."""
    try:
        array = np.asarray(sent)
        _require(array.dtype.kind in "biuf")
        return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise _UnknownError from None


def _require(fits: bool) -> None:
    if not fits:
        raise _UnknownError
