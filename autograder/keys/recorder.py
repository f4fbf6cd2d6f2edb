"""Run a probe once, on a recorder instead of an answer: out come its calls as data, and where its outputs lie.

The probe's own code therefore stays on the trusted side; only calls and their arguments travel to the worker.
"""

from __future__ import annotations

import dis
import inspect
import textwrap
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.authoring.random_inputs import Draw
from autograder.core.answer_key import Output
from autograder.core.calls import Call, FunctionRef
from autograder.core.exercise import Probe
from autograder.errors import AutograderError

MAX_PARTS = 16


class ProbeError(AutograderError):
    """A probe did something that cannot be written down as calls."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a recorded call will return: a handle, to be put into the probe's dict whole or in parts (r[0], r[1])."""

    output: Output

    def __getitem__(self, index: int) -> Result:
        if not isinstance(index, int) or not 0 <= index < MAX_PARTS:
            raise ProbeError(f"a result has parts 0 … {MAX_PARTS - 1}, not {index!r}: take them with r[0], r[1]")
        return Result(Output(self.output.call, (*self.output.path, index)))

    def __iter__(self) -> Any:
        raise ProbeError("a result cannot be unpacked before it is there: take its parts with r[0], r[1]")

    def _not_there_yet(self, *_: Any, **__: Any) -> Any:
        raise ProbeError("a result is not there yet, so nothing can be computed from it: return it as it is")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _not_there_yet
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = __neg__ = __abs__ = _not_there_yet
    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __len__ = __float__ = __array__ = _not_there_yet
    __array_ufunc__ = None  # so that numpy's arrays leave `array * result` to us


@dataclass(slots=True)
class Recorder:
    """Takes the place of an answer: every call is written down."""

    names: frozenset[str]
    given: Mapping[int, str]  # id of a given function -> its name in the lesson
    calls: list[Call] = field(default_factory=list)

    def __getattr__(self, name: str) -> RecordedFunction:
        if name.startswith("__") or name not in self.names:
            raise ProbeError(f"the lesson has no exercise or given function '{name}'")
        return RecordedFunction(self, name)

    def encode(self, argument: Any) -> Any:
        """Return a call's argument as data: arrays are copied, functions become references."""
        if isinstance(argument, Result):
            raise ProbeError("the result of a call cannot be an argument of another: draw its arguments instead")
        if isinstance(argument, np.ndarray):
            if argument.dtype.kind not in "biuf":
                raise ProbeError(f"an array of dtype {argument.dtype} cannot be an argument: use real numbers")
            return argument.copy()
        if isinstance(argument, (list, tuple)):
            return type(argument)(self.encode(part) for part in argument)
        if isinstance(argument, np.generic):
            return argument.item()
        if isinstance(argument, RecordedFunction):
            return FunctionRef("answer", argument.name)
        if callable(argument):
            return self.reference(argument)
        if argument is None or isinstance(argument, (bool, int, float, str)):
            return argument
        raise ProbeError(f"a {type(argument).__name__} cannot be an argument: use numbers, arrays, functions, lists")

    def reference(self, function: Callable[..., Any]) -> FunctionRef:
        if id(function) in self.given:
            return FunctionRef("answer", self.given[id(function)])
        name = getattr(function, "__name__", "")
        if getattr(np, name, None) is function:
            return FunctionRef("numpy", name)
        return FunctionRef("source", name, portable_source(function))


@dataclass(frozen=True, slots=True)
class RecordedFunction:
    """Writes its calls down. argument: the one that is asked for in place of the result, if any."""

    recorder: Recorder
    name: str
    argument: int | None = None

    def __call__(self, *args: Any, **named: Any) -> Result:
        if named:
            raise ProbeError(f"'{self.name}' is called with {next(iter(named))}=…: pass every argument by position")
        if self.argument is not None and not 0 <= self.argument < len(args):
            raise ProbeError(f"'{self.name}' is called with {len(args)} arguments: there is no number {self.argument}")
        encoded = tuple(self.recorder.encode(argument) for argument in args)
        self.recorder.calls.append(Call(self.name, encoded, self.argument))
        return Result(Output(len(self.recorder.calls) - 1))

    def leaves(self, argument: int) -> RecordedFunction:
        """Return the same function, except that its calls return the argument of that number, as it is afterwards."""
        return replace(self, argument=argument)


def portable_source(function: Callable[..., Any]) -> str:
    """Return the source of a plain def that needs nothing but np, so that it can run anywhere."""
    name = getattr(function, "__name__", repr(function))
    if not isinstance(function, types.FunctionType) or name == "<lambda>":
        raise ProbeError(f"{name} cannot travel to the answer: pass a numpy function or a def of checks.py")
    free = sorted(_globals_of(function.__code__) & set(function.__globals__) - {"np"})
    if free or function.__closure__:
        raise ProbeError(f"'{name}' uses {', '.join(free) or 'a closure'}: a function given to answers may use only np")
    source = textwrap.dedent(inspect.getsource(function))
    try:
        # As it will be elsewhere: without this file's own `from __future__ import annotations`.
        exec(compile(source, "<function>", "exec", dont_inherit=True), {"np": np})
    except NameError as error:  # an annotation or a default value
        message = f"'{name}' cannot stand alone ({error}): a function given to answers may use only np"
        raise ProbeError(message) from error
    return source


def _globals_of(code: types.CodeType) -> set[str]:
    """Return the global names that a function reads, those of functions and comprehensions inside it included."""
    inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    own = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
    return own.union(*(_globals_of(each) for each in inner))


@dataclass(frozen=True, slots=True)
class Recording:
    """A probe at one seed: its calls, where its outputs lie, the inputs it drew (by name), and in which sizes."""

    calls: tuple[Call, ...]
    outputs: Mapping[str, Output]
    inputs: Mapping[str, Any]
    sizes: frozenset[int] = frozenset()


def record_probe(probe: Probe, draw: Draw, names: frozenset[str], given: Mapping[str, Any]) -> Recording:
    """Run a probe on a recorder. names: the functions it may call; given: those of them that the lesson provides."""
    recorder = Recorder(names, {id(value): name for name, value in given.items() if callable(value)})
    try:
        made = probe(recorder, draw)
    except ProbeError:
        raise
    except Exception as error:
        raise ProbeError(f"the probe raised {type(error).__name__}: {error}") from error
    if not isinstance(made, Mapping) or not all(isinstance(name, str) for name in made):
        raise ProbeError(f"the probe '{getattr(probe, '__name__', probe)}' must return a dict of named results")
    outputs = {name: part.output for name, part in made.items() if isinstance(part, Result)}
    inputs = {name: part for name, part in made.items() if not isinstance(part, Result)}
    return Recording(tuple(recorder.calls), outputs, inputs, frozenset(draw.sizes))
