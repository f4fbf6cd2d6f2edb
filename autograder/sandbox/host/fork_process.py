"""A worker forked off this process itself, for a command that waits for it: numpy is imported once and not twice.

Only for a process that holds nothing secret and in which nothing but the command runs: what it has in memory, the
worker has too. It is otherwise as a spawned one is: its own session and folder, few environment variables, limits.
"""

from __future__ import annotations

import gc
import os
import select
import socket
import sys
import tempfile
import time
from typing import NoReturn

from autograder.sandbox.host.environment import environment
from autograder.sandbox.host.unconfined import UnconfinedWorker
from autograder.sandbox.protocol.control import CHANNEL, CHUNK, FAILED, kill_group
from autograder.sandbox.worker.channel import Channel
from autograder.sandbox.worker.main import forget_our_folder, silence, work
from autograder.sandbox.worker.process import leave


class InProcessForkWorker(UnconfinedWorker):
    """A child of this process that is talked to through a socket. Raises OSError if there can be none."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="worker-", ignore_cleanup_errors=True)
        self._channel, theirs = socket.socketpair()
        with theirs:
            parent, self.pid = os.getpid(), os.fork()
            if self.pid == 0:
                _be_worker(theirs.fileno(), self._folder.name, parent)
        self._pidfd = os.pidfd_open(self.pid)
        self._poll = select.poll()
        for descriptor in (self._channel.fileno(), self._pidfd):
            self._poll.register(descriptor, select.POLLIN)

    def send(self, data: bytes, timeout: float) -> None:
        self._channel.settimeout(timeout)
        self._channel.sendall(data)

    def receive(self, timeout: float) -> bytes:
        ready = [descriptor for descriptor, _ in self._poll.poll(max(0.0, timeout) * 1000)]
        if self._channel.fileno() in ready:
            return self._channel.recv(CHUNK)
        if not ready:
            raise TimeoutError
        # It has ended. A process that it left behind may hold the channel open.
        return b""

    def _end(self, grace: float) -> int | None:
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        ended = bool(poll.poll(grace * 1000))
        kill_group(self.pid)
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self._pidfd)
        self._channel.close()
        self._folder.cleanup()
        return status if ended else None


def _be_worker(channel: int, folder: str, parent: int) -> NoReturn:
    try:
        leave(parent, channel)
        os.chdir(folder)
        _adopt_environment()
        _silence()
        # What is here already will never be rubbish; to look at it would copy its pages.
        gc.freeze()
        gc.enable()
        work(Channel(lambda: os.read(CHANNEL, CHUNK), CHANNEL))
        os._exit(0)
    finally:
        # Nothing may ever come back into the command.
        os._exit(FAILED)


def _adopt_environment() -> None:
    """Take on the environment and the import path that a Python started afresh would have."""
    listed = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    own = [] if sys.flags.safe_path else sys.path[:1]
    sys.path[:] = [entry for entry in sys.path if entry not in (*own, *listed)]
    forget_our_folder()
    variables = environment(None)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    sys.dont_write_bytecode = True


def _silence() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    silence(null)
    if null > CHANNEL:
        os.close(null)
