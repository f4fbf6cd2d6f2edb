"""What travels to a worker and back: the code to run, the calls that it is asked, and the outcome of each.

Everything here is known to the process that runs a student's code: no answer has a place in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from autograder.core.model import Cell, Status

SOURCES = "__sources__"  # the name by which the sources of answers are found, by exercise, where they are known


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function as an argument: `where` says how the worker finds it.

    "answer": by name in the student's namespace (an exercise or a given function); "numpy": an attribute of numpy;
    "python": one of Python's own (see script.PYTHON); "source": `source` is a def that needs nothing but np.
    """

    where: str
    name: str
    source: str = ""

    def __reduce__(self) -> tuple[type[FunctionRef], tuple[str, str, str]]:
        # Hundreds travel to each worker, and what dataclasses write for pickle takes four times as long to read.
        return FunctionRef, (self.where, self.name, self.source)


@dataclass(frozen=True, slots=True)
class Made:
    """As an argument: what an earlier step of the same call has made, by its place in Call.before."""

    step: int


@dataclass(frozen=True, slots=True)
class Described:
    """A value of a kind of its own, such as a date or a table: what it consists of, by name, in plain values.

    core/described has a file for each family of kinds. Nothing of its module is needed to hold or to compare it.
    """

    kind: str
    parts: tuple[tuple[str, Any], ...]

    @property
    def type_name(self) -> str:
        return self.kind

    def part(self, name: str) -> Any:
        """Return the part of that name, or None."""
        return next((value for each, value in self.parts if each == name), None)


class Does(StrEnum):
    """What a call is made of: the function itself, or something that an earlier step has made."""

    CALL = "call"
    METHOD = "method"
    ATTRIBUTE = "attribute"
    APPLY = "apply"
    VARIABLE = "variable"
    NOTHING = "nothing"  # while a probe is recorded: a step that has become another


class Shows(StrEnum):
    """What is asked for of a call; of SHARED, FIRST and REPEATED, Call.number says with which argument and how many."""

    RESULT = "result"
    PRINTED = "printed"
    RAISED = "raised"
    SHARED = "shared"
    FIRST = "first"
    REPEATED = "repeated"
    FIGURE = "figure"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an answer; args are None, bool, numbers, str, arrays, Described, FunctionRefs, Made, and lists,
    tuples, dicts and sets of those. It needs nothing of any other call: what must happen first is in it.

    leaves: the number of the argument that is asked for, as the call leaves it, in place of what the call returns.
    named: the keyword arguments. before: the steps that are made first, in order, each a call without `before`.
    does: whether it is the function that is called, the method `name` of `on`, the attribute `name` of `on`, the first
    argument (a function) with the others, or whether the variable of the function's name is read.
    """

    function: str
    args: tuple[Any, ...]
    leaves: int | None = None
    named: tuple[tuple[str, Any], ...] = ()
    shows: Shows = Shows.RESULT
    number: int = 0
    does: Does = Does.CALL
    on: Made | None = None
    name: str = ""
    before: tuple[Call, ...] = ()

    @property
    def steps(self) -> tuple[Call, ...]:
        """The steps in order, the call itself last."""
        return (*self.before, self)

    @property
    def everything(self) -> tuple[Any, ...]:
        """The arguments of all steps."""
        return tuple(part for step in self.steps for part in (*step.args, *(value for _, value in step.named)))


def leaves(value: Any) -> Iterator[Any]:
    """Yield what containers, of arguments or of results, hold at any depth that are none."""
    if isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, dict):
        yield from leaves([*value.keys(), *value.values()])
    elif isinstance(value, Described):
        yield from leaves([part for _, part in value.parts])
    else:
        yield value


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker gets to know before it is asked anything: code to run. No answers, no file names, no seeds.

    given: sources of the provided cells, run first. cells: the student's code cells in file order (their `exercise`
    marks say whose answer each one holds). exercises: the names that calls may use. modules: what the course lets
    students import besides what all may (see core/modules). files: the data files beside the notebook, by name.
    """

    given: tuple[str, ...]
    cells: tuple[Cell, ...]
    exercises: tuple[str, ...]
    modules: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """A result of a kind that does not travel: all we know is its type's name."""

    type_name: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A call that came back.

    value: None, bool, int, float, complex, str, Array, Described, Opaque, or lists, tuples, dicts, frozensets of those.
    """

    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """A call that did not come back, or a function that is not there. message is a sentence for the student.

    status is ERROR (raised), TIMEOUT, CRASHED or NOT_ATTEMPTED (raised NotImplementedError itself, or is missing).
    culprit is the exercise whose code raised, when that is another one than was called.
    """

    status: Status
    message: str
    culprit: str | None = None


Outcome = Returned | Failed
CELL_DID_NOT_RUN = "its cell did not run"
UNKNOWN = "called with arguments that the right pass never uses"
