"""The trusted side: runs a submission in workers, keeps the clock and the count, and gathers what it showed.

Whatever a student's code does becomes an Outcome; an AutograderError is always our own failure.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from autograder.calls import Call, Job, Outcome
from autograder.errors import UsageError, WireError
from autograder.model import Limits
from autograder.sandbox.clock import Stopwatch
from autograder.sandbox.driver import Driver
from autograder.sandbox.ending import LastWords, describe_end
from autograder.sandbox.ledger import Ledger, TooMuchError
from autograder.sandbox.messages import (
    MAX_REPLY_JSON,
    Ask,
    Calls,
    Reply,
    decode_reply,
    encode_answer,
    encode_order,
    encode_round,
)
from autograder.sandbox.wire import Frames

if TYPE_CHECKING:
    from autograder.sandbox.levels import Level

MB = 2**20
GRACE_SECONDS = 0.5  # between a closed channel and the process's end
SHORTEST_LOOK = 0.01  # between two looks at the clock of a worker that has nearly used up its time


@dataclass(frozen=True, slots=True)
class Upstream:
    """Exercises that are not the submission's own for a while: `answer` answers calls of `names` in their place."""

    names: tuple[str, ...]
    answer: Callable[[Call], Outcome]


class Worker(Protocol):
    """One worker process, as a transport hands it out."""

    def send(self, data: bytes, timeout: float) -> None:
        """Send all of data. Raises TimeoutError, or OSError if the worker is gone."""

    def receive(self, timeout: float) -> bytes:
        """Return some bytes, or none when the worker has closed its end. Raises TimeoutError."""

    def cpu_seconds(self) -> float | None:
        """Return how much CPU time the worker has used, if the system tells."""

    def last_words(self, grace: float) -> LastWords:
        """Wait grace seconds for the worker's own end, then kill it and what it left behind."""

    def finish(self) -> None:
        """Kill the worker and what it left behind: nobody wants to know more."""


class _Loss(Enum):
    """Why a worker goes no further."""

    LATE = "it used up the time for what it was at"
    WAITED = "it waited for too long"
    SPENT = "the submission's time is over"
    FLOOD = "the submission has sent too much"
    NONSENSE = "what it sent is no answer"
    GONE = "it has ended by itself"


class Session:
    """One submission in a sandbox: its cells are run, and it answers round after round of calls. A context manager.

    All of it happens in one worker, as long as that lives.
    """

    def __init__(self, start_worker: Callable[[], Worker], job: Job, limits: Limits) -> None:
        self._start_worker, self._limits = start_worker, limits
        self._driver, self._ledger = Driver(job, limits), Ledger(limits)
        self._worker: Worker | None = None
        self._frames = Frames(0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._worker is not None:
            self._worker.finish()
            self._worker = None

    @property
    def cell_errors(self) -> Mapping[int, str]:
        """Why cells did not finish (by their index in the job), as the first worker that came to them said it."""
        return dict(sorted(self._driver.cell_errors.items()))

    @property
    def workers(self) -> int:
        """How many processes it has taken so far: 1 unless something died."""
        return self._driver.workers

    def ask(self, parts: Sequence[Calls], upstream: Upstream | None = None) -> tuple[Outcome, ...]:
        """Return what came of each call. Raises AutograderError only for a failure of ours.

        upstream: the exercises that are not the submission's own meanwhile. Such a round has the cells run again
        before it, and time and bytes of its own.
        """
        driver = self._driver
        driver.begin(parts, () if upstream is None else upstream.names)
        if upstream is not None:
            self._ledger = Ledger(self._limits)
            if self._worker is not None:
                self._ledger.open(self._worker.cpu_seconds)
        while not driver.done:
            used = self._worker is not None
            if self._ledger.left() <= 0:
                driver.give_up()
            elif loss := self._converse(upstream):
                self._bury(loss, used)
        return driver.outcomes()

    def _converse(self, upstream: Upstream | None) -> _Loss | None:
        """Ask a worker what is left to ask; return why it must be given up, if so."""
        used = self._worker is not None
        worker, driver = self._worker or self._new_worker(), self._driver
        try:
            order = b"" if used else encode_order(driver.order())
            worker.send(order + encode_round(driver.round(used)), driver.seconds())
            return self._listen(worker, upstream)
        except TimeoutError:
            return _Loss.WAITED
        except TooMuchError:
            return _Loss.FLOOD
        except WireError:
            return _Loss.NONSENSE
        except OSError:
            return _Loss.GONE

    def _listen(self, worker: Worker, upstream: Upstream | None) -> _Loss | None:
        driver, turn = self._driver, self._turn(worker)
        while not driver.done:
            whole, left = self._ledger.left(), turn.left()
            if whole <= 0:
                return _Loss.SPENT
            if left <= 0:
                return _Loss.WAITED if turn.waited() else _Loss.LATE
            try:
                chunk = worker.receive(max(min(left, whole), SHORTEST_LOOK))
            except TimeoutError:
                continue
            if not chunk:
                return _Loss.GONE
            # What it says before it is asked again will be the first thing it says then.
            if self._note(chunk, worker, upstream) and not driver.done:
                turn = self._turn(worker)
        return None

    def _note(self, chunk: bytes, worker: Worker, upstream: Upstream | None) -> bool:
        """Note the replies that a chunk completes, until all is done; return whether there were any."""
        noted = False
        self._ledger.charge(len(chunk))
        for reply in self._replies(chunk):
            if isinstance(reply, Ask):
                self._driver.may_ask(reply)
                assert upstream is not None, "a round names functions that nobody answers for"
                worker.send(encode_answer(upstream.answer(reply.call)), self._driver.seconds())
            else:
                self._driver.accept(reply)
                noted = True
        return noted

    def _replies(self, chunk: bytes) -> Iterator[Reply]:
        for document, raw in self._frames.feed(chunk):
            yield decode_reply(document, raw)
            if self._driver.done:
                return

    def _turn(self, worker: Worker) -> Stopwatch:
        return Stopwatch(worker.cpu_seconds, self._driver.seconds(), self._limits.patience)

    # --- its end -------------------------------------------------------------------------------------------------

    def _bury(self, loss: _Loss, used: bool) -> None:
        """End a worker that is lost, hear what it has still to say, and note what it was lost over.

        used: it had answered another round before.
        """
        worker, driver = self._worker, self._driver
        assert worker is not None
        self._worker = None
        self._ledger.close()
        words = worker.last_words(GRACE_SECONDS if loss is _Loss.GONE else 0.0)
        loss, heard = self._hear_out(loss, words)
        if driver.done:
            return
        match loss:
            case _Loss.FLOOD:
                driver.shut_up()
            case _Loss.SPENT:
                driver.give_up()
            case _Loss.NONSENSE:
                driver.babbled(words.gathers)
            # One that ended while nobody asked it anything has not ended over the first thing that is asked.
            case _Loss.GONE if driver.told or not used:
                driver.died(describe_end(words.status))
            # It may just have come to the end of what it was late with, and begun something else.
            case _Loss.LATE | _Loss.WAITED if not heard or words.since > driver.seconds() / 2:
                driver.late(waited=loss is _Loss.WAITED)

    def _hear_out(self, loss: _Loss, words: LastWords) -> tuple[_Loss, bool]:
        """Note a worker's last replies; return what there is to say of its loss then, and whether there were any."""
        if loss in (_Loss.FLOOD, _Loss.NONSENSE):
            return loss, False
        heard = False
        try:
            self._ledger.charge(len(words.said))
            for reply in self._replies(words.said):
                if not isinstance(reply, Ask):
                    self._driver.accept(reply)
                    heard = True
        except TooMuchError:
            return _Loss.FLOOD, heard
        except WireError:
            return _Loss.NONSENSE, heard
        return loss, heard

    # --- its worker ----------------------------------------------------------------------------------------------

    def _new_worker(self) -> Worker:
        self._worker = worker = self._start_worker()
        self._frames = Frames(MAX_REPLY_JSON, self._limits.reply_mb * MB)
        self._ledger.open(worker.cpu_seconds)
        return worker


class AnySandbox(ABC):
    """What both kinds of sandbox share. A context manager."""

    @abstractmethod
    def start_worker(self) -> Worker:
        """Return a new worker. Raises AutograderError if none can be had."""

    def open(self, job: Job, limits: Limits) -> Session:
        """Return a submission, ready to be asked. One at a time."""
        return Session(self.start_worker, job, limits)

    def close(self) -> None:  # noqa: B027  a sandbox without a process of its own has nothing to close
        """End all processes of this sandbox."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_sandbox(kind: str, level: Level | str | None = None, modules: tuple[str, ...] = ()) -> AnySandbox:
    """Return a sandbox: "forked" (Linux, a millisecond a worker) or "spawned" (any machine, level NONE only).

    Or "branched", as "spawned", but its workers see all that this process holds: see sandbox/soonest.

    level: the best safe one if none is named; modules: what students may import besides what is there for all.
    Raises AutograderError if there is no such level here, and says what is missing.
    """
    if kind == "forked":
        from autograder.sandbox.forked import Sandbox
        from autograder.sandbox.levels import choose

        return Sandbox(choose(level), modules)
    if kind == "spawned":
        from autograder.sandbox.spawned import SpawnedSandbox

        return SpawnedSandbox()
    if kind == "branched":
        from autograder.sandbox.spawned import BranchedSandbox

        return BranchedSandbox()
    raise UsageError(f"there is no sandbox of kind {kind!r}: choose 'forked' or 'spawned'")
