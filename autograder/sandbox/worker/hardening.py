"""Limits and privileges that a worker gives up before it runs a stranger's code."""

from __future__ import annotations

import ctypes
import mmap
import os
import sys
from contextlib import suppress

from autograder.core.units import MB

PAGE = 4096
LARGEST = 2**47  # no address space is bigger
FILE_BYTES = 4 * MB  # a plot that is saved fits, a disk that is filled does not


def apply_limits(memory_mb: int, cpu_seconds: int, size: int | None = None) -> None:
    """Bound memory (over what the process has now), files, core dumps and CPU time of this process for good.

    size: what process_bytes() has found already.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, FILE_BYTES)
    _set(resource.RLIMIT_CPU, cpu_seconds)
    _set(resource.RLIMIT_MEMLOCK, 0)
    size = process_bytes() if size is None else size
    if size is not None:
        _set(resource.RLIMIT_AS, size + memory_mb * MB)


def lift_memory_limit() -> None:
    """Take back the soft limit that a grader has set for itself: processes that it starts have their own."""
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def process_bytes() -> int | None:
    """Return the size of this process's address space in bytes; None where that is not limited.

    It is found by trying (a jail has no /proc): the smallest limit under which there is one more page.
    """
    if not sys.platform.startswith("linux"):
        return None
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    low, high = 0, LARGEST if before[0] == resource.RLIM_INFINITY else before[0]
    try:
        while high - low > MB:
            middle = (low + high) // 2
            resource.setrlimit(resource.RLIMIT_AS, (middle, before[1]))
            low, high = (low, middle) if _a_page_fits() else (middle, high)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    return high


def _a_page_fits() -> bool:
    try:
        mmap.mmap(-1, PAGE).close()
    except (OSError, MemoryError):
        return False
    return True


def _set(which: int, value: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(which)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(which, (bound, bound))


NOBODY = 65534  # the user and group that the kernel itself calls nobody
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38


def drop_privileges() -> None:
    """Become nobody if this is root, and rule out every way back (set-user-id programs, file capabilities)."""
    if sys.platform == "win32":
        return
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    libc = ctypes.CDLL(None, use_errno=True)
    # No other process of this user may look into this one or its children: their memory or their descriptors.
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs cannot be set")
