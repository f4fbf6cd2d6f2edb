"""What every kind of worker offers to the session: a channel, a clock, and an end."""

from __future__ import annotations

from typing import Protocol

from autograder.sandbox.host.accounting import WorkerExit


class Worker(Protocol):
    """One worker process, as a transport hands it out."""

    def send(self, data: bytes, timeout: float) -> None:
        """Send all of data. Raises TimeoutError, or OSError if the worker is gone."""

    def receive(self, timeout: float) -> bytes:
        """Return some bytes, or none when the worker has closed its end. Raises TimeoutError."""

    def cpu_seconds(self) -> float | None:
        """Return how much CPU time the worker has used, if the system tells."""

    def queued_seconds(self) -> float:
        """Return for how long the worker was ready to run while others had the CPUs, 0 if the system does not tell."""

    def is_stopped(self) -> bool:
        """Say whether somebody else has stopped the worker, so that it does not run."""

    def wait_for_exit(self, grace: float) -> WorkerExit:
        """Wait grace seconds for the worker's own end, then kill it and what it left behind."""

    def finish(self) -> None:
        """Kill the worker and what it left behind: nothing more is needed of it."""
