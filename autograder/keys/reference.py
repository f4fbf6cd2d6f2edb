"""Run recorded calls on the solution, or on a known mistake in its place: the trusted counterpart of the worker.

While the solution runs, it is noted which exercises call which: a mistake in one of them is felt in the other.
"""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from traceback import walk_tb
from types import CodeType
from typing import Any

import numpy as np

from autograder.core.calls import Call, Failed, FunctionRef, Outcome, Returned
from autograder.core.faulty_line import faulty_line
from autograder.core.model import Status
from autograder.core.student_code import left_over_stub
from autograder.core.text import MAX_SENTENCE, describe_error, single_line
from autograder.core.values import portable


class Reference:
    """The solution's namespace, ready to answer calls. `solution` maps names to what the lesson defines."""

    def __init__(self, solution: Mapping[str, Any], exercises: Sequence[str]) -> None:
        self.solution = solution
        self.exercises = frozenset(exercises)

    def answer(self, calls: Sequence[Call], substitutes: Mapping[str, Callable[..., Any]] | None = None) -> list[Any]:
        """Return the result of each call. substitutes: functions that take the place of the solution's own."""
        functions = {**self.solution, **(substitutes or {})}
        return [_call(call, _arguments(call.args, functions), functions) for call in calls]

    def nested(self, calls: Sequence[Call]) -> frozenset[str]:
        """Return the exercises that are called while these calls run, other than by the calls themselves."""
        seen: set[str] = set()
        own = {name: self.solution[name] for name in self.exercises}
        wrappers = {name: _noted(name, function, seen) for name, function in own.items()}
        self._run(calls, own, wrappers)
        return frozenset(seen)

    def answer_through(self, calls: Sequence[Call], substitutes: Mapping[str, Callable[..., Any]]) -> list[Any]:
        """Return the result of each call, where these functions take the place of the lesson's inside others, too."""
        return self._run(calls, self.solution, substitutes)

    def _run(
        self,
        calls: Sequence[Call],
        own: Mapping[str, Callable[..., Any]],
        substitutes: Mapping[str, Callable[..., Any]],
    ) -> list[Any]:
        namespace = next(self.solution[name] for name in self.exercises).__globals__  # all of the lesson share it
        before = {name: namespace[name] for name in substitutes}
        namespace.update(substitutes)
        try:
            functions = {**self.solution, **substitutes}
            outer = {**functions, **own}
            return [_call(call, _arguments(call.args, functions), outer) for call in calls]
        finally:
            namespace.update(before)

    def arguments(self, call: Call) -> dict[str, Any]:
        """Return a call's arguments by the names of the solution's parameters: fresh copies, references resolved."""
        names = inspect.signature(self.solution[call.function]).parameters
        return dict(zip(names, _arguments(call.args, self.solution), strict=False))


def _noted(name: str, function: Callable[..., Any], seen: set[str]) -> Callable[..., Any]:
    def wrapper(*args: Any, **named: Any) -> Any:
        seen.add(name)
        return function(*args, **named)

    return wrapper


def try_call(call: Call, functions: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a call in this process itself: for authors' own code, and a student's own notebook."""
    if not callable(functions.get(call.function)):
        return Failed(Status.NOT_ATTEMPTED, f"`{call.function}` is not defined")
    try:
        args = _arguments(call.args, functions)
    except KeyError as error:
        return Failed(Status.ERROR, f"`{call.function}` is called with `{error.args[0]}`, which is not defined")
    try:
        with np.errstate(all="ignore"):
            return Returned(portable(_call(call, args, functions)))
    except NotImplementedError as error:
        if error.args:  # a student's own one keeps its words
            return Failed(Status.ERROR, f"`{call.function}` raised NotImplementedError: {error}")
        return _unwritten(call, error)
    except Exception as error:
        line = faulty_line(error, lambda frame: frame.f_globals is functions)
        return Failed(
            Status.ERROR,
            single_line(f"`{call.function}` raised {describe_error(error)}", MAX_SENTENCE - len(line)) + line,
        )


def _unwritten(call: Call, error: NotImplementedError) -> Failed:
    *_, (frame, line) = walk_tb(error.__traceback__)  # at least this module's own frame is there
    raised_by = frame.f_code.co_name
    if raised_by == call.function and error.args:  # the stub's own line says nothing; words are a student's
        return Failed(Status.ERROR, f"`{call.function}` raised NotImplementedError: {error}")
    if raised_by == call.function:
        source = "".join(linecache.getlines(frame.f_code.co_filename))
        if left_over_stub(source, line):
            told = f"`{call.function}` still has the line `raise NotImplementedError()`: delete it"
            return Failed(Status.ERROR, f"{told} (line {line} of its cell)")
        return Failed(Status.NOT_ATTEMPTED, "not attempted")
    return Failed(Status.ERROR, f"`{call.function}` calls `{raised_by}`, which is not written yet", raised_by)


def _call(call: Call, args: Sequence[Any], functions: Mapping[str, Any]) -> Any:
    """Return what is asked for: the result, or an argument as the call leaves it."""
    result = functions[call.function](*args)
    return result if call.leaves is None else args[call.leaves]


def _arguments(args: Sequence[Any], functions: Mapping[str, Any]) -> list[Any]:
    return [_argument(argument, functions) for argument in args]


def _argument(argument: Any, functions: Mapping[str, Any]) -> Any:
    """Return a fresh copy of an argument, references turned into functions."""
    if isinstance(argument, (list, tuple)):
        return type(argument)(_argument(part, functions) for part in argument)
    if isinstance(argument, FunctionRef):
        return _function(argument, functions)
    return argument.copy() if isinstance(argument, np.ndarray) else argument


def _function(reference: FunctionRef, functions: Mapping[str, Any]) -> Any:
    if reference.where == "answer":
        return functions[reference.name]
    if reference.where == "numpy":
        return getattr(np, reference.name)
    namespace: dict[str, Any] = {"np": np}
    exec(_compiled(reference.source), namespace)
    return namespace[reference.name]


@lru_cache
def _compiled(source: str) -> CodeType:
    code: CodeType = compile(source, "<function>", "exec", dont_inherit=True)
    return code
