"""Answer keys: for each exercise the calls to make of an answer, and what they should show.

Only the trusted side holds one; the sandbox, where students' code runs, must not import this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from autograder.core.by_hand import HandKey
from autograder.core.calls import Call
from autograder.core.exercise import Check, Expected
from autograder.core.explanation import Explanation
from autograder.core.model import Array, Limits


@dataclass(frozen=True, slots=True)
class Output:
    """Where a named output of a probe is found: in the result of call number `call`, down the indices of `path`.

    parts: of how many parts the solution's result consists at each step of the path; empty while that is not known.
    plain: checks look at it as plain data, of whatever kind.
    """

    call: int
    path: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """What a call that came back shows at an output: its numbers, and what is there instead of an output.

    problem is "" for numbers in their place. None (nothing is returned), a list for an array, one array for a pair:
    these have words there; values are the numbers even so, if there are any. plain: of an output that is plain, what
    came back, in a tuple of its own.
    """

    values: Array | None
    problem: str = ""
    plain: tuple[Any] | None = None

    def __reduce__(self) -> tuple[type[Observation], tuple[Any, ...]]:
        # A key holds thousands, and what dataclasses write for pickle takes several times as long to read.
        return Observation, (self.values, self.problem, self.plain)


@dataclass(frozen=True, slots=True)
class MistakeOutputs:
    """What a known mistake shows at a probe's outputs (None where it raises)."""

    name: str
    sentence: str
    outputs: Mapping[str, Observation | None]

    def __reduce__(self) -> tuple[type[MistakeOutputs], tuple[Any, ...]]:
        return MistakeOutputs, (self.name, self.sentence, self.outputs)  # as Observation


@dataclass(frozen=True, slots=True)
class Trial:
    """One exercise's probe at one seed: the calls, where their outputs lie, what they should be.

    Checks that are not in `expected` are not judged here. depends_on: the exercises that the solution calls
    meanwhile. repeats: the calls (their numbers) that were asked before, and as which. where: what is unusual about the
    inputs, "" where nothing is. contested: what is not asked there, see keys/contested. hidden_data: it is asked beside
    the key's hidden files.
    """

    calls: tuple[Call, ...]
    outputs: Mapping[str, Output]
    expected: Mapping[str, Expected]  # by check name
    mistakes: tuple[MistakeOutputs, ...]
    depends_on: frozenset[str] = frozenset()
    repeats: Mapping[int, int] = field(default_factory=dict)
    where: str = ""
    contested: tuple[str, ...] = ()
    hidden_data: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong answer that nobody wrote down: its kind, what its author should read, and what it shows.

    here and public are fingerprints (see judging.fingerprint) at all trials of a key, and at what students know of it.
    """

    kind: str
    sentence: str
    here: str
    public: str


class UnmadeSlips(Protocol):
    """Slips of a key that few submissions are judged by: they are made when a wrong answer is to be named."""

    def like(self, key: ExerciseKey, first: str) -> Sequence[Slip]:
        """Return the slips that show what has this fingerprint at the key's first trial."""


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: arrays do not compare
class ExerciseKey:
    """The answer key of one exercise; checks are judged on every trial that has an expectation for them.

    Students know the inputs of the first trial and of unusual ones, as far as public checks look at them.
    depends_on: the other exercises that the solution calls here. explanations: an author's, of exceptions. slips: what
    is recognised besides the trials' known mistakes; unmade_slips: the same, not made yet.
    """

    name: str
    points: float
    checks: tuple[Check, ...]
    trials: tuple[Trial, ...]
    extra: bool = False
    depends_on: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    slips: tuple[Slip, ...] = ()
    unmade_slips: UnmadeSlips | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What grading allows, as students get to know it: modules besides those for all, limits, the grader's Python.

    hint_level: how much `check` says of a known mistake, 1 to 3; None: more with each try.
    """

    modules: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    python: str = ""
    hint_level: int | None = None


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: arrays do not compare
class AnswerKey:
    """The answer key of one assignment. fingerprint names the sources it was made from, seed_id the inputs.

    work_fingerprint: the same without what extra credit is worth, "" where that is not known.

    solution: the sources of the lesson's given and exercise cells, solved; empty in a key that students get.
    demonstrations: the sources of its cells that only draw and print. fault: why no key could be made, if so.
    former: under which name an exercise was released that is now named otherwise, by its name now.
    by_hand: the exercises that people grade. order: all names in the order of the lesson; prose: the sources of its
    Markdown cells; both are empty in a key that students get.
    files: the data files beside the notebook, by name; hidden_files: the same where others stand in for some, none
    where none does. shipped: their digests, in a key that students get. variant: the code of what was drawn for the
    student whose key it is, drawn in words; drawn_places: the places in it on which each exercise rests.
    drifted: the exercises whose cells students got with another text than the lesson has now.
    """

    assignment: str
    exercises: tuple[ExerciseKey, ...]
    given: tuple[str, ...]
    stub: Mapping[str, str]  # exercise -> source of its cell as released
    fingerprint: str
    seed_id: str
    solution: tuple[str, ...] = ()
    demonstrations: tuple[str, ...] = ()
    fault: str = ""
    former: Mapping[str, str] = field(default_factory=dict)
    work_fingerprint: str = ""
    by_hand: tuple[HandKey, ...] = ()
    order: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    hidden_files: Mapping[str, bytes] = field(default_factory=dict)
    shipped: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    drawn: str = ""
    drawn_places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    drifted: tuple[str, ...] = ()

    @property
    def max_score(self) -> float:
        """The most points without extra credit, those that are given by hand included."""
        every = [(each.points, each.extra) for each in self.exercises]
        every += [(each.exercise.points, each.exercise.extra) for each in self.by_hand]
        return sum(points for points, extra in every if not extra)

    @property
    def answer_cells(self) -> dict[str, str]:
        """The source of each cell that students fill in, as released, by its exercise."""
        return {**self.stub, **{each.name: each.stub for each in self.by_hand}}
