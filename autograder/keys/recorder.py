"""Run a probe once, on a recorder instead of an answer: out come its calls as data, and where its outputs lie.

The probe's own code therefore stays on the trusted side; only calls and their arguments travel to the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.authoring.random_inputs import Draw
from autograder.core.answer_key import Output
from autograder.core.calls import Call, Does, FunctionRef, Made, Shows, leaves
from autograder.core.exercise import Probe
from autograder.core.script import PYTHON
from autograder.keys.arguments import ProbeError, plain_argument, source_of
from autograder.keys.steps import whole_calls

MAX_PARTS = 16
NOT_THERE = (
    "a result is not there yet, so nothing can be computed from it: return it as it is; "
    "what one of Python's functions makes of it is answer.apply(len, result)"
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a recorded call will return: a handle, to be put into the probe's dict whole or in parts (r[0], r[1]).

    As an argument of another call it stands for what the first returns.
    """

    _output: Output

    def __getitem__(self, index: int) -> Result:
        if not isinstance(index, int) or not 0 <= index < MAX_PARTS:
            raise ProbeError(f"a result has parts 0 … {MAX_PARTS - 1}, not {index!r}: take them with r[0], r[1]")
        return Result(Output(self._output.call, (*self._output.path, index)))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"a result is not there yet, and has no {name!r}: attributes and methods are of objects whose class is an "
            "exercise of the lesson; what one of Python's functions makes of a result is answer.apply(len, result)"
        )

    def __iter__(self) -> Any:
        raise ProbeError("a result cannot be unpacked before it is there: take its parts with r[0], r[1]")

    def _not_there_yet(self, *_: Any, **__: Any) -> Any:
        raise ProbeError(NOT_THERE)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _not_there_yet
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = __neg__ = __abs__ = _not_there_yet
    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __len__ = __float__ = __array__ = _not_there_yet
    __array_ufunc__ = None  # so that numpy's arrays leave `array * result` to us


class RecordedObject(Result):
    """A result where the lesson has a class, which it may be of: its attributes and methods are written down."""

    __slots__ = ("_recorder",)
    _recorder: Recorder

    def __init__(self, recorder: Recorder, output: Output) -> None:
        super().__init__(output)
        object.__setattr__(self, "_recorder", recorder)

    def __getitem__(self, index: int) -> RecordedObject:
        return RecordedObject(self._recorder, super().__getitem__(index)._output)

    def __getattr__(self, name: str) -> RecordedAttribute:
        if name.startswith("_"):
            raise AttributeError(name)
        recorder, made = self._recorder, self._recorder.made(self)
        step = Call(recorder.calls[made.step].function, (), does=Does.ATTRIBUTE, on=made, name=name)
        return RecordedAttribute(recorder, step)


@dataclass(slots=True)
class Recorder:
    """Where every call of a probe is written down."""

    names: frozenset[str]
    given: Mapping[int, str]  # id of a given function -> its name in the lesson
    classes: frozenset[str] = frozenset()
    calls: list[Call] = field(default_factory=list)

    def add(self, call: Call) -> Output:
        """Write a step down, and return where its result lies."""
        self.calls.append(call)
        return Output(len(self.calls) - 1)

    def encode(self, argument: Any) -> Any:
        """Return a call's argument as data: arrays are copied, functions become references, results are Made."""
        if isinstance(argument, Result):
            return self.made(argument)
        if isinstance(argument, RecordedFunction):
            return FunctionRef("answer", argument.name)
        if isinstance(argument, (list, tuple, set, frozenset)):
            return type(argument)(self.encode(part) for part in argument)
        if isinstance(argument, dict):
            return {self.encode(key): self.encode(part) for key, part in argument.items()}
        if callable(argument):
            return self.reference(argument)
        return plain_argument(argument)

    def made(self, result: Result) -> Made:
        """Return what stands for a result; a part of one is taken by a step of its own."""
        made = Made(result._output.call)
        for index in result._output.path:
            taken = FunctionRef("python", "operator.getitem")
            step = Call(self.calls[made.step].function, (taken, made, index), does=Does.APPLY)
            made = Made(self.add(step).call)
        return made

    def reference(self, function: Callable[..., Any]) -> FunctionRef:
        if id(function) in self.given:
            return FunctionRef("answer", self.given[id(function)])
        if own := next((own for own, each in PYTHON.items() if each is function), None):
            return FunctionRef("python", own)
        name = getattr(function, "__name__", "")
        if getattr(np, name, None) is function:
            return FunctionRef("numpy", name)
        return FunctionRef("source", name, source_of(function))


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """Takes the place of an answer. It has no names of its own but `apply`: an exercise may have any."""

    _recorder: Recorder

    def __getattr__(self, name: str) -> RecordedFunction:
        recorder = self._recorder
        if name == "apply" and name not in recorder.names:
            return RecordedFunction(recorder, name, Call("", (), does=Does.APPLY))
        if name.startswith("__") or name not in recorder.names:
            raise ProbeError(f"the lesson has no exercise or given function '{name}'")
        return RecordedFunction(recorder, name, Call(name, ()))


@dataclass(frozen=True, slots=True)
class RecordedFunction:
    """Writes its calls down; `call` says how. Other views of the same function ask for something else of its calls."""

    recorder: Recorder
    name: str
    call: Call

    def __call__(self, *args: Any, **named: Any) -> Result:
        self._require_argument(len(args))
        encoded = tuple(map(self.recorder.encode, args))
        call = replace(self.call, args=encoded, named=tuple((key, self.recorder.encode(v)) for key, v in named.items()))
        if call.does is Does.APPLY:
            call = replace(call, function=self._applied_to(encoded))
        output = self.recorder.add(call)
        is_object = self.recorder.classes and call.does is not Does.APPLY and call.shows is Shows.RESULT
        return RecordedObject(self.recorder, output) if is_object else Result(output)

    def _require_argument(self, count: int) -> None:
        number = self.call.leaves
        number = self.call.number if self.call.shows is Shows.SHARED else number
        if number is not None and not 0 <= number < count:
            raise ProbeError(f"'{self.name}' is called with {count} arguments: there is no number {number}")

    def _applied_to(self, args: Sequence[Any]) -> str:
        made = next((part for part in leaves(args) if isinstance(part, Made)), None)
        if made is None or not isinstance(args[0], FunctionRef):
            raise ProbeError("answer.apply takes a function, and then a result of a call: answer.apply(len, result)")
        return self.recorder.calls[made.step].function

    def _view(self, **changes: Any) -> RecordedFunction:
        return replace(self, call=replace(self.call, **changes))

    def leaves(self, argument: int) -> RecordedFunction:
        """Return the same function, except that its calls return the argument of that number, as it is afterwards."""
        return self._view(leaves=argument)

    def shared(self, argument: int) -> RecordedFunction:
        """Return the same function, whose calls return whether the result shares the memory of that argument."""
        return self._view(shows=Shows.SHARED, number=argument)

    def first(self, count: int) -> RecordedFunction:
        """Return the same function, whose calls return a list of the first so many items of the result."""
        return self._view(shows=Shows.FIRST, number=count)

    @property
    def repeated(self) -> RecordedFunction:
        """The same function, whose calls are made so many times that their time tells; they return the last result."""
        return self._view(shows=Shows.REPEATED, number=1)

    @property
    def printed(self) -> RecordedFunction:
        """The same function, whose calls return what is printed meanwhile."""
        return self._view(shows=Shows.PRINTED)

    @property
    def raised(self) -> RecordedFunction:
        """The same function, whose calls return the exception that it raises."""
        return self._view(shows=Shows.RAISED)

    @property
    def figure(self) -> RecordedFunction:
        """The same function, whose calls return the figure that it returns or draws."""
        return self._view(shows=Shows.FIGURE)

    @property
    def source(self) -> RecordedFunction:
        """The same function; called without arguments, it returns the source of the answer's cell."""
        return self._view(shows=Shows.SOURCE)


class RecordedAttribute(RecordedObject):
    """An attribute of an object: its value at this point of the probe, or a method, when it is called."""

    __slots__ = ("_step",)

    def __init__(self, recorder: Recorder, step: Call) -> None:
        super().__init__(recorder, recorder.add(step))
        object.__setattr__(self, "_step", step)

    def _method(self) -> RecordedFunction:
        # It is called, so it has not been read.
        self._recorder.calls[self._output.call] = replace(self._step, does=Does.NOTHING)
        return RecordedFunction(self._recorder, self._step.name, replace(self._step, does=Does.METHOD))

    def __call__(self, *args: Any, **named: Any) -> Result:
        return self._method()(*args, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._method(), name) if name in VIEWS else super().__getattr__(name)


VIEWS = ("leaves", "shared", "first", "printed", "raised", "figure")


@dataclass(frozen=True, slots=True)
class Recording:
    """A probe at one seed: its calls, where its outputs lie, the inputs it drew (by name), and in which sizes."""

    calls: tuple[Call, ...]
    outputs: Mapping[str, Output]
    inputs: Mapping[str, Any]
    sizes: frozenset[int] = frozenset()


def record_probe(
    probe: Probe,
    draw: Draw,
    names: frozenset[str],
    given: Mapping[str, Any],
    classes: frozenset[str] = frozenset(),
) -> Recording:
    """Run a probe on a recorder.

    names: what it may call; given: those of them that the lesson provides; classes: those that are classes.
    """
    recorder = Recorder(names, {id(value): name for name, value in given.items() if callable(value)}, classes)
    try:
        made = probe(RecordedAnswer(recorder), draw)
    except ProbeError:
        raise
    except Exception as error:
        raise ProbeError(f"the probe raised {type(error).__name__}: {error}") from error
    if not isinstance(made, Mapping) or not all(isinstance(name, str) for name in made):
        raise ProbeError(f"the probe '{getattr(probe, '__name__', probe)}' must return a dict of named results")
    outputs = {name: place for name, part in made.items() if (place := _place(recorder, part)) is not None}
    inputs = {name: part for name, part in made.items() if name not in outputs}
    calls, places = whole_calls(recorder.calls, {output.call for output in outputs.values()})
    outputs = {name: replace(output, call=places[output.call]) for name, output in outputs.items()}
    return Recording(calls, outputs, inputs, frozenset(draw.sizes))


def _place(recorder: Recorder, part: Any) -> Output | None:
    """Return where an output of a probe lies; None for an input. A name that is not called is a variable."""
    if isinstance(part, RecordedFunction):
        return recorder.add(Call(part.name, (), does=Does.VARIABLE))
    return part._output if isinstance(part, Result) else None
