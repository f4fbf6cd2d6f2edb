"""Workers forked off one warm process that has imported everything: a worker costs a millisecond. Linux only."""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from autograder.core.calls import Job
from autograder.core.model import Limits
from autograder.errors import AutograderError
from autograder.sandbox.host.accounting import WorkerExit, process_cpu
from autograder.sandbox.host.bubblewrap import jail_environment, jailed
from autograder.sandbox.host.environment import environment
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.needs_matplotlib import needs_matplotlib
from autograder.sandbox.host.session import AnySandbox, Session
from autograder.sandbox.protocol import reply_buffer as board
from autograder.sandbox.protocol.control import FIGURES, FORK, NO_FIGURES, READY, STARTED, STATUS

CHUNK = 2**16
NOWHERE = Path("/nonexistent")
WARM_SECONDS = 120.0  # the first start on a machine makes matplotlib look for all fonts
ANSWER_SECONDS = 10.0
DEATH_SECONDS = 5.0
CHUNKS_LEFT = 16


class Sandbox(AnySandbox):
    """Owns the warm processes: one with matplotlib in it and one without, each started when a job first needs it.

    Not for several threads at once; several processes each open their own.
    """

    def __init__(self, level: Level, modules: tuple[str, ...] = ()) -> None:
        """modules: what students may import besides what is there for all."""
        if not hasattr(os, "pidfd_open"):
            raise AutograderError("this system has no pidfd_open: use the spawned sandbox")
        super().__init__(modules)
        self._level = level
        self._figures = bool(modules)
        self._parents: dict[bool, ForkServer] = {}

    def __enter__(self) -> Sandbox:
        self._parent()
        return self

    def open(self, job: Job, limits: Limits) -> Session:
        # What the course's own modules draw with, nobody knows.
        self._figures = bool(self.modules) or needs_matplotlib(job)
        return super().open(job, limits)

    def start_worker(self) -> ForkedWorker:
        """Return a new worker; a warm process that has died is replaced once."""
        with suppress(OSError):
            return ForkedWorker(self._parent())
        self._end(self._figures)
        try:
            return ForkedWorker(self._parent())
        except OSError as error:
            raise AutograderError(f"the sandbox's warm process died twice: {error}") from error

    def _parent(self) -> ForkServer:
        if self._figures not in self._parents:
            self._parents[self._figures] = ForkServer(self._level, self._figures, self.modules)
        return self._parents[self._figures]

    def close(self) -> None:
        for figures in tuple(self._parents):
            self._end(figures)

    def _end(self, figures: bool) -> None:
        if (parent := self._parents.pop(figures, None)) is not None:
            parent.close()


class ForkServer:
    """The warm process and the control socket to it; it ends when the socket does."""

    def __init__(self, level: Level, figures: bool, modules: tuple[str, ...]) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.owes_report = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        self.board = os.memfd_create("board")
        os.truncate(self.board, board.BYTES)
        options = [str(theirs.fileno()), str(self.board), level, FIGURES if figures else NO_FIGURES, *modules]
        command = [sys.executable, "-P", "-m", "autograder.sandbox.worker.forkserver", *options]
        strict = level is Level.STRICT
        with theirs:
            self._process = subprocess.Popen(
                jailed(command) if strict else command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                cwd="/",
                env=jail_environment() if strict else environment(NOWHERE) | {"TMPDIR": tempfile.gettempdir()},
                pass_fds=[theirs.fileno(), self.board],
                start_new_session=True,
            )
        self.control.settimeout(WARM_SECONDS)
        with suppress(OSError):
            if self.control.recv(1) == READY:
                self.control.settimeout(ANSWER_SECONDS)
                return
        reason = self._last_error()
        self.close()
        raise AutograderError(f"the sandbox's warm process did not start: {reason}")

    def _last_error(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def report(self) -> int | None:
        """Return what the warm process says of the last worker's end; None if it is gone itself."""
        self.owes_report = False
        try:
            return int(STATUS.unpack(self.control.recv(STATUS.size))[0])
        except (OSError, struct.error):
            # A late report must not be taken for the next worker's.
            self.control.close()
            return None

    def close(self) -> None:
        self.control.close()
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()
        os.close(self.board)


class ForkedWorker:
    """A worker that is talked to through a socket and killed through a pidfd. Raises OSError if none came."""

    def __init__(self, parent: ForkServer) -> None:
        self._parent = parent
        if parent.owes_report:
            parent.report()
        board.clear(parent.board)
        self._received = 0
        self._channel, theirs = socket.socketpair()
        self._pidfd = -1
        try:
            with theirs:
                socket.send_fds(parent.control, [FORK], [theirs.fileno()])
            message, descriptors, _, _ = socket.recv_fds(parent.control, 1, 1)
            if message != STARTED or len(descriptors) != 1:
                raise ConnectionError("it sent no worker")
            self._pidfd = descriptors[0]
            self._pid = _process_of(self._pidfd)
        except OSError:
            self._channel.close()
            raise

    def send(self, data: bytes, timeout: float) -> None:
        self._channel.settimeout(timeout)
        self._channel.sendall(data)

    def receive(self, timeout: float) -> bytes:
        self._channel.settimeout(max(timeout, 1e-3))  # 0 would mean: do not wait at all, and tell so otherwise
        chunk = self._channel.recv(CHUNK)
        self._received += len(chunk)
        return chunk

    def cpu_seconds(self) -> float | None:
        return process_cpu(self._pid)

    def wait_for_exit(self, grace: float) -> WorkerExit:
        ended = self._kill(grace)
        chunks = list(self._left_in_channel())
        found = board.read(self._parent.board, self._received)
        self._close()
        status = self._parent.report()
        return WorkerExit(status if ended else None, b"".join((*chunks, found.unsent)), found.since, True)

    def finish(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self._close()
        # How it ended is of no interest: while the kernel clears up behind it, there is other work to do.
        self._parent.owes_report = True

    def _kill(self, grace: float) -> bool:
        """Wait for its own end, and then make one; return whether it was its own."""
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        ended = bool(poll.poll(grace * 1000))
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        poll.poll(DEATH_SECONDS * 1000)
        return ended

    def _left_in_channel(self) -> Iterator[bytes]:
        self._channel.setblocking(False)
        with suppress(OSError):
            for _ in range(CHUNKS_LEFT):  # a process that it left behind may go on writing
                if not (chunk := self._channel.recv(CHUNK)):
                    return
                self._received += len(chunk)
                yield chunk

    def _close(self) -> None:
        os.close(self._pidfd)
        self._channel.close()


def _process_of(pidfd: int) -> int:
    """Return the number that a pidfd's process has here, whatever it has in a jail; 0 if that is not told."""
    with suppress(OSError, ValueError):
        lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pid:")).split()[1])
    return 0
