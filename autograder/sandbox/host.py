"""The trusted side: runs a job in workers, keeps the clock and the count, and gathers what the submission showed.

Whatever a student's code does becomes part of the Observations; an AutograderError is always our own failure.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from autograder.errors import UsageError, WireError
from autograder.model import Call, Job, Limits, Observations, Outcome
from autograder.sandbox.clock import Stopwatch
from autograder.sandbox.driver import Driver, describe_end
from autograder.sandbox.ledger import Ledger, TooMuchError
from autograder.sandbox.levels import Level, choose
from autograder.sandbox.messages import MAX_REPLY_JSON, Ask, decode_reply, encode_answer, encode_more, encode_order
from autograder.sandbox.wire import Frames

MB = 2**20
GRACE_SECONDS = 0.5  # between a closed channel and the process's end
SHORTEST_LOOK = 0.01  # between two looks at the clock of a worker that has nearly used up its time


Upstream = Callable[[Call], Outcome]


class Worker(Protocol):
    """One worker process, as a transport hands it out."""

    def send(self, data: bytes, timeout: float) -> None:
        """Send all of data. Raises TimeoutError, or OSError if the worker is gone."""

    def receive(self, timeout: float) -> bytes:
        """Return some bytes, or none when the worker has closed its end. Raises TimeoutError."""

    def cpu_seconds(self) -> float | None:
        """Return how much CPU time the worker has used, if the system tells."""

    def finish(self, grace: float) -> int | None:
        """Wait grace seconds for the worker's own end, then kill it and what it left behind.

        Returns its exit code, minus the signal that killed it, or None if the killing was ours.
        """


class AnySandbox(ABC):
    """What both kinds of sandbox share: a job's run, worker after worker. A context manager."""

    level: Level

    @abstractmethod
    def start_worker(self) -> Worker:
        """Return a new worker. Raises AutograderError if none can be had."""

    def close(self) -> None:  # noqa: B027  a sandbox without a process of its own has nothing to close
        """End all processes of this sandbox."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, job: Job, limits: Limits, upstream: Upstream | None = None) -> Observations:
        """Run a submission's cells and calls. Raises AutograderError only for a failure of ours.

        upstream answers the calls of job.upstream's functions.
        """
        driver, ledger = Driver(job, limits), Ledger(limits)
        while not driver.done:
            if ledger.left() <= 0:
                driver.give_up()
                break
            worker, grace = self.start_worker(), 0.0
            try:
                ledger.open(worker.cpu_seconds)
                ended = _converse(worker, driver, limits, ledger, upstream)
                grace = GRACE_SECONDS if ended else 0.0
            finally:
                ledger.close()
                status = worker.finish(grace)
            if ended:
                driver.died(describe_end(status))
        return driver.observations()


def _converse(worker: Worker, driver: Driver, limits: Limits, ledger: Ledger, upstream: Upstream | None) -> bool:
    """Let one worker do what it can; return whether it ended by itself before it was done."""
    frames = Frames(MAX_REPLY_JSON, limits.reply_mb * MB)

    def watch() -> Stopwatch:
        return Stopwatch(worker.cpu_seconds, driver.seconds(), limits.patience)

    try:
        worker.send(encode_order(driver.next_order()), driver.seconds())
        turn = watch()
        while not driver.done:
            left = min(turn.left(), ledger.left())
            if left <= 0:
                _too_late(driver, turn, ledger)
                return False
            try:
                chunk = worker.receive(max(left, SHORTEST_LOOK))
            except TimeoutError:
                continue
            if not chunk:
                return True
            ledger.charge(len(chunk))
            for document, raw in frames.feed(chunk):
                reply = decode_reply(document, raw)
                if isinstance(reply, Ask):
                    driver.may_ask(reply)
                    assert upstream is not None, "a job names functions that nobody answers for"
                    worker.send(encode_answer(upstream(reply.call)), driver.seconds())
                    continue
                driver.accept(reply)
                if driver.done:
                    return False
                if more := driver.more():
                    worker.send(encode_more(more), driver.seconds())
                turn = watch()
    except TimeoutError:
        driver.late(waited=True)
    except TooMuchError:
        driver.shut_up()
    except WireError:
        driver.died("sent the grader something that is no answer")
    except OSError:
        return True
    return False


def _too_late(driver: Driver, turn: Stopwatch, ledger: Ledger) -> None:
    if ledger.left() <= 0:
        driver.give_up()
    else:
        driver.late(turn.waited())


def open_sandbox(kind: str, level: Level | str | None = None, modules: tuple[str, ...] = ()) -> AnySandbox:
    """Return a sandbox: "forked" (Linux, a millisecond a worker) or "spawned" (any machine, level NONE only).

    level: the best safe one if none is named; modules: what students may import besides what is there for all.
    Raises AutograderError if there is no such level here, and says what is missing.
    """
    if kind == "forked":
        from autograder.sandbox.forked import Sandbox

        return Sandbox(choose(level), modules)
    if kind == "spawned":
        from autograder.sandbox.spawned import SpawnedSandbox

        return SpawnedSandbox()
    raise UsageError(f"there is no sandbox of kind {kind!r}: choose 'forked' or 'spawned'")
