"""The words of the course as frozen types; every other module speaks in them.

The flow they describe: a Lesson's cells are released; a Submission's cells are run by a worker, which answers each
Call of a probe with an Outcome; the judge holds Outcomes against an AnswerKey and gives Verdicts; a Report
collects them and becomes a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"  # in quotes: importing numpy.typing costs every worker and every student 10 ms


class Status(StrEnum):
    """How one check ended. BROKEN is our failure and never costs a student points."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    NOT_ATTEMPTED = "not_attempted"
    BROKEN = "broken"


class RecordStatus(StrEnum):
    """How a whole submission ended."""

    GRADED = "graded"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    BROKEN = "broken"


# --- what people write -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a notebook, of either format.

    kind is "code" or "markdown"; line is the 1-based line of its first source line in a .py file (0 in a notebook).
    At most one mark is set: `exercise` (the student writes it), `given` (provided, restored before grading) or
    `check` (calls check("…"), never graded).
    """

    kind: str
    source: str
    line: int = 0
    exercise: str | None = None
    given: str | None = None
    check: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A declared check on one named output of an exercise's probe; made by shape(), value() and gradient()."""

    kind: str
    output: str
    points: float
    hidden: bool = False
    hint: str = ""
    like: str | None = None
    of: str | Callable[..., Array] | None = None
    wrt: str | None = None
    upstream: str | None = None
    rtol: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.kind} of {self.output}" + (" (hidden)" if self.hidden else "")


Probe = Callable[[Any, Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise: the probe that calls the answer (its name is the exercise's), its points and its checks.

    extra: extra credit, whose points come on top of the assignment's.
    """

    probe: Probe
    points: float
    checks: tuple[Check, ...]
    extra: bool

    def __init__(
        self, probe: Probe, points: float, checks: list[Check] | tuple[Check, ...], extra: bool = False
    ) -> None:
        object.__setattr__(self, "probe", probe)
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "checks", tuple(checks))
        object.__setattr__(self, "extra", extra)

    @property
    def name(self) -> str:
        return str(getattr(self.probe, "__name__", self.probe))


@dataclass(frozen=True, slots=True)
class Variation:
    """Another implementation of one exercise, from answers.py: a known mistake, or another right answer.

    sentence is what the mistake's author should read (empty for right answers); source is its `def` renamed to the
    exercise, ready to be pasted into an exercise cell.
    """

    exercise: str
    name: str
    sentence: str
    source: str
    function: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Seconds are CPU time; the wall clock may show `patience` times as many.

    memory_mb comes on top of what Python and numpy need. reply_mb bounds the result of one call, total_reply_mb all
    that a submission sends to the grader. What it prints is thrown away. file_mb bounds the file that is handed in.
    """

    call_seconds: float = 2.0
    cell_seconds: float = 10.0
    total_seconds: float = 60.0
    patience: float = 3.0
    memory_mb: int = 512
    reply_mb: int = 16
    total_reply_mb: int = 64
    file_mb: int = 50


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """Points lost after the due date: a share of the maximum for each day begun, after a grace period."""

    grace: timedelta = timedelta(0)
    per_day: float = 0.1
    at_most: float = 0.5


class Shown(StrEnum):
    """What a student may read of a hidden check, and of a public one that fails at inputs that are not published."""

    NOTHING = "nothing"  # the score is that of the public checks at the published inputs
    NAME = "name"  # which checks pass
    MESSAGE = "message"  # also what the course's author says to it: the hint, or a known mistake's sentence


@dataclass(frozen=True, slots=True)
class Feedback:
    """What students may read of hidden checks until the due date and its grace are over, and after that."""

    hidden: Shown | str = Shown.NOTHING
    hidden_after_due: Shown | str = Shown.NOTHING


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of the course: the folder's name, what it is worth, and when it is due (UTC)."""

    name: str
    points: float
    due: datetime | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Course:
    """The whole of course_config.py.

    seed is the course's secret: hidden inputs are drawn from it. follow_through is the share of an exercise's points
    given when it is right but for an earlier exercise that is wrong (1 full, 0 none). modules are what students may
    import besides numpy, matplotlib and the usual parts of the standard library.
    """

    title: str
    seed: str
    assignments: tuple[Assignment, ...]
    late: LatePolicy = field(default_factory=LatePolicy)
    limits: Limits = field(default_factory=Limits)
    follow_through: float = 1.0
    modules: tuple[str, ...] = ()
    feedback: Feedback = field(default_factory=Feedback)


# --- what travels to the worker and back -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function as an argument: `where` says how the worker finds it.

    "answer": by name in the student's namespace (an exercise or a given function);
    "numpy": an attribute of numpy; "source": `source` is a def that needs nothing but np.
    """

    where: str
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One positional call of an answer; args are None, bool, int, float, str, arrays, FunctionRefs, lists, tuples.

    leaves: the number of the argument that is asked for, as the call leaves it, in place of what the call returns.
    """

    function: str
    args: tuple[Any, ...]
    leaves: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker gets to know: code to run, then calls to answer. No answers, no file names, no seeds.

    given: sources of the provided cells, run first. cells: the student's code cells in file order (their `exercise`
    marks say whose answer each one holds). exercises: the names that calls may use. upstream: those of them that are
    not the submission's own once all cells have run: the grader answers their calls. The first `published` calls have
    inputs that students know (None: all have): no other call reaches a worker before all of these are answered.
    """

    given: tuple[str, ...]
    cells: tuple[Cell, ...]
    exercises: tuple[str, ...]
    calls: tuple[Call, ...]
    upstream: tuple[str, ...] = ()
    published: int | None = None


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


@dataclass(frozen=True, slots=True)
class Observations:
    """What one run of a submission showed: an Outcome for each call of the job, in order.

    cell_errors maps a cell's index in Job.cells to the sentence that says why it did not finish.
    workers is how many processes it took (1 unless something died).
    """

    outcomes: tuple[Outcome, ...]
    cell_errors: Mapping[int, str]
    workers: int


# --- what is expected, and what came of it -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Output:
    """Where a named output of a probe is found: in the result of call number `call`, down the indices of `path`.

    parts: of how many parts the solution's result consists at each step of the path; empty while that is not known.
    """

    call: int
    path: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a call that came back shows at an output: its numbers, and what stands there instead of an output.

    instead is "" for numbers in their place. None (nothing is returned), a list for an array, one array for a pair:
    these have words there; values are the numbers even so, if there are any.
    """

    values: Array | None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What one output of the solution looks like, and how far an answer may be from it.

    values and tolerance have the output's shape. kind is that of the value itself ("array" or "number").
    """

    values: Array
    tolerance: Array


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a known mistake shows at a probe's outputs (None where it raises)."""

    name: str
    sentence: str
    outputs: Mapping[str, Seen | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One exercise's probe at one seed: the calls, where their outputs lie, what they should be.

    Checks that are not in `expected` are not judged here. rests_on: the exercises that the solution calls
    meanwhile. repeats: the calls (their numbers) that were asked before, and as which.
    """

    calls: tuple[Call, ...]
    outputs: Mapping[str, Output]
    expected: Mapping[str, Expected]  # by check name
    mistakes: tuple[Fingerprint, ...]
    rests_on: frozenset[str] = frozenset()
    repeats: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExerciseKey:
    """The answer key of one exercise; checks are judged on every trial that has an expectation for them.

    rests_on: the other exercises that the solution calls here.
    """

    name: str
    points: float
    checks: tuple[Check, ...]
    trials: tuple[Trial, ...]
    extra: bool = False
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """The answer key of one assignment. fingerprint names the sources it was made from, seed the inputs.

    solution: the sources of the lesson's given and exercise cells, solved; empty in a key that students get.
    demonstrations: the sources of its cells that only draw and print.
    """

    assignment: str
    exercises: tuple[ExerciseKey, ...]
    given: tuple[str, ...]
    stub: Mapping[str, str]  # exercise -> source of its cell as released
    fingerprint: str
    seed: str
    solution: tuple[str, ...] = ()
    demonstrations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one check."""

    check: Check
    status: Status
    points: float
    message: str = ""
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class ExerciseReport:
    """The verdicts on one exercise; note says what credit was given and why, if there is something to say."""

    name: str
    max_score: float
    verdicts: tuple[Verdict, ...]
    note: str = ""
    extra: bool = False

    @property
    def score(self) -> float:
        return sum(verdict.points for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's work on one assignment, as read. problem says why it could not be read (then cells is empty)."""

    student: str
    assignment: str
    file: Path | None
    sha256: str
    cells: tuple[Cell, ...]
    submitted: datetime | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
