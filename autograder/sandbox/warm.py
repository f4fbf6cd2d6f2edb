"""A warm process that forks workers: `python -m autograder.sandbox.warm FD LEVEL FIGURES [MODULE…]`.

It imports what students may import, once, becomes nobody if it is root, and then waits on the control socket FD. For
each job it

    receives   FORK with the worker's end of a channel
    sends      STARTED with a pidfd of the worker that it has forked
    waits      for the worker's end, kills all that the worker left behind
    sends      the worker's STATUS: its exit code, or minus the signal that killed it

and ends when the control socket closes: if the grader dies, by whatever means, so does all that it started. It stays
single-threaded (a fork copies one thread only) and small (a fork takes time for each page).
"""

from __future__ import annotations

import ctypes
import gc
import os
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from autograder.errors import AutograderError
from autograder.sandbox.figures import warm_up_figures
from autograder.sandbox.imports import close_imports, preload
from autograder.sandbox.privileges import drop_privileges
from autograder.sandbox.syscalls import Filter
from autograder.sandbox.worker import CHUNK, forget_our_folder, incoming, silence, work

READY, FORK, STARTED = b"R", b"F", b"P"
FIGURES, NO_FIGURES = "figures", "no-figures"
STATUS = struct.Struct("!i")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
FAILED = 70
CHANNEL = 3
OPEN_LEVEL = "none"  # levels.Level.NONE: to import it here would cost time for nothing


def main() -> None:
    """Serve the control socket until it closes."""
    control, level, figures, modules = socket.socket(fileno=int(sys.argv[1])), sys.argv[2], sys.argv[3], sys.argv[4:]
    try:
        shut = _get_ready(level, figures == FIGURES, modules)
    except AutograderError as error:
        print(error, file=sys.stderr)
        sys.exit(FAILED)
    gc.collect()
    gc.freeze()
    control.send(READY)
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not descriptors:
            return
        status = _run_worker(control, descriptors[0], shut)
        control.send(STATUS.pack(status))


def _get_ready(level: str, figures: bool, modules: list[str]) -> Filter | None:
    """Import everything, give up what a worker must not have, and return the filter that will close each one in."""
    libc = ctypes.CDLL(None)
    preload(modules, figures)
    if figures:
        warm_up_figures()
    forget_our_folder()
    # What a worker's children leave behind becomes ours, so that we can end it.
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    if level == OPEN_LEVEL:
        return None
    shut = Filter()
    close_imports()
    drop_privileges()
    # This was lost with the privileges. A parent that has died meanwhile has also closed the control socket.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return shut


def _run_worker(control: socket.socket, channel: int, shut: Filter | None) -> int:
    """Fork a worker onto channel, wait for its end (or the grader's), leave nothing behind; return its status."""
    folder = None if shut else tempfile.mkdtemp(dir=Path.cwd())
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _be_worker(channel, folder, parent, shut)
    os.close(channel)
    pidfd = os.pidfd_open(pid)
    with suppress(OSError):
        socket.send_fds(control, [STARTED], [pidfd])
    _wait_for_end(pidfd, control)
    _kill_group(pid)
    os.close(pidfd)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _end_strays()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    return status


def _be_worker(channel: int, folder: str | None, parent: int, shut: Filter | None) -> NoReturn:
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the line above
            os._exit(FAILED)
        os.setsid()
        if channel != CHANNEL:
            os.dup2(channel, CHANNEL)
        # The control socket, and whatever else the warm process holds.
        os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
        _go_to(folder)
        silence(0)  # which the grader has opened on /dev/null: a jail holds none
        work(incoming(lambda: os.read(CHANNEL, CHUNK)), CHANNEL, shut)
        os._exit(0)
    finally:
        # Nothing may ever come back into the loop of the parent.
        os._exit(FAILED)


def _go_to(folder: str | None) -> None:
    """Work in a folder of one's own, or (where there are no files) nowhere in particular."""
    os.chdir(folder or "/")
    if folder:
        # What one submission writes, the next must not find.
        os.environ |= {"HOME": folder, "TMPDIR": folder}
        tempfile.tempdir = folder


def _wait_for_end(pidfd: int, control: socket.socket) -> None:
    """Wait for the worker's end, or for that of the grader, which says nothing while a worker runs."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    poll.register(control, select.POLLIN | select.POLLHUP)
    poll.poll()


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # the group is not there yet if the worker is very young
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _end_strays() -> None:
    """Kill and reap every process that the worker left behind, in whatever session it hides."""
    while True:
        children = _children()
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            # Without /proc nobody tells who is left: then only the dead are reaped.
            pid, _ = os.waitpid(-1, 0 if children else os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return


def _children() -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


if __name__ == "__main__":
    main()
