"""What the filter refuses in grading, refused in a check too: there, no filter closes the worker in.

Python reports what it is about to ask of the operating system as audit events. Where a student's cell is behind such an
event, it is refused as in grading: other files than the notebook's own, processes, threads, sockets, signals. So are
semaphores, which Python does not report. What libraries read of themselves (their code, matplotlib its fonts) is left
alone. This is no boundary, and need not be one: a check runs code of one's own.
"""

from __future__ import annotations

import _thread
import errno
import os
import site
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from autograder.sandbox.worker.memory_folder import LOOKED_UP

CELLS = ("<cell ", "<given ")
_FILES = (
    *("listdir", "scandir", "mkdir", "rmdir", "remove", "rename", "link", "symlink", "truncate", "chdir", "chmod"),
    *("chown", "utime", "mkfifo", "mknod"),
)
_PROCESSES = ("system", "exec", "fork", "forkpty", "posix_spawn", "spawn", "kill", "killpg", "startfile")
_OTHERS = ("subprocess.Popen", "socket.__new__", "signal.pthread_kill")
REFUSED = frozenset((*(f"os.{name}" for name in (*_FILES, *_PROCESSES)), *_OTHERS))
# These keep things of their own, and find their way without it.
LIBRARIES = frozenset({"matplotlib", "matplotlib.font_manager", "matplotlib.texmanager", "IPython.paths"})
IMPORTS = ("<frozen importlib", "<frozen zipimport")
STARTS = frozenset({"start_new_thread", "start_new", "start_joinable_thread"})  # the last one is of Python 3.13


class Refusals:
    """Tells what a student's cell asks for and would not get in grading."""

    def __init__(self) -> None:
        own = Path(__file__).resolve().parents[3]
        folders = [sys.prefix, sys.base_prefix, sys.exec_prefix, site.getuserbase(), str(own), *sys.path]
        self._folders = tuple({os.path.join(os.path.abspath(folder), "") for folder in folders if folder})

    def install(self) -> None:
        """Refuse from now on, for as long as this process lives."""
        tempfile.gettempdir()  # which is found out by trying, once; in grading, it was before
        sys.addaudithook(self._look)
        # Python reports threads from 3.12 on, and those of `threading` not in all versions.
        for name in STARTS.intersection(vars(_thread)):
            vars(_thread)[name] = vars(threading)[f"_{name}"] = _refusing(vars(_thread)[name])
        with suppress(ImportError):  # not every system has semaphores, which are behind no event
            module = import_module("_multiprocessing")
            vars(module)["SemLock"] = _refusing_class(vars(module)["SemLock"])

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if not _is_open_already(arguments[0]) and is_students(sys._getframe(1)):
                raise _refused(arguments[0])
        elif event == LOOKED_UP:
            if not self.in_library(arguments[0]) and is_students(sys._getframe(1)):
                raise _refused(arguments[0])
        elif event in REFUSED and is_students(sys._getframe(1)):
            raise PermissionError(errno.EPERM, "Operation not permitted")

    def in_library(self, path: Any) -> bool:
        """Say whether a path is in a folder of Python's, or of what is installed beside it; or no place at all."""
        full = os.path.abspath(os.fsdecode(path))
        return full == os.devnull or (full.startswith(self._folders) and not _is_zone(full))


def _is_open_already(path: Any) -> bool:
    return isinstance(path, int) or os.path.abspath(os.fsdecode(path)) == os.devnull


def _refusing(start: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that starts a thread as this one does, for all but a student's cell."""

    def start_thread(*arguments: Any, **named: Any) -> Any:
        if is_students(sys._getframe(1)):
            raise RuntimeError("can't start new thread")
        return start(*arguments, **named)

    return start_thread


def _refusing_class(real: Any) -> type:
    """Return a class that makes what this one makes, for all but a student's cell."""

    class SemLock(real):  # type: ignore[misc]
        def __new__(cls, *arguments: Any, **named: Any) -> Any:
            if is_students(sys._getframe(1)):
                raise PermissionError(errno.EPERM, "Operation not permitted")
            return super().__new__(cls, *arguments, **named)

    return SemLock


def _is_zone(path: str) -> bool:
    return bool({"zoneinfo", "tzdata"}.intersection(path.split(os.sep)[:-1]))


def _refused(path: Any) -> OSError:
    # Time zones are data, which no worker in grading finds: who looks for them goes on without.
    if _is_zone(os.path.abspath(os.fsdecode(path))):
        return FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
    return PermissionError(errno.EPERM, "Operation not permitted", str(path))


def is_students(frame: FrameType | None) -> bool:
    """Say whether a student's cell is behind a call, and neither an import nor a library's own affair before it."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(CELLS):
            return True
        if name.startswith(IMPORTS) or frame.f_globals.get("__name__") in LIBRARIES:
            return False
        frame = frame.f_back
    return False
