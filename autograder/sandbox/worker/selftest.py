"""A worker proves to itself that it is confined before it runs a line of a student's.

`python -m autograder.sandbox.worker.selftest` does the same in a process of its own: that is how a level
is tried.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from collections.abc import Callable

from autograder.errors import AutograderError
from autograder.sandbox.worker.hardening import drop_privileges
from autograder.sandbox.worker.seccomp import Filter


def assert_confined() -> None:
    """Try what must fail. Raises AutograderError that names what did not."""
    for name, attempt in ATTEMPTS.items():
        if not _refused(attempt):
            raise AutograderError(f"the sandbox does not hold: {name} was not refused")
    if os.geteuid() == 0:
        raise AutograderError("the sandbox does not hold: this is root")


def _refused(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno == errno.EPERM
    return False


def _open() -> None:
    os.close(os.open("/", os.O_RDONLY))


def _look() -> None:
    os.stat("/")


def _socket() -> None:
    socket.socket(socket.AF_UNIX).close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _exec() -> None:
    os.execv("/", ["/"])


def _signal() -> None:
    os.kill(os.getppid(), 0)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


ATTEMPTS: dict[str, Callable[[], None]] = {
    "open()": _open,
    "stat()": _look,
    "socket()": _socket,
    "fork()": _fork,
    "exec()": _exec,
    "a signal to another process": _signal,
    "stopping itself": _stop,
}


def main() -> int:
    """Shut this process in and prove it; say why if that fails."""
    try:
        import numpy  # noqa: F401  a jail in which it cannot be imported is of no use

        ready = Filter()  # the user nobody may not be allowed to read where our libraries lie
        drop_privileges()
        ready.confine()
        assert_confined()
    except (ImportError, OSError, AutograderError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    # Not sys.exit(): an interpreter's own end may want to open files.
    status = main()
    sys.stderr.flush()
    os._exit(status)
