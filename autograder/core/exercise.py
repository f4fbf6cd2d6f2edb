"""What an author declares: exercises, the checks of their results, and known answers to them.

A kind of check is a class; judging/kinds has a file for each. `expect` says, when the key is made, what the solution's
result demands of an answer; `wrong` compares an answer with that. A check itself is data: it travels to the processes
that grade, and the public ones to students, as JSON. Kinds that look at real numbers and kinds that look at any plain
value differ in `numeric` alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from autograder.core.calls import Call
from autograder.core.model import Array

if TYPE_CHECKING:
    from autograder.core.question.question import Question  # with numpy, which not everything here needs

ANSWERED = "answered"  # the kind of check that every question has, and nothing else


class DeclarationError(ValueError):
    """A check asks for what its probe or the solution does not have; the message tells the author what to change.

    line: of checks.py, where it is not that of the probe.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class DrawAgainError(Exception):
    """At the inputs that were drawn nothing can be expected, because they lie at a kink or a pole: draw others."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What one output of the solution looks like, and how far an answer may be from it.

    values and tolerance have the output's shape. plain: what a kind that is not numeric expects, as plain data.
    truth: whether the solution's own are True and False, which then are as good as 1 and 0; None: not known.
    """

    values: Array
    tolerance: Array
    plain: Any = None
    truth: bool | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may rest its expectation on, at one draw of the inputs.

    result: the solution's own result, real and finite (float64); empty for a kind that is not numeric. value: the
    same as it was returned, as plain data. call: what was asked. inputs: what the probe drew, by name. solution: the
    lesson's namespace. function: the exercise or given function that was called for this result. argument: where the
    result is an argument as the call leaves it, the same argument before the call; None elsewhere. arguments: those of
    the call, by the names of the solution's parameters. method_error: by how much each entry of a right answer may
    differ that takes its slopes by central differences, see keys.method_error.
    """

    result: Array
    inputs: Mapping[str, Any]
    solution: Mapping[str, Any]
    function: str
    argument: Any = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    method_error: Array | None = None
    value: Any = None
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Check(ABC):
    """A declared check of one named result of an exercise's probe; `like` names the input whose shape that has."""

    output: str
    points: float
    hidden: bool = False
    hint: str = ""
    like: str | None = None

    kind: ClassVar[str]
    in_words: ClassVar[str] = ""  # what a student reads for its name, {} being the result's; else the name itself
    tolerance_reason: ClassVar[str] = "set by this kind of check"  # for the certificate
    exact: ClassVar[bool] = False  # there is no tolerance to speak of
    numeric: ClassVar[bool] = True  # it looks at real numbers; else at any plain value
    aside: ClassVar[bool] = False  # a condition on the way to a result: it counts where there is a result
    options: ClassVar[tuple[str, ...]] = ()  # the fields that its judgement of an answer depends on
    compares_values: ClassVar[bool] = True  # else only the shape of what is expected matters
    places_below_tolerance: ClassVar[int] = 4  # to how many decimal places below it students get the expected values
    is_call: ClassVar[bool] = True  # it looks at what a call returned, which may be shown as evidence
    of_cost: ClassVar[bool] = False  # it asks what a result costs, which shows in large cases alone
    too_slow: ClassVar[str] = ""  # what to add to "took too long", where to take long is itself the mistake

    @property
    def name(self) -> str:
        return f"{self.kind} of {self.output}" + (" (hidden)" if self.hidden else "")

    @property
    def accepts_many(self) -> bool:
        """Whether results that differ from the solution's may be right, in more than rounding."""
        return False

    @abstractmethod
    def expect(self, context: Context) -> Expected:
        """Return what an answer's result should be. Raises DeclarationError or DrawAgainError."""

    @abstractmethod
    def wrong(self, value: object, expected: Expected) -> str:
        """Return what is wrong with a result (as calls.Returned holds it), in a phrase for the student, or ""."""

    def fails(self, value: object, expected: Expected) -> bool:
        """Say whether `wrong` would say anything; a kind whose phrases take long says it sooner."""
        return bool(self.wrong(value, expected))

    def fits_hint(self, value: object, expected: Expected) -> bool:
        """Say whether a wrong result is of the kind that the hint speaks of; for numbers the judge knows."""
        return value is not None

    def named(self, value: object, expected: Expected) -> tuple[str, str] | None:
        """Return the name and sentence of the known mistake that a wrong result is, where the check itself knows."""
        return None

    def portable(self) -> Check:
        """Return the check without what only making the key needs and what cannot travel to another process."""
        return self


Probe = Callable[[Any, Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise: the probe that calls the answer (its name is the exercise's), its points and its checks.

    extra: extra credit, whose points come on top of the assignment's. was: the name under which it was released before
    it was renamed, so that work handed in under that name counts. question: what is asked, where the answer is filled
    in and not programmed (see autograder.questions).
    """

    probe: Probe
    points: float
    checks: tuple[Check, ...]
    extra: bool
    was: str
    question: Question | None

    def __init__(
        self,
        probe: Probe,
        points: float,
        checks: list[Check] | tuple[Check, ...],
        extra: bool = False,
        was: str = "",
        question: Question | None = None,
    ) -> None:
        object.__setattr__(self, "probe", probe)
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "checks", tuple(checks))
        object.__setattr__(self, "extra", extra)
        object.__setattr__(self, "was", was)
        object.__setattr__(self, "question", question)

    @property
    def name(self) -> str:
        return str(getattr(self.probe, "__name__", self.probe))


def is_question(checks: Iterable[Check]) -> bool:
    """Say whether these are the checks of a question."""
    return any(check.kind == ANSWERED for check in checks)


@dataclass(frozen=True, slots=True)
class Variation:
    """Another implementation of one exercise, from answers.py: a known mistake, or another right answer.

    sentence is what the mistake's author should read (empty for right answers); source is its `def` renamed to the
    exercise, ready to be pasted into an exercise cell. function: what it defines, which may be a class or a value.
    """

    exercise: str
    name: str
    sentence: str
    source: str
    function: Any
