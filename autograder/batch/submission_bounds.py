"""How long grading one submission may take, and how much memory: in a process of several, and in the only one.

For the only one (`--jobs 1`, and a small class) a process of its own would cost 0.4 s of start-up, most of it imports;
bounds on this process itself cost microseconds. They are weaker in one point: a timer interrupts our Python between two
steps, but no long call into C.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from autograder.core.model import Limits
from autograder.core.units import MB

OWN_SECONDS = 120.0  # for the start of a sandbox, and for judging, beside what the submission may take
MEMORY_MB = 1024  # beyond what the process has when it begins to grade


def longest(limits: Limits) -> float:
    """Return how long a grading process may take over one submission, in seconds by the wall clock."""
    return limits.total_seconds * max(limits.patience, 1.0) + OWN_SECONDS


def limit_memory() -> None:
    """Have allocations fail, and the submission under way be recorded as `broken`, before the machine runs out."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        return
    bound, hard = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY_MB * MB, resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))


class OverdueError(BaseException):
    """Grading one submission took too long. No Exception: where ours are taken for a student's, this must not be."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raise OverdueError in the body after so many seconds, MemoryError where it takes too much memory.

    Only in the main thread, which alone hears signals, and not on Windows: elsewhere the body runs as it is.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource

    limits, heard = resource.getrlimit(resource.RLIMIT_AS), signal.signal(signal.SIGALRM, _overdue)
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        limit_memory()
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, again)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if heard is None else heard)
        resource.setrlimit(resource.RLIMIT_AS, limits)


def _overdue(number: int, frame: FrameType | None) -> NoReturn:
    raise OverdueError("it took too long")
