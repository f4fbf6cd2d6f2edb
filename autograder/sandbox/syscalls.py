"""The filter of system calls around a worker: what is not listed here fails with EPERM.

There is no call that takes a path, makes a socket, a process or a thread, sends a signal to another process, or makes
memory executable. Everything a student's code needs was imported before; what is left is arithmetic, memory, time,
and the one channel to the grader. Rules are given by name to libseccomp, which knows each architecture's numbers.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
from typing import Any

ALLOWED = (
    # open descriptors: the channel and /dev/null
    *("read", "readv", "write", "writev", "close", "close_range", "fstat", "lseek", "_llseek"),
    # memory; mmap and mprotect have rules of their own
    *("brk", "munmap", "mremap", "madvise", "msync"),
    # time
    *("clock_nanosleep", "nanosleep", "gettimeofday", "time", "times"),
    *("setitimer", "getitimer", "alarm", "pause", "restart_syscall"),
    # this process: who it is, how much it has used, what it does on a signal
    *("getpid", "getppid", "gettid", "getpgrp"),
    *("getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups"),
    *("getrusage", "getrlimit", "getcwd", "getcpu", "sched_yield"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigpending", "rt_sigreturn", "sigaltstack"),
    # the rest of what an interpreter does
    *("futex", "set_robust_list", "rseq", "getrandom", "exit", "exit_group"),
)
SONAME = "libseccomp.so.2"
PROT_EXEC = 4
UNKNOWN = -1  # a name that this libseccomp has never heard of
LAST_CLOCK = 11  # CLOCK_TAI; higher numbers (negative ones, as the kernel writes them) are other processes' CPU clocks


def load_pyseccomp() -> Any:
    """Import pyseccomp. Raises ImportError if it or libseccomp is not there.

    It looks its library up by running programs, which a jail does not hold: the library's own name does as well.
    """
    from unittest import mock  # brings asyncio and ssl along: not for every worker

    sonames = {"c": None, "seccomp": SONAME}
    try:
        with mock.patch.object(ctypes.util, "find_library", sonames.get):
            import pyseccomp
    except ModuleNotFoundError as error:
        raise ImportError("the Python package pyseccomp is not installed", name=error.name) from error
    except (OSError, RuntimeError) as error:
        raise ImportError(f"the library libseccomp is not installed: {error}", name=SONAME) from error
    return pyseccomp


class Filter:
    """A filter that is made ready once, in the warm process, and closed in each worker."""

    def __init__(self) -> None:
        self._library = load_pyseccomp()
        self._rules = self._library.SyscallFilter(self._library.ERRNO(errno.EPERM))
        # The calls of another architecture (32-bit ones on x86-64) have other numbers: none of them is for us.
        self._rules.set_attr(self._library.Attr.ACT_BADARCH, self._library.ERRNO(errno.EPERM))
        add_rules(self._rules, self._library)

    def close_in(self) -> None:
        """Put this process under the filter, for good; from now on it may send signals to itself only."""
        own = self._library.Arg(0, self._library.EQ, os.getpid())
        for name in ("kill", "tgkill"):
            self._rules.add_rule(self._library.ALLOW, name, own)
        self._rules.load()


def add_rules(rules: Any, library: Any) -> None:
    """Allow what every worker may do."""

    def allow(name: str, *conditions: Any) -> None:
        number = library.resolve_syscall(library.Arch.NATIVE, name)
        if number != UNKNOWN:
            rules.add_rule(library.ALLOW, number, *conditions)

    for name in ALLOWED:
        allow(name)
    for name in ("mmap", "mmap2", "mprotect"):
        allow(name, library.Arg(2, library.MASKED_EQ, PROT_EXEC, 0))
    for name in ("clock_gettime", "clock_getres"):
        allow(name, library.Arg(0, library.LE, LAST_CLOCK))
    # Of this process alone (0), and limits may be read, not set.
    own = library.Arg(0, library.EQ, 0)
    allow("sched_getaffinity", own)
    allow("prlimit64", own, library.Arg(2, library.EQ, 0))


def libseccomp_version() -> str | None:
    """Return the version of the system's libseccomp, as "2.5.4"; None if there is none."""
    try:
        library = ctypes.CDLL(SONAME)
        library.seccomp_version.restype = ctypes.POINTER(ctypes.c_uint * 3)
        return ".".join(map(str, library.seccomp_version().contents))
    except (OSError, AttributeError):
        return None
