"""The solution's functions, asked from inside a worker: credit for what is right but for an earlier exercise.

When an exercise is asked again, its calls of the earlier ones arrive here as data, and the right results go back. No
code of the solution and no list of its results travels, so there is nothing to find in the worker: to learn a result
one must ask for it with the right arguments, and knowing which those are is the exercise.

The arguments are a stranger's, and the solution runs on them in the trusted process. So they are few, plain, real
numbers, copied; and of functions only the names arrive, for which those of the lesson, of the call that is under way,
or numpy's own element-wise ones are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.core.calls import Call, Failed, FunctionRef, Outcome, Returned
from autograder.core.model import Array, Status
from autograder.keys.reference import Reference

UNKNOWN = Failed(Status.ERROR, "called with arguments that the right pass never uses")
MAX_NUMBERS = 2000  # of all arguments together, unless the call that is under way has more itself
MAX_WHOLE = 1000  # a whole number may be a size, or count the rounds of a loop
MAX_TEXT = 100


class _UnknownError(Exception):
    """An argument is not of a kind that the right pass uses."""


@lru_cache(maxsize=16)
def _namespace(solution: tuple[str, ...]) -> Mapping[str, Any]:
    namespace: dict[str, Any] = {"__name__": "lesson"}
    for source in solution:
        exec(compile(source, "<solution>", "exec", dont_inherit=True), namespace)
    return namespace


def answering(
    solution: Sequence[str], exercises: Sequence[str], references: Iterable[str], asked: Iterable[Call]
) -> Callable[[Call], Outcome]:
    """Return what answers calls of the upstream functions while the calls of `asked` are under way.

    solution: the sources of the lesson's cells, in order. It runs here, in the trusted process. exercises: the names of
    all exercises, in order; those that are asked, and later ones, are not passed on as functions.
    """
    namespace, known, asked = _namespace(tuple(solution)), frozenset(references), tuple(asked)
    reference = Reference(namespace, exercises)
    first = min((exercises.index(call.function) for call in asked if call.function in exercises), default=None)
    withheld = frozenset(exercises[first:])
    functions = {name: FunctionRef("answer", name) for name in namespace if name not in withheld}
    functions |= {each.name.split(".")[-1]: each for call in asked for each in _functions(call.args)}
    most = max((_size(call.args) for call in asked), default=0)
    extents = {1, *(extent for call in asked for extent in _extents(call.args))}

    def answer(call: Call) -> Outcome:
        try:
            _require(None, call.function in known)
            # What is large must be made of the same extents: a product of two long vectors has no room anywhere.
            size = _size(call.args)
            _require(None, size <= MAX_NUMBERS or (size <= 4 * most and _extents(call.args) <= extents))
            args = tuple(_taken(argument, functions) for argument in call.args)
            with np.errstate(all="ignore"):
                return Returned(reference.answer([Call(call.function, args)])[0])
        except Exception:  # also of the solution, on what it was not made for
            return UNKNOWN

    return answer


def _functions(arguments: Any) -> Iterator[FunctionRef]:
    for argument in arguments:
        if isinstance(argument, FunctionRef) and argument.where != "answer":
            yield argument
        elif isinstance(argument, (list, tuple)):
            yield from _functions(argument)


def _size(argument: Any) -> int:
    if isinstance(argument, (list, tuple)):
        return sum(map(_size, argument))
    return argument.size if isinstance(argument, np.ndarray) else 1


def _extents(argument: Any) -> set[int]:
    """Return how long the arrays among some arguments are along each axis."""
    if isinstance(argument, (list, tuple)):
        return set().union(*map(_extents, argument))
    return set(argument.shape) if isinstance(argument, np.ndarray) else set()


def _taken(sent: Any, functions: Mapping[str, FunctionRef]) -> Any:
    """Return an argument as the solution gets it."""
    if isinstance(sent, FunctionRef):
        return _function(sent.name, functions)
    if isinstance(sent, (list, tuple)):
        return type(sent)(_taken(part, functions) for part in sent)
    if sent is None or isinstance(sent, bool):
        return sent
    if isinstance(sent, str):
        return _require(sent, len(sent) <= MAX_TEXT)
    if isinstance(sent, np.ndarray):
        return _numbers(sent)
    if isinstance(sent, int):
        return _require(sent, abs(sent) <= MAX_WHOLE)
    return _require(sent, isinstance(sent, float))


def _function(name: str, functions: Mapping[str, FunctionRef]) -> FunctionRef:
    if name in functions:
        return functions[name]
    _require(name, isinstance(getattr(np, name, None), np.ufunc))
    return FunctionRef("numpy", name)


def _numbers(sent: Array) -> Any:
    """Return an array, or one number of numpy's in place of an array of no dimensions."""
    if sent.dtype.kind == "f":
        return sent.astype(np.float64)[()]
    _require(sent, sent.dtype.kind in "biu" and bool(np.all(np.abs(sent.astype(np.float64)) <= MAX_WHOLE)))
    return sent.copy()[()]


def _require(value: Any, fits: bool) -> Any:
    if not fits:
        raise _UnknownError
    return value
