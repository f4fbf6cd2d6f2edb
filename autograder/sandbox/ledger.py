"""What one submission has used so far, over all of its workers: time, and bytes sent to the grader."""

from __future__ import annotations

from autograder.errors import WireError
from autograder.model import Limits
from autograder.sandbox.clock import Cpu, Stopwatch

MB = 2**20


class TooMuchError(WireError):
    """A submission has sent more than it may."""


class Ledger:
    """Holds a submission to the limits that it has as a whole."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._finished = 0.0
        self._current: Cpu | None = None
        self._bytes = 0
        self._watch = Stopwatch(self._cpu, limits.total_seconds, limits.patience)

    def open(self, cpu: Cpu) -> None:
        """Charge a worker's time from here on."""
        before = cpu()
        # A clock that could not be read is not one that stood still.
        self._current = cpu if before is None else lambda: (cpu() or before) - before

    def close(self) -> None:
        """Note what the worker has used; it is about to end."""
        self._finished, self._current = self._cpu(), None

    def left(self) -> float:
        """Return the seconds for which nobody need look again."""
        return self._watch.left()

    def charge(self, size: int) -> None:
        """Note that a worker has sent so many bytes. Raises TooMuchError."""
        self._bytes += size
        if self._bytes > self._limits.total_reply_mb * MB:
            raise TooMuchError(f"more than {self._limits.total_reply_mb} MB in all")

    def _cpu(self) -> float:
        return self._finished + ((self._current() or 0.0) if self._current else 0.0)
