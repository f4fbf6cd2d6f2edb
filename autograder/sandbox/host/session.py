"""The trusted side: runs a submission in workers, keeps the clock and the count, and gathers what it showed.

Whatever a student's code does becomes an Outcome; an AutograderError is always our own failure.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import TracebackType
from typing import Self

from autograder.core.calls import Call, Job, Outcome
from autograder.core.model import Limits
from autograder.errors import WireError
from autograder.sandbox.host.accounting import Allowance, Stopwatch, TooMuchError, WorkerExit, describe_end
from autograder.sandbox.host.run_state import Driver
from autograder.sandbox.host.transport import Worker
from autograder.sandbox.protocol.codec import Frames
from autograder.sandbox.protocol.messages import (
    MAX_REPLY_JSON,
    Ask,
    Calls,
    Reply,
    decode_reply,
    encode_answer,
    encode_order,
    encode_round,
)

MB = 2**20
GRACE_SECONDS = 0.5  # between a closed channel and the process's end
SHORTEST_LOOK = 0.01  # between two looks at the clock of a worker that has nearly used up its time


@dataclass(frozen=True, slots=True)
class ReferenceFunctions:
    """Exercises that are not the submission's own for a while: `answer` answers calls of `names` in their place."""

    names: tuple[str, ...]
    answer: Callable[[Call], Outcome]


class StopReason(Enum):
    """Why a worker goes no further."""

    CPU_TIME = "it used up the time for what it was at"
    WALL_TIME = "it waited for too long"
    TOTAL_TIME = "the submission's time is over"
    OUTPUT_LIMIT = "the submission has sent too much"
    PROTOCOL_ERROR = "what it sent is no answer"
    GONE = "it has ended by itself"


class Session:
    """One submission in a sandbox: its cells are run, and it answers round after round of calls. A context manager.

    All of it happens in one worker, as long as that lives.
    """

    def __init__(self, start_worker: Callable[[], Worker], job: Job, limits: Limits) -> None:
        self._start_worker, self._limits = start_worker, limits
        self._driver, self._allowance = Driver(job, limits), Allowance(limits)
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

    def ask(self, parts: Sequence[Calls], references: ReferenceFunctions | None = None) -> tuple[Outcome, ...]:
        """Return what came of each call. Raises AutograderError only for a failure of ours.

        upstream: the exercises that are not the submission's own meanwhile. Such a round has the cells run again
        before it, and time and bytes of its own.
        """
        driver = self._driver
        driver.begin(parts, () if references is None else references.names)
        if references is not None:
            self._allowance = Allowance(self._limits)
            if self._worker is not None:
                self._allowance.open(self._worker.cpu_seconds)
        while not driver.done:
            used = self._worker is not None
            if self._allowance.left() <= 0:
                driver.give_up()
            elif loss := self._exchange(references):
                self._retire(loss, used)
        return driver.outcomes()

    def _exchange(self, references: ReferenceFunctions | None) -> StopReason | None:
        """Ask a worker what is left to ask; return why it must be given up, if so."""
        used = self._worker is not None
        worker, driver = self._worker or self._new_worker(), self._driver
        try:
            order = b"" if used else encode_order(driver.order())
            worker.send(order + encode_round(driver.round(used)), driver.seconds())
            return self._listen(worker, references)
        except TimeoutError:
            return StopReason.WALL_TIME
        except TooMuchError:
            return StopReason.OUTPUT_LIMIT
        except WireError:
            return StopReason.PROTOCOL_ERROR
        except OSError:
            return StopReason.GONE

    def _listen(self, worker: Worker, references: ReferenceFunctions | None) -> StopReason | None:
        driver, turn = self._driver, self._turn(worker)
        while not driver.done:
            whole, left = self._allowance.left(), turn.left()
            if whole <= 0:
                return StopReason.TOTAL_TIME
            if left <= 0:
                return StopReason.WALL_TIME if turn.waited() else StopReason.CPU_TIME
            try:
                chunk = worker.receive(max(min(left, whole), SHORTEST_LOOK))
            except TimeoutError:
                continue
            if not chunk:
                return StopReason.GONE
            # What it says before it is asked again will be the first thing it says then.
            if self._note(chunk, worker, references) and not driver.done:
                turn = self._turn(worker)
        return None

    def _note(self, chunk: bytes, worker: Worker, references: ReferenceFunctions | None) -> bool:
        """Note the replies that a chunk completes, until all is done; return whether there were any."""
        noted = False
        self._allowance.charge(len(chunk))
        for reply in self._replies(chunk):
            if isinstance(reply, Ask):
                self._driver.may_ask(reply)
                assert references is not None, "a round names functions that nobody answers for"
                worker.send(encode_answer(references.answer(reply.call)), self._driver.seconds())
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

    def _retire(self, loss: StopReason, used: bool) -> None:
        """End a worker that is lost, hear what it has still to say, and note what it was lost over.

        used: it had answered another round before.
        """
        worker, driver = self._worker, self._driver
        assert worker is not None
        self._worker = None
        self._allowance.close()
        ended = worker.wait_for_exit(GRACE_SECONDS if loss is StopReason.GONE else 0.0)
        loss, heard = self._drain(loss, ended)
        if driver.done:
            return
        match loss:
            case StopReason.OUTPUT_LIMIT:
                driver.output_limit_reached()
            case StopReason.TOTAL_TIME:
                driver.give_up()
            case StopReason.PROTOCOL_ERROR:
                driver.protocol_error(ended.buffered)
            # One that ended while nobody asked it anything has not ended over the first thing that is asked.
            case StopReason.GONE if driver.told or not used:
                driver.died(describe_end(ended.returncode))
            # It may just have come to the end of what it was late with, and begun something else.
            case StopReason.CPU_TIME | StopReason.WALL_TIME if not heard or ended.busy_seconds > driver.seconds() / 2:
                driver.late(waited=loss is StopReason.WALL_TIME)

    def _drain(self, loss: StopReason, ended: WorkerExit) -> tuple[StopReason, bool]:
        """Note a worker's last replies; return what there is to say of its loss then, and whether there were any."""
        if loss in (StopReason.OUTPUT_LIMIT, StopReason.PROTOCOL_ERROR):
            return loss, False
        heard = False
        try:
            self._allowance.charge(len(ended.unread))
            for reply in self._replies(ended.unread):
                if not isinstance(reply, Ask):
                    self._driver.accept(reply)
                    heard = True
        except TooMuchError:
            return StopReason.OUTPUT_LIMIT, heard
        except WireError:
            return StopReason.PROTOCOL_ERROR, heard
        return loss, heard

    # --- its worker ----------------------------------------------------------------------------------------------

    def _new_worker(self) -> Worker:
        self._worker = worker = self._start_worker()
        self._frames = Frames(MAX_REPLY_JSON, self._limits.reply_mb * MB)
        self._allowance.open(worker.cpu_seconds)
        return worker


class AnySandbox(ABC):
    """What all kinds of sandbox share. A context manager. modules: what students may import besides what all may."""

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        self.modules = modules

    @abstractmethod
    def start_worker(self) -> Worker:
        """Return a new worker. Raises AutograderError if none can be had."""

    def open(self, job: Job, limits: Limits) -> Session:
        """Return a submission, ready to be asked. One at a time."""
        return Session(self.start_worker, replace(job, modules=self.modules), limits)

    def close(self) -> None:  # noqa: B027  a sandbox without a process of its own has nothing to close
        """End all processes of this sandbox."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
