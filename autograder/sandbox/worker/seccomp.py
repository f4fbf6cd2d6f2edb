"""The filter of system calls around a worker: what is not listed here fails with EPERM.

There is no call that takes a path, makes a socket, a process or a thread, sends a signal to another process (or to
itself one of protocol/signals.py), or makes memory executable. Everything a student's code needs was
imported before; what is left is arithmetic, memory, time, and the one channel to the grader. Rules are given by name to
libseccomp, which knows each architecture's numbers.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import struct
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from autograder.errors import AutograderError
from autograder.sandbox.protocol import signals

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
PR_SET_NO_NEW_PRIVS = 38
SET_MODE_FILTER, FOR_ALL_THREADS = 1, 1  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC
_NUMBER = struct.Struct("=I")
LAST_CLOCK = 11  # CLOCK_TAI; higher numbers (negative ones, as the kernel writes them) are other processes' CPU clocks


def load_pyseccomp() -> Any:
    """Import pyseccomp. Raises ImportError if it or libseccomp is not there.

    It looks its library up by running programs, which a jail does not hold: the library's own name does as well.
    """
    try:
        with _found_by_name({"c": None, "seccomp": SONAME}):
            import pyseccomp
    except ModuleNotFoundError as error:
        raise ImportError("the Python package pyseccomp is not installed", name=error.name) from error
    except (OSError, RuntimeError) as error:
        raise ImportError(f"the library libseccomp is not installed: {error}", name=SONAME) from error
    return pyseccomp


@contextmanager
def _found_by_name(sonames: Mapping[str, str | None]) -> Iterator[None]:
    """Have ctypes find libraries by these names, and by nothing else."""
    found = ctypes.util.find_library
    vars(ctypes.util)["find_library"] = sonames.get
    try:
        yield
    finally:
        vars(ctypes.util)["find_library"] = found


class Filter:
    """A filter that is made ready once, in the fork server, and confines each worker."""

    def __init__(self) -> None:
        """Raises ImportError if libseccomp is not there."""
        library = load_pyseccomp()
        rules = library.SyscallFilter(library.ERRNO(errno.EPERM))
        # The calls of another architecture (32-bit ones on x86-64) have other numbers: none of them is for us.
        rules.set_attr(library.Attr.ACT_BADARCH, library.ERRNO(errno.EPERM))
        add_rules(rules, library)
        # A worker may send signals to itself only. Its number is not known yet: one that no process has is used.
        # Signals are listed: a number that is compared is wider than the one that the kernel goes by.
        for name, place in (("kill", 1), ("tgkill", 2)):
            for number in signals.OWN:
                own = library.Arg(0, library.EQ, NOBODYS), library.Arg(place, library.EQ, number)
                rules.add_rule(library.ALLOW, name, *own)
        self._program = _exported(rules)
        self._seccomp = library.resolve_syscall(library.Arch.NATIVE, "seccomp")
        self._libc = ctypes.CDLL(None, use_errno=True)

    def confine(self) -> None:
        """Put this process under the filter, with all of its threads and for good. Raises OSError."""
        program = self._program.replace(_NUMBER.pack(NOBODYS), _NUMBER.pack(os.getpid()))
        code = ctypes.create_string_buffer(program, len(program))
        steps = _Program(len(program) // INSTRUCTION, ctypes.addressof(code))
        if self._libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "no_new_privs cannot be set")
        # Unlike prctl(), this leaves no thread out: it returns the number of one that it could not include.
        call, mode, flags = (ctypes.c_long(each) for each in (self._seccomp, SET_MODE_FILTER, FOR_ALL_THREADS))
        if self._libc.syscall(call, mode, flags, ctypes.byref(steps)) != 0:
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
    if program.count(_NUMBER.pack(NOBODYS)) == 0 or len(program) % INSTRUCTION:
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
