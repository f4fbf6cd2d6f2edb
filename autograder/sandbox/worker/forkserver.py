"""Forks workers: `python -m autograder.sandbox.worker.forkserver FD LEVEL FIGURES FOLDER [MODULE…]`.

It imports what students may import, once, becomes nobody if it is root, and then waits on the control socket FD. For
each job it

    receives   FORK with the worker's end of a channel
    sends      STARTED with a pidfd of the worker that it has forked
    waits      for the worker's end, kills all that the worker left behind
    sends      how the worker ended, and how much CPU time and memory it used

and ends when the control socket closes: if the grader dies, by whatever means, so does all that it started. It stays
single-threaded (a fork copies one thread only) and small (a fork takes time for each page). FOLDER is where
libraries keep files while they are imported, and where workers without a filter have their own (none in a jail).
"""

from __future__ import annotations

import gc
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from autograder.errors import AutograderError
from autograder.sandbox.protocol.control import (
    CHANNEL,
    CHUNK,
    FAILED,
    FIGURES,
    NO_FOLDER,
    READY,
    STARTED,
    encode_ended,
    kill_group,
)
from autograder.sandbox.worker.allowed_imports import close_imports, preload
from autograder.sandbox.worker.channel import Channel
from autograder.sandbox.worker.hardening import drop_privileges, lift_memory_limit, process_bytes
from autograder.sandbox.worker.machine import plain_environment
from autograder.sandbox.worker.main import forget_our_folder, silence, work
from autograder.sandbox.worker.matplotlib_warmup import warm_up_figures
from autograder.sandbox.worker.own_modules import keep_own_modules
from autograder.sandbox.worker.process import PR_SET_PDEATHSIG, leave, prctl
from autograder.sandbox.worker.seccomp import Filter

PR_SET_CHILD_SUBREAPER = 36
AT_HOME = ("HOME", "MPLCONFIGDIR", "IPYTHONDIR", "TMPDIR")
OPEN_LEVEL = "none"  # isolation.Level.NONE, which the untrusted side does not import


@dataclass(frozen=True, slots=True)
class ForkServerConfig:
    """What all workers of this process have in common.

    filter: what confines them. home: where each one has a folder of its own; None where there are no files.
    size: the bytes of the address space, which a fork does not change.
    """

    filter: Filter | None
    home: str | None
    size: int | None


def main() -> None:
    """Get ready, then serve the control socket until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    level, figures, folder, modules = sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:]
    lift_memory_limit()  # the grader's own is not for workers
    gc.disable()  # what is imported stays
    try:
        with _emptied(folder) as home:
            _import_all(modules, figures == FIGURES, home)
            if level == OPEN_LEVEL:
                _serve(control, ForkServerConfig(None, home, process_bytes()))
                return
        _serve(control, ForkServerConfig(_confine(modules), None, process_bytes()))
    except AutograderError as error:
        print(error, file=sys.stderr)
        sys.exit(FAILED)


@contextmanager
def _emptied(folder: str) -> Iterator[str]:
    """Yield the folder, or one of a jail's own, and remove it in the end: the grader may have been killed by then."""
    home = tempfile.mkdtemp(prefix="sandbox-") if folder == NO_FOLDER else folder
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _serve(control: socket.socket, config: ForkServerConfig) -> None:
    """Run a worker for each request."""
    silence(0)  # which the grader has opened on /dev/null: a jail holds none
    keep_own_modules()
    gc.freeze()
    gc.enable()
    with suppress(BrokenPipeError):  # the grader has gone
        control.send(READY)
        while descriptors := socket.recv_fds(control, 1, 1)[1]:
            control.send(_run_worker(control, descriptors[0], config))


def _import_all(modules: list[str], figures: bool, home: str) -> None:
    """Import what students may import; home takes what libraries want to keep, such as matplotlib's list of fonts."""
    os.environ |= dict.fromkeys(AT_HOME, home)
    preload(modules, figures)
    if figures:
        warm_up_figures()
    forget_our_folder()
    # What a worker's children leave behind becomes ours, so that we can end it.
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def _confine(modules: list[str]) -> Filter:
    """Give up what a worker must not have, and return the filter that will close each one in."""
    made = Filter()
    plain_environment()
    close_imports(modules)
    drop_privileges()
    # This was lost with the privileges. A parent that has died meanwhile has also closed the control socket.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return made


def _run_worker(control: socket.socket, channel: int, config: ForkServerConfig) -> bytes:
    """Fork a worker onto channel, wait for its end (or the grader's), leave nothing behind; return how it ended."""
    folder = tempfile.mkdtemp(dir=config.home) if config.home else None
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _be_worker(channel, folder, parent, config)
    os.close(channel)
    pidfd = os.pidfd_open(pid)
    with suppress(OSError):
        socket.send_fds(control, [STARTED], [pidfd])
    _wait_for_end(pidfd, control)
    kill_group(pid)
    os.close(pidfd)
    _, status, used = os.wait4(pid, 0)
    _end_children()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    beyond = used.ru_maxrss - resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return encode_ended(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, beyond / 1024)


def _be_worker(channel: int, folder: str | None, parent: int, config: ForkServerConfig) -> NoReturn:
    try:
        leave(parent, channel)
        if config.filter is not None:
            # It ends by an interrupt from outside, and is replaced: no exception in the midst of a student's code.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        _go_to(folder)
        work(Channel(lambda: os.read(CHANNEL, CHUNK), CHANNEL), config.filter, config.size)
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


def _end_children() -> None:
    """Kill and reap every process that the worker left behind, in whatever session it hides."""
    while True:
        children = _children()
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            # Without /proc it is not known who is left: then only the dead are reaped.
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
    os._exit(0)  # its grader waits: to take all modules apart takes longer than a worker
