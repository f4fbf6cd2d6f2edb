"""A warm process that forks workers: `python -m autograder.sandbox.warm FD`.

It imports what students import, once, and then waits on the control socket FD. For each job it

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
import importlib
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

from autograder.sandbox.worker import forget_our_folder, read_order, silence, work

READY, FORK, STARTED = b"R", b"F", b"P"
STATUS = struct.Struct("!i")
PRELOADED = (
    "numpy.linalg",
    "numpy.random",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "IPython.core.inputtransformer2",
    "IPython.display",
)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
FAILED = 70


def main() -> None:
    """Serve the control socket until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    for name in PRELOADED:
        with suppress(ImportError):
            importlib.import_module(name)
    forget_our_folder()
    # What a worker's children leave behind becomes ours, so that we can end it.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    gc.collect()
    gc.freeze()
    control.send(READY)
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not descriptors:
            return
        status = _run_worker(control, descriptors[0])
        control.send(STATUS.pack(status))


def _run_worker(control: socket.socket, channel: int) -> int:
    """Fork a worker onto channel, wait for its end (or the grader's), leave nothing behind; return its status."""
    folder = tempfile.mkdtemp(dir=Path.cwd())
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _be_worker(control, channel, folder, parent)
    os.close(channel)
    pidfd = os.pidfd_open(pid)
    with suppress(OSError):
        socket.send_fds(control, [STARTED], [pidfd])
    _wait_for_end(pidfd, control)
    _kill_group(pid)
    os.close(pidfd)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _end_strays()
    shutil.rmtree(folder, ignore_errors=True)
    return status


def _be_worker(control: socket.socket, channel: int, folder: str, parent: int) -> NoReturn:
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the line above
            os._exit(FAILED)
        os.setsid()
        control.close()
        os.chdir(folder)
        # What one submission writes, the next must not find.
        os.environ |= {"HOME": folder, "TMPDIR": folder}
        tempfile.tempdir = folder
        silence()
        work(read_order(channel), channel)
        os._exit(0)
    finally:
        # Nothing may ever come back into the loop of the parent.
        os._exit(FAILED)


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
