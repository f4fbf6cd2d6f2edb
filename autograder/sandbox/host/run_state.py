"""What a submission's run has shown so far, what is asked next, and who pays when a worker dies: pure state.

A worker does the given cells, the student's cells, then rounds of calls, and replies after each; in a call, it may ask.
When one dies, the item that it was at has killed it: a cell is skipped from then on, a call gets its Outcome, and the
next worker runs the other cells again and goes on with the calls that are left. One that somebody else has ended has
been killed by nothing: all that is left is asked again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from autograder.core.calls import Call, Failed, Job, Outcome
from autograder.core.model import Limits, Status
from autograder.core.text import single_line
from autograder.errors import AutograderError, InterruptedFromOutsideError, WireError
from autograder.sandbox.protocol.calls import Calls
from autograder.sandbox.protocol.messages import Ask, CallDone, CellDone, Order, Ready, Reply, Round

TOO_OFTEN = 2  # calls of one function that ran out of time
START_SECONDS = 60.0  # Python and numpy on a slow, busy machine, and the given cells
REPEATS = 2  # of what was interrupted from outside


@dataclass(frozen=True, slots=True)
class Item:
    """What a worker is at: kind is "start", "cell" or "call"."""

    kind: str
    number: int = 0


class RunState:
    """Holds the run of one submission from its first worker to its last.

    on_interruption is called whenever something is asked again that was interrupted from outside.
    """

    def __init__(self, job: Job, limits: Limits, on_interruption: Callable[[], None] = lambda: None) -> None:
        self._job, self._on_interruption = job, on_interruption
        self._limits = limits
        self._parts: Sequence[Calls] = ()
        self._calls: Sequence[Call] = ()
        self._references: Collection[str] = ()
        self._outcomes: dict[int, Outcome] = {}
        # Dicts for their order: what is done is taken out at once, and nothing is looked through again and again.
        self._cells_left = dict.fromkeys(range(len(job.cells)))
        self._calls_left: dict[int, None] = {}
        self._killers: dict[int, str] = {}
        self._late: Counter[str] = Counter()
        self._over: tuple[Status, str] | None = None
        self._ahead: deque[Item] = deque()
        self._stale = False
        self.told = False
        self._interruptions = 0
        self.cell_errors: dict[int, str] = {}
        self.workers = 0

    # --- what is asked -------------------------------------------------------------------------------------------

    def begin(self, parts: Sequence[Calls], references: Collection[str] = ()) -> None:
        """Begin a round of calls. references: the functions that a reference answers for; no other calls are in it."""
        self._stale = bool(self._references)
        self._parts, self._references = parts, references
        self._calls = [call for part in parts for call in part.calls]
        self._outcomes, self._calls_left = {}, dict.fromkeys(range(len(self._calls)))
        for function in self._late:
            self._skip_slow_function(function)
        if self._over is not None:
            self._end(*self._over)

    @property
    def done(self) -> bool:
        """Whether every cell has been seen and every call of the round has its outcome."""
        return not self._cells_left and not self._calls_left

    def order(self) -> Order:
        """Return what a new worker is to do before it is asked anything."""
        self.workers += 1
        self._ahead = deque([Item("start"), *self._cells()])
        limits = self._limits
        cpu_seconds = int(limits.total_seconds + START_SECONDS)  # a backstop: the grader's own clock comes first
        return Order(self._job, dict(self._killers), limits.memory_mb, limits.reply_mb, cpu_seconds)

    def round(self, used: bool) -> Round:
        """Return what a worker is asked. used: it has answered another round before."""
        self.told = False
        afresh = used and (bool(self._references) or self._stale)
        self._ahead.extend(self._cells() if afresh else ())
        self._ahead.extend(Item("call", number) for number in self._calls_left)
        return Round(self._parts, tuple(self._outcomes), self._references, afresh)

    def _cells(self) -> list[Item]:
        return [Item("cell", number) for number in range(len(self._job.cells)) if number not in self._killers]

    def seconds(self) -> float:
        """Return how long the worker may take until its next reply, in CPU time."""
        limits = self._limits
        return {"start": START_SECONDS, "cell": limits.cell_seconds, "call": limits.call_seconds}[self._ahead[0].kind]

    # --- what it says --------------------------------------------------------------------------------------------

    def calling(self, ask: Ask) -> Call:
        """Return the call under way, which asks. Raises WireError unless one is, and this may be asked in it."""
        if self._ahead[0].kind != "call" or ask.call.function not in self._references:
            raise WireError("a worker asked what it may not ask")
        return self._calls[self._ahead[0].number]

    def accept(self, reply: Reply) -> None:
        """Note a reply. Raises WireError if it is not the one that is due, AutograderError if a given cell failed."""
        item = self._ahead[0] if self._ahead else None
        match reply:
            case Ready(problem) if item == Item("start"):
                if problem is not None:
                    raise AutograderError(problem)
            case CellDone(number, error) if item == Item("cell", number):
                self._note_cell(number, error)
            case CallDone(number, outcome) if item == Item("call", number):
                self._note_outcome(number, outcome)
            case _:
                raise WireError("a worker sent a reply that was not due")
        self._ahead.popleft()
        self.told = True

    def _note_outcome(self, number: int, outcome: Outcome) -> None:
        if isinstance(outcome, Failed) and outcome.culprit not in (None, *self._job.exercises):
            raise WireError("a worker named a culprit that is not an exercise")
        self._outcomes[number] = outcome
        self._calls_left.pop(number, None)

    def _note_cell(self, number: int, error: str | None) -> None:
        # What a cell says later, it may say because it was told more than students know.
        if number in self._cells_left:
            del self._cells_left[number]
            if error is not None:
                self.cell_errors[number] = error

    def late(self, waited: bool = False) -> None:
        """Note that the worker took too long over what it was at; waited: by the wall clock, not in CPU time."""
        seconds = self.seconds() * (self._limits.patience if waited else 1.0)
        self._lost(Status.TIMEOUT, f"took longer than {seconds:g} s" + (", most of it waiting" if waited else ""))

    def died(self, how: str) -> None:
        """Note that the worker died over what it was at; how is a sentence without a subject."""
        self._lost(Status.CRASHED, how)

    def protocol_error(self) -> None:
        """Note that the worker sent what is no answer."""
        self.died("sent the grader something that is not an answer")

    def interrupted(self, how: str) -> None:
        """Note that somebody else ended or stopped the worker: what it was at is asked again, at no cost.

        Raises InterruptedFromOutsideError when that has happened too often; how is a sentence without a subject.
        """
        self._interruptions += 1
        self._on_interruption()
        if self._interruptions > REPEATS:
            raise InterruptedFromOutsideError(f"a worker {how} ({self._interruptions} times)")

    def _lost(self, status: Status, how: str) -> None:
        item = self._ahead[0]
        if item.kind == "start":  # nothing of the student's has run
            self.interrupted(f"{how} before it came to the student's code")
        elif item.kind == "cell":
            self._killers[item.number] = how
            self._note_cell(item.number, how)
        else:
            self._note_outcome(item.number, self._failure(item.number, status, how))
            if status is Status.TIMEOUT:
                function = self._calls[item.number].function
                self._late[function] += 1
                self._skip_slow_function(function)

    def _skip_slow_function(self, function: str) -> None:
        """No longer ask a function that took too long twice: it would use up the time of the others."""
        times = self._late[function]
        for number in tuple(self._calls_left) if times >= TOO_OFTEN else ():
            if self._calls[number].function == function:
                how = f"took too long {times} times and was not asked again"
                self._note_outcome(number, self._failure(number, Status.TIMEOUT, how))

    def give_up(self) -> None:
        """Note that the time for the whole submission is over. Raises AutograderError if some of it went on repeats."""
        if self._interruptions:
            raise AutograderError("workers were ended or stopped from outside, and no time is left to ask again")
        self._end(Status.TIMEOUT, f"the whole file took longer than {self._limits.total_seconds:g} s")

    def output_limit_reached(self) -> None:
        """Note that the submission has sent all that it may send."""
        self._end(Status.CRASHED, f"the whole file sent the grader more than {self._limits.total_reply_mb} MB")

    def _end(self, status: Status, why: str) -> None:
        self._over = (status, why)
        how = f"was not run: {why}"
        for number in tuple(self._cells_left):
            self._note_cell(number, how)
        for number in tuple(self._calls_left):
            self._note_outcome(number, self._failure(number, status, how))

    def _failure(self, number: int, status: Status, how: str) -> Failed:
        return Failed(status, single_line(f"`{self._calls[number].function}` {how}"))

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return what the round has shown."""
        return tuple(self._outcomes[number] for number in range(len(self._calls)))
