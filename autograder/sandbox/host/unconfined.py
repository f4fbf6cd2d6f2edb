"""What workers without a jail have in common, however they are started: one process, known by its id."""

from __future__ import annotations

from abc import ABC, abstractmethod

from autograder.sandbox.host.accounting import WorkerExit, process_cpu, process_queued


class UnconfinedWorker(ABC):
    """A worker whose process has the grader's own rights. pid is set by those who start it."""

    pid: int

    def cpu_seconds(self) -> float | None:
        return process_cpu(self.pid)

    def queued_seconds(self) -> float:
        return process_queued(self.pid)

    def is_stopped(self) -> bool:
        return False  # without a filter, it can stop itself

    def wait_for_exit(self, grace: float) -> WorkerExit:
        return WorkerExit(self._end(grace))

    def finish(self) -> None:
        self._end(0.0)

    @abstractmethod
    def _end(self, grace: float) -> int | None:
        """Wait grace seconds for its end, then kill it; return its status, None if it had to be killed."""
