"""The trusted side: runs a job in workers, keeps the clock, and gathers what the submission showed.

Whatever a student's code does becomes part of the Observations; an AutograderError is always our own failure.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Protocol, Self

from autograder.errors import UsageError, WireError
from autograder.model import Job, Limits, Observations
from autograder.sandbox.driver import Driver, describe_end
from autograder.sandbox.messages import MAX_REPLY_JSON, decode_reply, encode_order
from autograder.sandbox.wire import Frames

MB = 2**20
GRACE_SECONDS = 0.5  # between a closed channel and the process's end


class Worker(Protocol):
    """One worker process, as a transport hands it out."""

    def send(self, data: bytes, timeout: float) -> None:
        """Send all of data. Raises TimeoutError, or OSError if the worker is gone."""

    def receive(self, timeout: float) -> bytes:
        """Return some bytes, or none when the worker has closed its end. Raises TimeoutError."""

    def finish(self, grace: float) -> int | None:
        """Wait grace seconds for the worker's own end, then kill it and what it left behind.

        Returns its exit code, minus the signal that killed it, or None if the killing was ours.
        """


class AnySandbox(ABC):
    """What both kinds of sandbox share: a job's run, worker after worker. A context manager."""

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

    def run(self, job: Job, limits: Limits) -> Observations:
        """Run a submission's cells and calls. Raises AutograderError only for a failure of ours."""
        driver, end = Driver(job, limits), time.monotonic() + limits.total_seconds
        while not driver.done:
            if time.monotonic() >= end:
                driver.give_up()
                break
            worker = self.start_worker()
            grace = 0.0
            try:
                ended = _converse(worker, driver, limits, end)
                grace = GRACE_SECONDS if ended else 0.0
            finally:
                status = worker.finish(grace)
            if ended:
                driver.died(describe_end(status))
        return driver.observations()


def _converse(worker: Worker, driver: Driver, limits: Limits, end: float) -> bool:
    """Let one worker do what it can; return whether it ended by itself before it was done."""
    frames = Frames(MAX_REPLY_JSON, limits.reply_mb * MB)
    order = encode_order(driver.next_order())
    deadline = time.monotonic() + driver.seconds()
    try:
        worker.send(order, driver.seconds())
        while not driver.done:
            chunk = worker.receive(max(0.0, min(deadline, end) - time.monotonic()))
            if not chunk:
                return True
            for document, raw in frames.feed(chunk):
                driver.accept(decode_reply(document, raw))
                if driver.done:
                    return False
                deadline = time.monotonic() + driver.seconds()
    except TimeoutError:
        if time.monotonic() < end:
            driver.late()
        else:
            driver.give_up()
    except WireError:
        driver.died("sent the grader something that is no answer")
    except OSError:
        return True
    return False


def open_sandbox(kind: str) -> AnySandbox:
    """Return a sandbox: "forked" (Linux, a millisecond a worker) or "spawned" (any machine)."""
    if kind == "forked":
        from autograder.sandbox.forked import Sandbox

        return Sandbox()
    if kind == "spawned":
        from autograder.sandbox.spawned import SpawnedSandbox

        return SpawnedSandbox()
    raise UsageError(f"there is no sandbox of kind {kind!r}: choose 'forked' or 'spawned'")
