"""The trusted side: runs a submission in workers, keeps time and count, and gathers what it showed.

Whatever a student's code does becomes an Outcome; an AutograderError is always our own failure.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from autograder.core.calls import Call, Job, Outcome
from autograder.core.closing import Closing
from autograder.core.model import Limits
from autograder.core.units import MB
from autograder.errors import WireError
from autograder.sandbox.host.accounting import (
    Allowance,
    Clock,
    PauseWatch,
    Stopwatch,
    TooMuchError,
    WorkerExit,
    describe_end,
)
from autograder.sandbox.host.reference_worker import ReferenceMemory, ReferenceWorker, reference_mb
from autograder.sandbox.host.rounds import ReferenceFunctions, RoundResult, StopReason
from autograder.sandbox.host.run_state import RunState
from autograder.sandbox.host.transport import Worker
from autograder.sandbox.protocol.calls import Calls
from autograder.sandbox.protocol.codec import Frames
from autograder.sandbox.protocol.messages import (
    MAX_REPLY_JSON,
    Ask,
    Reply,
    encode_answer,
    encode_order,
    encode_round,
    read_reply,
)

GRACE_SECONDS = 0.5  # between a closed channel and the process's end
SHORTEST_LOOK = 0.01  # between two looks at the clock of a worker that has nearly used up its time
HEARTBEAT = 0.25  # between two looks at whether a silent worker has been stopped


OpenBeside = Callable[[Job, Limits, Allowance], "Session"]


class Session(Closing):
    """One submission in a sandbox: its cells are run, and it answers round after round of calls. A context manager.

    All of it happens in one worker, as long as that lives. allowance: what the submission may still use.
    memories: what references have returned to others.
    """

    def __init__(
        self,
        start_worker: Callable[[], Worker],
        job: Job,
        limits: Limits,
        allowance: Allowance | None = None,
        open_beside: OpenBeside | None = None,
        memories: dict[Job, ReferenceMemory] | None = None,
    ) -> None:
        self._start_worker, self._limits, self._open_beside = start_worker, limits, open_beside
        self._memories = {} if memories is None else memories
        self._allowance = allowance or Allowance(limits)
        self._state = RunState(job, limits, self._allowance.note_interruption)
        self._worker: Worker | None = None
        self._clock: Clock | None = None
        self._frames = Frames(0, 0)
        self._reference: ReferenceWorker | None = None
        self.received = 0

    def close(self) -> None:
        """End its workers."""
        if self._reference is not None:
            self._reference.close()
        if self._worker is not None:
            self._part_with(self._worker).finish()

    @property
    def workers(self) -> int:
        """How many processes it has taken so far: 1 unless something died."""
        return self._state.workers

    def reference(self, job: Job) -> Callable[[Call], Outcome]:
        """Return what answers calls of another job, in a worker of its own beside this submission's.

        There is one for a submission; it is started when the first call comes, and ends with the submission.
        """
        assert self._open_beside is not None, "this sandbox has no room for a worker beside a submission's"
        if self._reference is None:
            memory = self._memories.setdefault(job, ReferenceMemory())
            limits = replace(self._limits, memory_mb=reference_mb(self._limits.memory_mb))
            self._reference = ReferenceWorker(partial(self._open_beside, job, limits, self._allowance), memory)
        return self._reference.ask

    def ask(self, parts: Sequence[Calls], references: ReferenceFunctions | None = None) -> RoundResult:
        """Return the outcome of each call. Raises AutograderError only for a failure of ours.

        references: the exercises that are not the submission's own meanwhile. Such a round has the cells run again
        before it.
        """
        state = self._state
        state.begin(parts, () if references is None else references.names)
        while not state.done:
            used = self._worker is not None
            if self._allowance.left() <= 0:
                state.give_up()
            elif loss := self._exchange(references):
                self._retire(loss, used)
        return RoundResult(state.outcomes(), dict(sorted(state.cell_errors.items())))

    def _exchange(self, references: ReferenceFunctions | None) -> StopReason | None:
        """Ask a worker what is left to ask; return why it must be given up, if so."""
        used = self._worker is not None
        worker, state = self._worker or self._new_worker(), self._state
        try:
            order = b"" if used else encode_order(state.order())
            worker.send(order + encode_round(state.round(used)), self._send_seconds())
            return self._listen(worker, references)
        except TimeoutError:
            return StopReason.WALL_TIME
        except TooMuchError:
            return StopReason.OUTPUT_LIMIT
        except WireError:
            return StopReason.PROTOCOL_ERROR
        except OSError:
            return StopReason.GONE

    def _send_seconds(self) -> float:
        # A worker reads its order at once, but the round behind it only when its cells have run.
        return max(min(self._state.seconds() * self._limits.patience, self._allowance.left()), SHORTEST_LOOK)

    def _listen(self, worker: Worker, references: ReferenceFunctions | None) -> StopReason | None:
        state, turn = self._state, self._turn()
        while not state.done:
            whole, left, credited = self._allowance.left(), turn.left(), self._allowance.credited
            # However late it is: what has come is heard before anybody is called late.
            chunk = self._receive(worker, min(whole, left))
            if chunk == b"":
                return StopReason.GONE
            noted = chunk is not None and self._note(chunk, worker, references)
            if state.done:
                return None
            # Pauses, also while a reference was asked, and the start of its worker: none of it is this call's.
            credited = self._allowance.credited - credited
            turn.credit(credited)
            if whole + credited <= 0:
                return StopReason.TOTAL_TIME
            if noted:
                turn = self._turn()
            elif left + credited <= 0:
                if not turn.waited():
                    return StopReason.CPU_TIME
                turn.credit(queued := self._allowance.credit_queue())
                if left + credited + queued <= 0:
                    return StopReason.WALL_TIME
        return None

    def _receive(self, worker: Worker, left: float) -> bytes | None:
        """Return what has come (None: nothing yet); credit the time in which neither side could do anything."""
        longest = max(min(left, HEARTBEAT), SHORTEST_LOOK)
        chunk, watch = None, PauseWatch()
        with suppress(TimeoutError):
            chunk = worker.receive(longest)
        stopped = chunk is None and worker.is_stopped()
        self._allowance.credit_pause(watch.elapsed() if stopped else watch.paused(longest))
        return chunk

    def _note(self, chunk: bytes, worker: Worker, references: ReferenceFunctions | None) -> bool:
        """Note the replies that a chunk completes, until all is done; return whether there were any."""
        noted, watch = False, PauseWatch()
        for reply in self._replies(chunk):
            if isinstance(reply, Ask):
                calling = self._state.calling(reply)
                assert references is not None, "a round names functions that have no reference"
                answer = encode_answer(references.answer(calling, reply.call))
                watch = PauseWatch()  # in there, pauses were credited already
                worker.send(answer, self._state.seconds())
            else:
                self._state.accept(reply)
                noted = True
        self._allowance.credit_pause(watch.paused(0.0))
        return noted

    def _replies(self, chunk: bytes) -> Iterator[Reply]:
        self.received += len(chunk)
        self._allowance.charge(len(chunk))
        for text, raw in self._frames.unread(chunk):
            yield read_reply(text, raw)
            # What it says before it is asked again will be the first thing it says then.
            if self._state.done:
                return

    def _turn(self) -> Stopwatch:
        # What a reference takes to answer is time that the call takes.
        return Stopwatch(self._allowance.cpu, self._state.seconds(), self._limits.patience)

    # --- its end -------------------------------------------------------------------------------------------------

    def _retire(self, loss: StopReason, used: bool) -> None:
        """End a worker that is lost, hear what it has still to say, and note what it was lost over.

        used: it had answered another round before.
        """
        assert self._worker is not None
        worker, state = self._part_with(self._worker), self._state
        if loss in (StopReason.WALL_TIME, StopReason.TOTAL_TIME) and worker.is_stopped():
            loss = StopReason.INTERRUPTED
        ended = worker.wait_for_exit(GRACE_SECONDS if loss is StopReason.GONE else 0.0)
        if loss is StopReason.GONE and ended.from_outside(self._limits):
            loss = StopReason.INTERRUPTED
        loss, heard = self._drain(loss, ended)
        if state.done:
            return
        match loss:
            case StopReason.INTERRUPTED:
                state.interrupted("was ended or stopped from outside")
            case StopReason.OUTPUT_LIMIT:
                state.output_limit_reached()
            case StopReason.TOTAL_TIME:
                state.give_up()
            case StopReason.PROTOCOL_ERROR:
                state.protocol_error()
            # One that ended while it was asked nothing has not ended over the first thing that is asked.
            case StopReason.GONE if state.told or not used:
                state.died(describe_end(ended.returncode))
            # If it was heard once more, it came to the end of what it was late with, and had just begun something else.
            case StopReason.CPU_TIME | StopReason.WALL_TIME if not heard:
                state.late(waited=loss is StopReason.WALL_TIME)

    def _drain(self, loss: StopReason, ended: WorkerExit) -> tuple[StopReason, bool]:
        """Note a worker's last replies; return what there is to say of its loss then, and whether there were any."""
        if loss in (StopReason.OUTPUT_LIMIT, StopReason.PROTOCOL_ERROR):
            return loss, False
        heard = False
        try:
            for reply in self._replies(ended.unread):
                if not isinstance(reply, Ask):
                    self._state.accept(reply)
                    heard = True
        except TooMuchError:
            return StopReason.OUTPUT_LIMIT, heard
        except WireError:
            return StopReason.PROTOCOL_ERROR, heard
        return loss, heard

    # --- its worker ----------------------------------------------------------------------------------------------

    def _new_worker(self) -> Worker:
        before = time.monotonic()
        self._worker = worker = self._start_worker()
        self._allowance.credit_start(time.monotonic() - before)
        self._frames = Frames(MAX_REPLY_JSON, self._limits.reply_mb * MB)
        self._clock = self._allowance.open(worker.cpu_seconds, worker.queued_seconds)
        return worker

    def _part_with(self, worker: Worker) -> Worker:
        if self._clock is not None:
            self._allowance.close(self._clock)
        self._worker = self._clock = None
        return worker


class AnySandbox(Closing):
    """What all kinds of sandbox share. A context manager. modules: what students may import besides what all may."""

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        self.modules = modules
        self._memories: dict[Job, ReferenceMemory] = {}
        self._on_interruption: Callable[[], None] = lambda: None

    @abstractmethod
    def start_worker(self) -> Worker:
        """Return a new worker. Raises AutograderError if none can be started."""

    def open(self, job: Job, limits: Limits, allowance: Allowance | None = None) -> Session:
        """Return a submission, ready to be asked. One at a time.

        allowance: what it may still use, where it has been in a sandbox before.
        """
        own, allowance = replace(job, modules=self.modules), allowance or Allowance(limits)
        self._on_interruption = allowance.note_interruption
        return Session(self.start_worker, own, limits, allowance, self._open_beside, self._memories)

    def beside(self) -> AnySandbox:
        """Return a sandbox of the same kind whose workers may run while one of this sandbox's does."""
        return self

    def _open_beside(self, job: Job, limits: Limits, allowance: Allowance) -> Session:
        return self.beside().open(job, limits, allowance)

    def close(self) -> None:
        """End all processes of this sandbox."""
