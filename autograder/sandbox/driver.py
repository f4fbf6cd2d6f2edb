"""What a submission's run has shown so far, what is asked next, and who pays when a worker dies: pure state.

A worker does the given cells, the student's cells, then the calls, and replies after each; in a call, it may ask. When
one dies, the item that it was at has killed it: a cell is skipped from then on, a call gets its Outcome, and the next
worker runs the other cells again and goes on with the calls that are left.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.errors import AutograderError, WireError
from autograder.model import Failed, Job, Limits, Observations, Outcome, Status
from autograder.sandbox.messages import Ask, CallDone, CellDone, Numbered, Order, Ready, Reply
from autograder.sandbox.sentences import one_line

TOO_OFTEN = 2  # calls of one function that ran out of time
START_SECONDS = 60.0  # Python and numpy on a slow, busy machine, and the given cells


@dataclass(frozen=True, slots=True)
class Item:
    """What a worker is at: kind is "start", "cell" or "call"."""

    kind: str
    number: int = 0


class Driver:
    """Holds the run of one job from its first worker to its last."""

    def __init__(self, job: Job, limits: Limits) -> None:
        self._job = job
        self._limits = limits
        self._outcomes: dict[int, Outcome] = {}
        self._cell_errors: dict[int, str | None] = {}
        # Dicts for their order: what is done is taken out at once, and nothing is looked through again and again.
        self._cells_left = dict.fromkeys(range(len(job.cells)))
        self._calls_left = dict.fromkeys(range(len(job.calls)))
        self._killers: dict[int, str] = {}
        self._ahead: deque[Item] = deque()
        self.workers = 0

    @property
    def done(self) -> bool:
        """Whether every cell has been seen and every call has its outcome."""
        return self.workers > 0 and not self._cells_left and not self._calls_left

    def next_order(self) -> Order:
        """Return what a new worker is to do."""
        self.workers += 1
        job = self._job
        todo = self._numbered(number for number in self._calls_left if number < self._first_batch())
        cells = [Item("cell", number) for number in range(len(job.cells)) if number not in self._killers]
        self._ahead = deque([Item("start"), *cells, *(Item("call", number) for number, _ in todo)])
        limits = self._limits
        cpu_seconds = int(limits.total_seconds + START_SECONDS)
        more = len(todo) < len(self._calls_left)
        return Order(job, dict(self._killers), todo, more, limits.memory_mb, limits.reply_mb, cpu_seconds)

    def more(self) -> Numbered:
        """Return the calls that are to be sent now: none, until the worker has answered all that it knows of."""
        if self._ahead:
            return ()
        todo = self._numbered(self._calls_left)
        self._ahead.extend(Item("call", number) for number, _ in todo)
        return todo

    def _first_batch(self) -> int:
        return len(self._job.calls) if self._job.published is None else self._job.published

    def _numbered(self, numbers: Iterable[int]) -> Numbered:
        return tuple((number, self._job.calls[number]) for number in numbers)

    def seconds(self) -> float:
        """Return how long the worker may take until its next reply, in CPU time."""
        limits = self._limits
        return {"start": START_SECONDS, "cell": limits.cell_seconds, "call": limits.call_seconds}[self._ahead[0].kind]

    def may_ask(self, ask: Ask) -> None:
        """Raises WireError unless a call is under way in which this may be asked."""
        if self._ahead[0].kind != "call" or ask.call.function not in self._job.upstream:
            raise WireError("a worker asked what it may not ask")

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

    def _note_outcome(self, number: int, outcome: Outcome) -> None:
        if isinstance(outcome, Failed) and outcome.culprit not in (None, *self._job.exercises):
            raise WireError("a worker named a culprit that is no exercise")
        self._outcomes[number] = outcome
        self._calls_left.pop(number, None)

    def _note_cell(self, number: int, error: str | None) -> None:
        # What a cell says in a later worker, it may say because an earlier one was told more than students know.
        self._cell_errors.setdefault(number, error)
        self._cells_left.pop(number, None)

    def late(self, waited: bool = False) -> None:
        """Note that the worker took too long over what it was at; waited: by the wall clock, not in CPU time."""
        seconds = self.seconds() * (self._limits.patience if waited else 1.0)
        self._lost(Status.TIMEOUT, f"took longer than {seconds:g} s" + (", most of it waiting" if waited else ""))

    def died(self, how: str) -> None:
        """Note that the worker died over what it was at; how is a sentence without a subject."""
        self._lost(Status.CRASHED, how)

    def _lost(self, status: Status, how: str) -> None:
        item = self._ahead[0]
        if item.kind == "start":
            raise AutograderError(f"a worker {how} before it came to the student's code")
        if item.kind == "cell":
            self._killers[item.number] = how
            self._note_cell(item.number, how)
        else:
            self._note_outcome(item.number, self._failure(item.number, status, how))
            if status is Status.TIMEOUT:
                self._spare_others(self._job.calls[item.number].function)

    def _spare_others(self, function: str) -> None:
        """Ask a function no more that took too long twice: it would use up the time of the others."""
        mine = [number for number, call in enumerate(self._job.calls) if call.function == function]
        late = sum(_is_late(self._outcomes.get(number)) for number in mine)
        for number in mine if late >= TOO_OFTEN else ():
            if number in self._calls_left:
                how = f"took too long {late} times and was not asked again"
                self._note_outcome(number, self._failure(number, Status.TIMEOUT, how))

    def give_up(self) -> None:
        """Note that the time for the whole submission is over."""
        self._end(Status.TIMEOUT, f"the whole file took longer than {self._limits.total_seconds:g} s")

    def shut_up(self) -> None:
        """Note that the submission has sent all that it may send."""
        self._end(Status.CRASHED, f"the whole file sent the grader more than {self._limits.total_reply_mb} MB")

    def _end(self, status: Status, why: str) -> None:
        how = f"was not run: {why}"
        for number in tuple(self._cells_left):
            self._note_cell(number, how)
        for number in tuple(self._calls_left):
            self._note_outcome(number, self._failure(number, status, how))

    def _failure(self, number: int, status: Status, how: str) -> Failed:
        return Failed(status, one_line(f"`{self._job.calls[number].function}` {how}"))

    def observations(self) -> Observations:
        """Return what the run has shown."""
        outcomes = tuple(self._outcomes[number] for number in range(len(self._job.calls)))
        errors = {number: error for number, error in sorted(self._cell_errors.items()) if error is not None}
        return Observations(outcomes, errors, self.workers)


def _is_late(outcome: Outcome | None) -> bool:
    return isinstance(outcome, Failed) and outcome.status is Status.TIMEOUT


def describe_end(status: int | None) -> str:
    """Return how a process ended: status is an exit code, minus a signal, or None if it had to be killed."""
    if status is None:
        return "closed its channel to the grader"
    if status >= 0:
        return f"ended the program (exit code {status})"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = "unknown"
    if name == "SIGKILL":  # not by us: so by the kernel, which does this for one reason
        return "ran out of memory"
    return f"was killed by signal {-status} ({name})"
