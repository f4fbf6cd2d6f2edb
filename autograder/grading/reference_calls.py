"""The solution's functions, asked from inside a worker: credit for what is right except for an earlier exercise.

When an exercise is asked again, its calls of the earlier ones arrive here as data, and the right results go back. No
code of the solution and no list of its results travels to the submission's worker, so there is nothing to find in it:
to learn a result one must ask for it with the right arguments, and knowing which those are is the exercise.

The arguments are a stranger's, so the solution does not run on them here, but in a worker of its own (see
sandbox/host/reference_worker.py). What is decided here is which questions go there and which results come back:
arguments are plain, and of bounded size; and of functions only the names arrive, for which those of the lesson, of the
call that is under way, or numpy's element-wise ones are taken.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder.core.calls import UNKNOWN, Call, Failed, FunctionRef, Job, Opaque, Outcome, leaves
from autograder.core.model import Array, Status
from autograder.grading.question_size import Size, room_beside, size_of
from autograder.grading.reference_objects import call_on_object, classes_in

REFUSED = Failed(Status.ERROR, UNKNOWN)
MAX_WHOLE = 2**63 - 1  # what is no machine word is no number of a lesson's


class _UnknownError(Exception):
    """A value is not of a kind that the right pass uses."""


def reference_job(
    solution: Sequence[str], exercises: Sequence[str], files: Mapping[str, bytes] = MappingProxyType({})
) -> Job:
    """Return what the reference's worker is told: the lesson's given and exercise cells, solved, and its data files."""
    return Job(tuple(solution), (), tuple(exercises), files=tuple(files.items()))


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What a question may hold while a call is under way: which functions, and how much."""

    functions: Mapping[str, FunctionRef]
    room: Size


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
            functions = _functions_in(under_way, defined, exercises)
            latest[:] = [(under_way, _Bounds(functions, room_beside(under_way.everything)))]
        return latest[0][1]

    def answer(under_way: Call, question: Call) -> Outcome:
        try:
            _require(None, question.function in known)
            bounds = bounds_of(under_way)
            _require(None, size_of(question.args).fits(bounds.room))
            outcome = ask(_asked(question, classes, bounds.functions))
        except _UnknownError:
            return REFUSED
        if isinstance(outcome, Failed) or not _plain(outcome.value):
            return REFUSED
        return outcome if size_of(outcome.value).fits(bounds.room) else REFUSED

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


def _plain(value: Any) -> bool:
    return not any(isinstance(part, Opaque) for part in leaves(value))


def _taken(sent: Any, functions: Mapping[str, FunctionRef]) -> Any:
    """Return an argument as the solution gets it."""
    if isinstance(sent, FunctionRef):
        return _function(sent.name, functions)
    if isinstance(sent, (list, tuple)):
        return type(sent)(_taken(part, functions) for part in sent)
    if isinstance(sent, dict):
        return {key: _taken(part, functions) for key, part in sent.items()}
    if sent is None or isinstance(sent, str | bool | complex):
        return sent
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
    return _require(sent, sent.dtype.kind in "biu").copy()[()]


def _require(value: Any, fits: bool) -> Any:
    if not fits:
        raise _UnknownError
    return value
