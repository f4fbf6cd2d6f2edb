"""What travels to a worker and back: the code to run, the calls that it is asked, and the outcome of each.

Everything here is known to the process that runs a student's code: no answer has a place in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.core.model import Cell, Status


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function as an argument: `where` says how the worker finds it.

    "answer": by name in the student's namespace (an exercise or a given function);
    "numpy": an attribute of numpy; "source": `source` is a def that needs nothing but np.
    """

    where: str
    name: str
    source: str = ""

    def __reduce__(self) -> tuple[type[FunctionRef], tuple[str, str, str]]:
        # Hundreds travel to each worker, and what dataclasses write for pickle takes four times as long to read.
        return FunctionRef, (self.where, self.name, self.source)


@dataclass(frozen=True, slots=True)
class Call:
    """One positional call of an answer; args are None, bool, int, float, str, arrays, FunctionRefs, lists, tuples.

    leaves: the number of the argument that is asked for, as the call leaves it, in place of what the call returns.
    """

    function: str
    args: tuple[Any, ...]
    leaves: int | None = None


def leaves(value: Any) -> Iterator[Any]:
    """Yield what lists and tuples, of arguments or of results, hold at any depth that is neither."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part)
    else:
        yield value


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker gets to know before it is asked anything: code to run. No answers, no file names, no seeds.

    given: sources of the provided cells, run first. cells: the student's code cells in file order (their `exercise`
    marks say whose answer each one holds). exercises: the names that calls may use. modules: what the course lets
    students import besides what all may (see core/modules).
    """

    given: tuple[str, ...]
    cells: tuple[Cell, ...]
    exercises: tuple[str, ...]
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """A result that is no number, array, None, str or sequence of them: all we know is its type's name."""

    type_name: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A call that came back. value: None, bool, int, float, str, Array, Opaque, or a list/tuple of those."""

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
