"""The solution's functions, asked from inside a worker: credit for what is right except for an earlier exercise.

When an exercise is asked again, its calls of the earlier ones arrive here as data, and the right results go back. No
code of the solution and no list of its results travels to the submission's worker, so there is nothing to find in it:
to learn a result one must ask for it with the right arguments, and knowing which those are is the exercise.

The arguments are a stranger's, so the solution does not run on them here, but in a worker of its own (see
sandbox/host/reference_worker.py). What is decided here is which questions go there and which results come back:
arguments are few and plain; and of functions only the names arrive, for which those of the lesson, of the
call that is under way, or numpy's element-wise ones are taken.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder.core.calls import UNKNOWN, Call, Failed, FunctionRef, Job, Opaque, Outcome, leaves
from autograder.core.model import Array, Status
from autograder.grading.reference_objects import call_on_object, classes_in

REFUSED = Failed(Status.ERROR, UNKNOWN)
MAX_NUMBERS = 2000  # of all arguments together, or of a result, unless the call that is under way has more itself
LARGER = 4  # times what that call has itself
MAX_WHOLE = 1000  # a whole number may be a size, or count the rounds of a loop
MAX_TEXT = 100


class _UnknownError(Exception):
    """A value is not of a kind that the right pass uses."""


def reference_job(
    solution: Sequence[str], exercises: Sequence[str], files: Mapping[str, bytes] = MappingProxyType({})
) -> Job:
    """Return what the reference's worker is told: the lesson's given and exercise cells, solved, and its data files."""
    return Job(tuple(solution), (), tuple(exercises), files=tuple(files.items()))


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What a question may hold while a call is under way: which functions, how many numbers, axes of which lengths."""

    functions: Mapping[str, FunctionRef]
    most: int
    extents: Set[int]


def answering(
    solution: Sequence[str], exercises: Sequence[str], references: Iterable[str], ask: Callable[[Call], Outcome]
) -> Callable[[Call, Call], Outcome]:
    """Return what answers a call of one of the reference functions while another call is under way.

    solution: the sources of the lesson's cells, in order; they are read here, and run by `ask` alone, which returns
    what comes of a call. exercises: the names of all exercises, in order.
    """
    cells, known = tuple(solution), frozenset(references)
    defined, classes = _defined(cells), classes_in(cells)
    latest: list[tuple[Call, _Bounds]] = []

    def bounds_of(under_way: Call) -> _Bounds:
        if not latest or latest[0][0] is not under_way:  # one call asks many times
            everything = under_way.everything
            functions = _functions_in(under_way, defined, exercises)
            latest[:] = [(under_way, _Bounds(functions, LARGER * _size(everything), _extents(everything)))]
        return latest[0][1]

    def answer(under_way: Call, question: Call) -> Outcome:
        try:
            _require(None, question.function in known)
            bounds = bounds_of(under_way)
            # What is large must be made of the same extents: a product of two long vectors has no room anywhere.
            size = _size(question.args)
            _require(
                None,
                size <= MAX_NUMBERS or (size <= bounds.most and _extents(question.args) <= bounds.extents),
            )
            outcome = ask(_asked(question, classes, bounds.functions))
        except _UnknownError:
            return REFUSED
        # A result larger than the arguments may be is none that the right pass uses.
        if isinstance(outcome, Failed) or not _plain(outcome.value):
            return REFUSED
        return outcome if _size(outcome.value) <= max(MAX_NUMBERS, bounds.most) else REFUSED

    return answer


def _asked(question: Call, classes: Mapping[str, frozenset[str]], functions: Mapping[str, FunctionRef]) -> Call:
    """Return the call of the solution that a question stands for."""

    def taken(sent: Any) -> Any:
        return _taken(sent, functions)

    if question.function not in classes:
        return Call(question.function, tuple(map(taken, question.args)))
    if (made := call_on_object(question, classes[question.function], taken)) is None:
        raise _UnknownError
    return made


@lru_cache(maxsize=16)
def _defined(solution: tuple[str, ...]) -> frozenset[str]:
    """Return the names that are bound in a lesson by a plain `def` at the top level, and by nothing else."""
    functions: set[str] = set()
    others: set[str] = set()
    for source in solution:
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.FunctionDef) and not statement.decorator_list:
                functions.add(statement.name)
            else:
                others |= set(_bound(statement))
    return frozenset(functions - others)


def _bound(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]


def _functions_in(under_way: Call, defined: frozenset[str], exercises: Sequence[str]) -> Mapping[str, FunctionRef]:
    """Return the functions that may be named while a call is under way, by name."""
    # The exercise that is asked, and those after it, are not passed on.
    first = exercises.index(under_way.function) if under_way.function in exercises else 0
    own = {name: FunctionRef("answer", name) for name in defined - set(exercises[first:])}
    passed = (each for each in leaves(under_way.everything) if isinstance(each, FunctionRef) and each.where != "answer")
    return own | {each.name.rpartition(".")[2]: each for each in passed}


def _size(value: Any) -> int:
    """Return of how many numbers (or other single things) a value consists."""
    return sum(
        len(part) if isinstance(part, str) else max(part.size, 1) if isinstance(part, np.ndarray) else 1
        for part in leaves(value)
    )


def _plain(value: Any) -> bool:
    return not any(isinstance(part, Opaque) for part in leaves(value))


def _extents(value: Any) -> set[int]:
    """Return how long the arrays in a value are along each axis."""
    return {1}.union(*(part.shape for part in leaves(value) if isinstance(part, np.ndarray)))


def _taken(sent: Any, functions: Mapping[str, FunctionRef]) -> Any:
    """Return an argument as the solution gets it."""
    if isinstance(sent, FunctionRef):
        return _function(sent.name, functions)
    if isinstance(sent, (list, tuple)):
        return type(sent)(_taken(part, functions) for part in sent)
    if isinstance(sent, dict):
        return {key: _taken(part, functions) for key, part in sent.items()}
    if sent is None or isinstance(sent, bool | complex):
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
    found = getattr(np, name, None) if name.isidentifier() else None
    # One array in, one out: others take memory that grows with what they are combined with.
    _require(name, isinstance(found, np.ufunc) and found.nin == found.nout == 1)
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
