"""Run recorded calls on the solution, or on a known mistake in its place: the trusted counterpart of the worker.

While the solution runs, it is noted which exercises call which: a mistake in one of them is felt in the other.
"""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable, Mapping, Sequence
from traceback import walk_tb
from typing import Any

import numpy as np

from autograder.core.calls import Call, Does, Failed, FunctionRef, Outcome, Returned, Shows, leaves
from autograder.core.faulty_line import faulty_line
from autograder.core.model import Status
from autograder.core.script import fresh, perform
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
        return [perform(call, functions.__getitem__) for call in calls]

    def nested(self, calls: Sequence[Call]) -> frozenset[str]:
        """Return the exercises that are called while these calls run, other than by the calls themselves.

        What makes an argument of a call, or the object whose method it is, is one of them.
        """
        seen: set[str] = set()
        own = {name: self.solution[name] for name in self.exercises if inspect.isfunction(self.solution[name])}
        wrappers = {name: _noted(name, function, seen) for name, function in own.items()}
        self._run(calls, own, wrappers)
        return frozenset(seen) | ({step.function for call in calls for step in call.before} & self.exercises)

    def answer_through(self, calls: Sequence[Call], substitutes: Mapping[str, Callable[..., Any]]) -> list[Any]:
        """Return the result of each call, where these functions take the place of the lesson's inside others, too."""
        return self._run(calls, self.solution, substitutes)

    def _run(
        self,
        calls: Sequence[Call],
        own: Mapping[str, Callable[..., Any]],
        substitutes: Mapping[str, Callable[..., Any]],
    ) -> list[Any]:
        exercises = (self.solution[name] for name in self.exercises)
        # All of the lesson share it.
        namespace = next((each.__globals__ for each in exercises if hasattr(each, "__globals__")), {**self.solution})
        before = {name: namespace[name] for name in substitutes}
        namespace.update(substitutes)
        try:
            inside = {**self.solution, **substitutes}
            outer = {**inside, **own}
            return [perform(call, inside.__getitem__, outer.__getitem__) for call in calls]
        finally:
            namespace.update(before)

    def arguments(self, call: Call) -> dict[str, Any]:
        """Return a call's arguments by the names of the solution's parameters: fresh copies, references resolved.

        There are none by name of a call that is made of several steps, or of no function.
        """
        function = self.solution[call.function]
        if call.before or call.does is not Does.CALL or not callable(function):
            return {}
        names = inspect.signature(function).parameters
        args = [fresh(argument, self.solution.__getitem__) for argument in call.args]
        named = {name: fresh(argument, self.solution.__getitem__) for name, argument in call.named}
        return {**dict(zip(names, args, strict=False)), **named}


def _noted(name: str, function: Callable[..., Any], seen: set[str]) -> Callable[..., Any]:
    def wrapper(*args: Any, **named: Any) -> Any:
        seen.add(name)
        return function(*args, **named)

    return wrapper


def try_call(call: Call, functions: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a call in this process itself: for authors' own code, and a student's own notebook."""
    if not all(_is_there(step, functions) for step in call.steps):
        return Failed(Status.NOT_ATTEMPTED, f"`{call.function}` is not defined")
    passed = (part.name for part in leaves(call.everything) if isinstance(part, FunctionRef) and part.where == "answer")
    if missing := [name for name in passed if name not in functions]:
        return Failed(Status.ERROR, f"`{call.function}` is called with `{missing[0]}`, which is not defined")
    try:
        with np.errstate(all="ignore"):
            return Returned(portable(perform(call, functions.__getitem__)))
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


def _is_there(step: Call, functions: Mapping[str, Any]) -> bool:
    """Say whether what a step needs of the answer is there, as far as its name tells."""
    if step.does not in (Does.CALL, Does.VARIABLE):
        return True
    is_called = step.does is Does.CALL and step.shows is not Shows.SOURCE
    return step.function in functions and (not is_called or callable(functions[step.function]))


def _unwritten(call: Call, error: NotImplementedError) -> Failed:
    *_, (frame, line) = walk_tb(error.__traceback__)  # at least this module's own frame is there
    raised_by = frame.f_code.co_name
    if frame.f_code.co_qualname == f"{call.function}.{raised_by}":  # a method
        raised_by = call.function
    if raised_by == call.function and error.args:  # the stub's own line says nothing; words are a student's
        return Failed(Status.ERROR, f"`{call.function}` raised NotImplementedError: {error}")
    if raised_by == call.function:
        source = "".join(linecache.getlines(frame.f_code.co_filename))
        if left_over_stub(source, line):
            told = f"`{call.function}` still has the line `raise NotImplementedError()`: delete it"
            return Failed(Status.ERROR, f"{told} (line {line} of its cell)")
        return Failed(Status.NOT_ATTEMPTED, "not attempted")
    return Failed(Status.ERROR, f"`{call.function}` calls `{raised_by}`, which is not written yet", raised_by)
