"""What a submission has used so far, how long a worker may still take, and how one ended."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

from autograder.core.model import Limits
from autograder.errors import WireError

Cpu = Callable[[], float | None]


def process_cpu(pid: int) -> float | None:
    """Return the CPU seconds that a process has used so far; None if the system does not tell (or it is gone)."""
    if not sys.platform.startswith("linux") or pid <= 0:
        return None
    try:
        # The clock of another process, as clock_getcpuclockid(3) makes it: exact, and without /proc.
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return None


@dataclass(slots=True)
class Stopwatch:
    """How much of an allowance is left: `seconds` of CPU, and `patience` times that by the wall clock.

    On a busy machine a worker waits for its turn through no fault of its own, so the wall is given more room. Where
    CPU cannot be had, the wall clock is all there is, and gets no more than `seconds`.
    """

    cpu: Cpu
    seconds: float
    patience: float
    _cpu_start: float | None = field(init=False)
    _wall_start: float = field(init=False)

    def __post_init__(self) -> None:
        self._cpu_start, self._wall_start = self.cpu(), time.monotonic()

    def left(self) -> float:
        """Return the seconds for which nobody need look again; none are left when the allowance is used up."""
        return min(self._cpu_left(), self.seconds * self.patience - self._waited())

    def waited(self) -> bool:
        """Return whether it was patience that ran out, not CPU."""
        return self._cpu_left() > 0

    def _waited(self) -> float:
        return time.monotonic() - self._wall_start

    def _cpu_left(self) -> float:
        used = self.cpu()
        if used is None or self._cpu_start is None:
            return self.seconds - self._waited()
        return self.seconds - (used - self._cpu_start)


@dataclass(frozen=True, slots=True)
class WorkerExit:
    """What is known of a worker that was lost.

    returncode: its exit code, minus the signal that killed it, or None if the killing was ours. unread: the bytes that
    were not read yet, or not sent. busy_seconds: for how long it had been at its last cell or call. buffered: it does
    not always send a reply at once.
    """

    returncode: int | None
    unread: bytes = b""
    busy_seconds: float = inf
    buffered: bool = False


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


MB = 2**20


class TooMuchError(WireError):
    """A submission has sent more than it may."""


class Allowance:
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
