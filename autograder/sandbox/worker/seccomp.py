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
import struct
import tempfile
from typing import Any

from autograder.errors import AutograderError

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
NOBODYS = 0x7EED5EED  # as the number of a process: Linux has none above 2**22
INSTRUCTION = 8  # bytes
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
FILTERED = 2  # SECCOMP_MODE_FILTER
_NUMBER = struct.Struct("=I")
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
        """Raises ImportError if libseccomp is not there."""
        library = load_pyseccomp()
        rules = library.SyscallFilter(library.ERRNO(errno.EPERM))
        # The calls of another architecture (32-bit ones on x86-64) have other numbers: none of them is for us.
        rules.set_attr(library.Attr.ACT_BADARCH, library.ERRNO(errno.EPERM))
        add_rules(rules, library)
        # A worker may send signals to itself only. Its number is not known yet: one that nobody has stands for it.
        for name in ("kill", "tgkill"):
            rules.add_rule(library.ALLOW, name, library.Arg(0, library.EQ, NOBODYS))
        self._program = _exported(rules)
        self._prctl = ctypes.CDLL(None, use_errno=True).prctl

    def close_in(self) -> None:
        """Put this process under the filter, for good. Raises OSError."""
        program = self._program.replace(_NUMBER.pack(NOBODYS), _NUMBER.pack(os.getpid()))
        code = ctypes.create_string_buffer(program, len(program))
        steps = _Program(len(program) // INSTRUCTION, ctypes.addressof(code))
        for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), (PR_SET_SECCOMP, FILTERED, ctypes.byref(steps), 0, 0)):
            if self._prctl(*arguments) != 0:
                raise OSError(ctypes.get_errno(), "the filter of system calls cannot be closed")


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("steps", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _exported(rules: Any) -> bytes:
    """Return the program that the kernel runs. Raises AutograderError if a worker's number has no place in it."""
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        program = file.read()
    if program.count(_NUMBER.pack(NOBODYS)) not in (1, 2) or len(program) % INSTRUCTION:
        raise AutograderError("the filter of system calls is not of the form that is expected here")
    return program


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
