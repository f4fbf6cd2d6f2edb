"""Run recorded calls on the solution, or on a known mistake in its place: the trusted twin of the worker.

While the solution runs, every call that one exercise makes of another is written down: those are what may be asked for
when a later exercise is tried again on right upstream values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.model import Call, Failed, FunctionRef, Outcome, Returned, Status
from autograder.probe import ProbeError, Recorder
from autograder.sandbox.results import portable


class Reference:
    """The solution's namespace, ready to answer calls. `solution` maps names to what the lesson defines."""

    def __init__(self, solution: Mapping[str, Any], exercises: Sequence[str]) -> None:
        self.solution = solution
        self.exercises = frozenset(exercises)

    def answer(self, calls: Sequence[Call], instead: Mapping[str, Callable[..., Any]] | None = None) -> list[Any]:
        """Return the result of each call. instead: functions that take the place of the solution's own."""
        functions = {**self.solution, **(instead or {})}
        return [_call(call, _arguments(call.args, functions), functions) for call in calls]

    def nested_calls(self, calls: Sequence[Call]) -> tuple[Call, ...]:
        """Return what the exercises asked of one another while these calls ran; only what can be written down."""
        spy = _Spy(self)
        for call in calls:
            spy.run(call)
        return tuple(spy.seen)


class _Spy:
    """Swaps the exercises in the solution's own namespace for recording twins, so that nested calls are seen."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.seen: list[Call] = []
        self.own = {name: reference.solution[name] for name in reference.exercises}
        self.twins = {name: self._twin(name) for name in reference.exercises}
        known = {**reference.solution, **self.twins}
        self.encoder = Recorder(frozenset(), {id(function): name for name, function in known.items()})

    def _twin(self, name: str) -> Callable[..., Any]:
        def twin(*args: Any) -> Any:
            encoded = self._encoded(args)  # before the call, which may change them
            result = self.own[name](*args)
            if encoded is not None and self._encoded((result,)) is not None:
                self.seen.append(Call(name, encoded))
            return result

        return twin

    def _encoded(self, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """Return values as data, or None if one cannot be written down, like a lambda."""
        try:
            return tuple(self.encoder.encode(value) for value in values)
        except ProbeError:
            return None

    def run(self, call: Call) -> None:
        namespace = next(iter(self.own.values())).__globals__  # shared by all functions of the lesson
        namespace.update(self.twins)
        try:
            functions = {**self.reference.solution, **self.twins}
            self.own.get(call.function, functions[call.function])(*_arguments(call.args, functions))
        finally:
            namespace.update(self.own)


def try_call(call: Call, functions: Mapping[str, Any]) -> Outcome:
    """Return what came of a call in this very process: for authors' own code, and a student's own notebook."""
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
        return _unwritten(call, error)
    except Exception as error:
        return Failed(Status.ERROR, f"`{call.function}` raised {type(error).__name__}: {error}")


def _unwritten(call: Call, error: NotImplementedError) -> Failed:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    raised_by = trace.tb_frame.f_code.co_name if trace else call.function
    if raised_by == call.function:
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
    exec(reference.source, namespace)
    namespace[reference.name].__dict__["reference"] = reference  # so that it can be written down again
    return namespace[reference.name]
