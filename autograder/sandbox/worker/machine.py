"""What a notebook learns of the machine around it: the same in grading and in a check, or the same refusal.

A worker in grading is nobody, on no machine in particular, and its filter refuses much; a check runs as the student, in
their home, behind no filter. Where the two would differ, a student's cell gets the answer that stands here, in both:
the environment, who and where it is, how busy the machine is, what limits there are. Libraries get the real answers,
which they need to find their files. This is no boundary: that is the filter's part.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

from autograder.sandbox.worker.memory_folder import FOLDER
from autograder.sandbox.worker.refusals import is_students

NOBODY = 65534
STUDENT, MACHINE = "student", "notebook"
ENVIRONMENT = {"HOME": FOLDER, "LOGNAME": STUDENT, "TZ": "UTC"}
NEEDED_BY_WINDOWS = ("SYSTEMROOT", "WINDIR")
# Where the functions of a module are found too.
_ALSO = {"os": ("posix", "nt"), "socket": ("_socket",)}
# What the filter refuses, and a check would answer.
_FORBIDDEN = {
    "os": """
        nice getpriority setpriority umask getlogin getsid getpgid setsid setpgid setpgrp lstat fstat readlink statvfs
        fstatvfs getxattr setxattr listxattr removexattr pipe pipe2 dup dup2 memfd_create eventfd get_blocking
        set_blocking get_terminal_size ttyname openpty sched_getscheduler sched_setscheduler sched_getparam
        sched_setparam sched_rr_get_interval sched_setaffinity setuid setgid seteuid setegid setgroups pidfd_open
        mkfifo mknod wait wait3 wait4 waitpid waitid pathconf fpathconf get_inheritable set_inheritable
    """,
    "fcntl": "fcntl ioctl flock lockf",
    "select": "select epoll kqueue",
    "socket": "getaddrinfo gethostbyname gethostbyname_ex gethostbyaddr sethostname if_nameindex socketpair",
    "resource": "prlimit",
    "pkgutil": "get_data",
    "selectors": "DefaultSelector EpollSelector KqueueSelector",
    "time": "clock_settime clock_settime_ns",
}
NO_SHELL = (
    127 << 8
)  # what os.system returns where there is none: `os.system("clear")` clears nothing, and fails nothing
KEPT_BY_LIBRARIES = "os.uname"  # platform asks once, and keeps what it is told
_REAL_HANDLER = signal.getsignal
_frame = sys._getframe  # a student may give the name another meaning
Answer = Callable[..., Any]


def _forbid(*_: Any, **__: Any) -> NoReturn:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def _keep_limits(*_: Any) -> NoReturn:
    raise ValueError("not allowed to raise maximum limit")


def _no_load() -> NoReturn:
    raise OSError("Load averages are unobtainable")


def _nobody_known(user: Any) -> NoReturn:
    raise KeyError(f"not found: {user}")


def _handler(number: Any) -> Any:
    """Return what a signal does; Ctrl-C by itself what it does in every notebook."""
    found = _REAL_HANDLER(number)
    return signal.default_int_handler if (number, found) == (signal.SIGINT, signal.SIG_DFL) else found


def _answers() -> Mapping[str, Answer]:
    """Return what a student's cell gets instead of each function's result."""
    found: dict[str, Answer] = {f"{module}.{name}": _forbid for module in _FORBIDDEN for name in _names(module)}
    found |= {f"os.{name}": lambda: NOBODY for name in ("getuid", "geteuid", "getgid", "getegid")}
    found |= {f"os.{name}": lambda: (NOBODY,) * 3 for name in ("getresuid", "getresgid")}
    found |= {f"pwd.{name}": _nobody_known for name in ("getpwuid", "getpwnam")}
    found |= {f"grp.{name}": _nobody_known for name in ("getgrgid", "getgrnam")}
    return found | {
        "pwd.getpwall": list,
        "grp.getgrall": list,
        "os.getgroups": list,
        "os.getloadavg": _no_load,
        "os.getcwdb": FOLDER.encode,
        "os.system": lambda _: NO_SHELL,
        "importlib.reload": lambda module: module,  # from memory, nothing could be another than it was
        "os.access": lambda path, *_, **__: os.path.exists(path),  # see memory_folder
        "os.uname": _uname(),
        "socket.gethostname": lambda: MACHINE,
        "resource.getrlimit": lambda _: (-1, -1),  # RLIM_INFINITY
        "resource.setrlimit": _keep_limits,
        "signal.getsignal": _handler,
        "gc.get_freeze_count": lambda: 0,
    }


def _names(module: str) -> list[str]:
    return _FORBIDDEN[module].split()


def _uname() -> Answer:
    if sys.platform == "win32":
        return _forbid
    real = os.uname()
    neutral = type(real)((real.sysname, MACHINE, *real[2:]))
    return lambda: neutral


def settle() -> None:
    """Have all that a student's cells ask of the machine answered as said here, for as long as this process lives."""
    for qualified, answer in _answers().items():
        module, _, name = qualified.partition(".")
        for place in _places(module):
            if name in vars(place):
                real = vars(place)[name]
                vars(place)[name] = answer if qualified == KEPT_BY_LIBRARIES else _answered(real, answer)
    if (platform := sys.modules.get("platform")) is not None:
        vars(platform)["_uname_cache"] = None  # which holds the name of the machine
    sys.orig_argv[:] = ["notebook"]
    _home.update(os.environ)
    plain_environment()


def _places(module: str) -> Iterator[ModuleType]:
    with suppress(ImportError):  # not every system has each
        yield import_module(module)
    yield from (sys.modules[name] for name in _ALSO.get(module, ()) if name in sys.modules)


def _answered(real: Answer, answer: Answer) -> Answer:
    def asked(*args: Any, **named: Any) -> Any:
        return answer(*args, **named) if is_students(_frame(1)) else real(*args, **named)

    asked.__name__ = asked.__qualname__ = getattr(real, "__name__", "asked")
    asked.__doc__ = real.__doc__
    return asked


_home: dict[str, str] = {}


def plain_environment() -> None:
    """Leave the environment variables that every notebook has, and no others."""
    kept = {name: os.environ[name] for name in NEEDED_BY_WINDOWS if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | ENVIRONMENT)


@contextmanager
def at_home() -> Iterator[None]:
    """Have the process's own variables back for a while: matplotlib looks for its list of fonts when it is imported."""
    os.environ.update(_home)
    try:
        yield
    finally:
        plain_environment()
