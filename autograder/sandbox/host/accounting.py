"""What a submission has used so far, how long a worker may still take, and how one ended."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.core.model import Limits
from autograder.core.units import MB
from autograder.errors import WireError
from autograder.sandbox.protocol.signals import ENDING

OVERSLEPT = 0.5  # by so much this process wakes up late only if all was paused
NOT_HELD_SECONDS = 60.0  # of pauses and of queueing for a CPU that are not held against a submission, in all
Cpu = Callable[[], float | None]
Seconds = Callable[[], float]


def process_cpu(pid: int) -> float | None:
    """Return the CPU seconds that a process has used so far; None if the system does not tell (or it is gone)."""
    if not sys.platform.startswith("linux") or pid <= 0:
        return None
    try:
        # The clock of another process, as clock_getcpuclockid(3) makes it: exact, and without /proc.
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return None


def process_queued(pid: int | None = None) -> float:
    """Return the seconds that a process (None: this thread) was ready to run while others had the CPUs.

    0 if the system does not tell. For a process, it is its main thread that counts: workers have no other.
    """
    try:
        told = Path("/proc/thread-self/schedstat" if pid is None else f"/proc/{pid}/schedstat").read_text()
        return int(told.split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def is_stopped(pid: int) -> bool:
    """Say whether a process has been stopped, by a signal or a debugger; False if the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "Tt"
    except (OSError, IndexError):
        return False


@dataclass(slots=True)
class Stopwatch:
    """How much of an allowance is left: `seconds` of CPU, and `patience` times that by the wall clock.

    A worker may have to wait for the grader, so the wall clock is given more room.
    Where the system does not tell CPU time, the wall clock is all there is, and gets no more than `seconds`.
    """

    cpu: Cpu
    seconds: float
    patience: float
    _cpu_start: float | None = field(init=False)
    _wall_start: float = field(init=False)

    def __post_init__(self) -> None:
        self._cpu_start, self._wall_start = self.cpu(), time.monotonic()

    def credit(self, seconds: float) -> None:
        """Do not count so many seconds of the wall clock."""
        self._wall_start += seconds

    def left(self) -> float:
        """Return the seconds for which no one need look again; none are left when the allowance is used up."""
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


class PauseWatch:
    """Tells pauses of all processes (a frozen machine, a paused container) from time that a worker spends.

    This process is the control beside the worker: where all is paused it oversleeps too, and uses no CPU time. A worker
    that sleeps or stalls has no influence on either.
    """

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def elapsed(self) -> float:
        """Return the seconds since this watch was made."""
        return time.monotonic() - self._wall

    def paused(self, meant: float) -> float:
        """Return for how long this process did not run though it meant to: `meant` are the seconds it asked to wait."""
        stood = self.elapsed() - meant
        if stood > OVERSLEPT:  # mostly it is not, and CPU time is not read
            stood -= time.process_time() - self._cpu
        return stood if stood > OVERSLEPT else 0.0


@dataclass(frozen=True, slots=True)
class WorkerExit:
    """What is known of a worker that was lost.

    returncode: its exit code, minus the signal that killed it, or None if the killing was ours. unread: the bytes that
    were not read yet. confined: a filter kept it from sending itself the signals of protocol/signals.py. orphaned: the
    process that started it was killed first. cpu_seconds, memory_mb: what it used in all, and at most beyond what it
    was started with.
    """

    returncode: int | None
    unread: bytes = b""
    confined: bool = False
    orphaned: bool = False
    cpu_seconds: float = 0.0
    memory_mb: float = 0.0

    def from_outside(self, limits: Limits) -> bool:
        """Say whether somebody else ended it: neither its own code, nor a limit that its code ran into.

        The kernel ends what uses too much CPU time, or the machine's last memory, by the same signal.
        """
        if not self.confined:
            return False
        if self.orphaned:
            return True
        within = self.cpu_seconds < limits.total_seconds and self.memory_mb < limits.memory_mb / 2
        return self.returncode is not None and -self.returncode in ENDING and within


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
    if name == "SIGKILL":  # not by us, nor by anybody else: so by the kernel, which does this for one reason
        return "ran out of memory"
    return f"was killed by signal {-status} ({name})"


class TooMuchError(WireError):
    """A submission has sent more than it may."""


class Growth:
    """Tells how much a number has grown since it was last asked for; nothing where it has shrunk, its process gone."""

    def __init__(self, number: Seconds) -> None:
        self._number, self._last = number, number()

    def __call__(self) -> float:
        last, self._last = self._last, self._number()
        return max(self._last - last, 0.0)


class Clock:
    """The CPU time of one worker from now on; what it showed last, once the worker is gone.

    queued: how much longer it has been ready to run while others had the CPUs.
    """

    def __init__(self, cpu: Cpu, queued: Seconds = lambda: 0.0) -> None:
        self._cpu, self._start, self._last = cpu, cpu(), 0.0
        self.queued = Growth(queued)

    @property
    def works(self) -> bool:
        """Whether the system tells this worker's CPU time at all."""
        return self._start is not None

    def used(self) -> float:
        """Return the CPU seconds since this clock was made."""
        now = self._cpu()
        # A clock that could not be read is not one that stood still.
        if now is not None and self._start is not None:
            self._last = now - self._start
        return self._last


class Allowance:
    """Holds a submission to the limits that it has as a whole, over all its workers, rounds and runs.

    interruptions: how often something was asked again because a worker was ended or stopped from outside.
    credited: the seconds of the wall clock that are not the submission's.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.interruptions = 0
        self.credited = 0.0
        self._finished = 0.0
        self._running: list[Clock] = []
        self._bytes = 0
        self._not_held_left = NOT_HELD_SECONDS
        self._watch = Stopwatch(self._spent, limits.total_seconds, limits.patience)
        self._queued = Growth(process_queued)

    def open(self, cpu: Cpu, queued: Seconds = lambda: 0.0) -> Clock:
        """Charge a worker's time from here on, until its clock is closed."""
        clock = Clock(cpu, queued)
        self._running.append(clock)
        return clock

    def close(self, clock: Clock) -> None:
        """Note what a worker has used; it is about to end."""
        self._finished += clock.used()
        self._running.remove(clock)

    def cpu(self) -> float | None:
        """Return the CPU seconds that the submission has used; None where the system does not tell."""
        return self._spent() if all(clock.works for clock in self._running) else None

    def left(self) -> float:
        """Return the seconds for which no one need look again."""
        left = self._watch.left()
        if left <= 0 and self._watch.waited():
            self.credit_queue()
            left = self._watch.left()
        return left

    def credit_queue(self) -> float:
        """Do not count for how long workers and this process have queued for a CPU; return what was granted of it.

        On a busy machine that is most of the time of a submission that asks thousands of questions. No submission can
        make it longer: it may start neither processes nor threads. Two that queue at once are credited twice.
        """
        return self.credit_pause(self._queued() + sum(clock.queued() for clock in self._running))

    def credit_start(self, seconds: float) -> None:
        """Do not count the wall-clock seconds that it took us to start a worker."""
        self._watch.credit(seconds)
        self.credited += seconds

    def credit_pause(self, seconds: float) -> float:
        """Do not count a pause that is not the submission's, as far as there is room for it; return how far."""
        granted = min(seconds, self._not_held_left)
        self._not_held_left -= granted
        self.credit_start(granted)
        return granted

    def note_interruption(self) -> None:
        """Count one more time that something is asked again."""
        self.interruptions += 1

    def charge(self, size: int) -> None:
        """Note that a worker has sent so many bytes. Raises TooMuchError."""
        self._bytes += size
        if self._bytes > self._limits.total_reply_mb * MB:
            raise TooMuchError(f"more than {self._limits.total_reply_mb} MB in all")

    def _spent(self) -> float:
        return self._finished + sum(clock.used() for clock in self._running)
