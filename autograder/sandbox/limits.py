"""Limits that a process puts on itself and cannot lift again; where the system has none, nothing happens.

This is also the place for a system call filter, once there is one: after the imports, before the first cell.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

MB = 2**20
FILE_BYTES = 4 * MB  # a plot that is saved fits, a disk that is filled does not


def apply_limits(memory_mb: int, cpu_seconds: int) -> None:
    """Bound memory (over what the process has now), files, core dumps and CPU time of this process for good."""
    if sys.platform == "win32":
        return
    import resource

    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, FILE_BYTES)
    _set(resource.RLIMIT_CPU, cpu_seconds)
    size = process_bytes()
    if size is not None:
        _set(resource.RLIMIT_AS, size + memory_mb * MB)


def process_bytes() -> int | None:
    """Return the size of this process's address space in bytes; None where /proc does not tell."""
    if sys.platform == "win32":
        return None
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return None


def _set(which: int, value: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(which)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(which, (bound, bound))
