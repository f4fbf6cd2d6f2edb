"""Time as a submission is charged for it: the worker's CPU where the system tells it, else the wall clock."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

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
