"""Workers forked off a fork server that has imported everything: a worker costs a millisecond. Linux only."""

from __future__ import annotations

import os
import select
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from autograder.core.calls import Job
from autograder.core.model import Limits
from autograder.errors import InterruptedFromOutsideError
from autograder.sandbox.host.accounting import Allowance, WorkerExit, is_stopped, process_cpu, process_queued
from autograder.sandbox.host.fork_server import ForkServer, figures_at_first
from autograder.sandbox.host.level import Level
from autograder.sandbox.host.needs_matplotlib import needs_ipython, needs_matplotlib
from autograder.sandbox.host.session import AnySandbox, Session
from autograder.sandbox.protocol.control import CHUNK, FORK, STARTED, Ended

Made = TypeVar("Made")
DEATH_SECONDS = 5.0
CHUNKS_LEFT = 16
STARTS = 10  # of a fork server that dies, before it is ours to give up


class ForkServerSandbox(AnySandbox):
    """Owns the fork servers: one with matplotlib and IPython in it and one without, each started when a job needs it.

    Not for several threads at once; several processes each open their own.
    """

    def __init__(self, level: Level, modules: tuple[str, ...] = (), started: ForkServer | None = None) -> None:
        """modules: what students may import besides what is there for all. started: what has begun to start already."""
        super().__init__(modules)
        self._level = level
        self._figures = figures_at_first(modules)
        self._servers = {} if started is None else {self._figures: started}
        self._beside: ForkServerSandbox | None = None

    def __enter__(self) -> ForkServerSandbox:
        self._again(self._server)
        return self

    def open(self, job: Job, limits: Limits, allowance: Allowance | None = None) -> Session:
        # What the course's own modules draw with is not known.
        self._figures = bool(self.modules) or needs_matplotlib(job) or needs_ipython(job)
        return super().open(job, limits, allowance)

    def beside(self) -> ForkServerSandbox:
        # A fork server has one worker at a time, and two that are walled in apart cannot reach each other.
        if self._beside is None:
            self._beside = ForkServerSandbox(self._level, self.modules)
        return self._beside

    def start_worker(self) -> ForkedWorker:
        """Return a new worker; a fork server that has died is replaced."""
        return self._again(lambda: ForkedWorker(self._server()))

    def _again(self, start: Callable[[], Made]) -> Made:
        for _ in range(STARTS):
            try:
                return start()
            except OSError as error:
                # Its death is counted here where it was idle or just starting; else its worker was lost, which counts.
                if not self._is_known_dead():
                    self._on_interruption()
                self._end(self._figures)
                reason = error
        raise InterruptedFromOutsideError(f"the sandbox's fork server died {STARTS} times: {reason}") from reason

    def _is_known_dead(self) -> bool:
        server = self._servers.get(self._figures)
        return server is not None and server.orphaned

    def _server(self) -> ForkServer:
        server = self._servers.pop(self._figures, None) or ForkServer(self._level, self._figures, self.modules)
        server.wait_until_ready()
        self._servers[self._figures] = server
        return server

    def close(self) -> None:
        for figures in tuple(self._servers):
            self._end(figures)
        if self._beside is not None:
            self._beside.close()

    def _end(self, figures: bool) -> None:
        if (server := self._servers.pop(figures, None)) is not None:
            server.close()


class ForkedWorker:
    """A worker that is talked to through a socket and killed through a pidfd. Raises OSError if none came."""

    def __init__(self, server: ForkServer) -> None:
        self._server = server
        if server.owes_report:
            server.report()
        self._channel, theirs = socket.socketpair()
        self._pidfd = -1
        try:
            with theirs:
                socket.send_fds(server.control, [FORK], [theirs.fileno()])
            message, descriptors, _, _ = socket.recv_fds(server.control, 1, 1)
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
        self._channel.settimeout(max(timeout, 1e-3))  # 0 would mean: do not wait at all
        return self._channel.recv(CHUNK)

    def cpu_seconds(self) -> float | None:
        return process_cpu(self._pid)

    def queued_seconds(self) -> float:
        return process_queued(self._pid)

    def is_stopped(self) -> bool:
        return self._confined and is_stopped(self._pid)

    @property
    def _confined(self) -> bool:
        return self._server.level is not Level.NONE

    def wait_for_exit(self, grace: float) -> WorkerExit:
        ended = self._kill(grace)
        unread = b"".join(self._left_in_channel())
        self._close()
        told = self._server.report()
        self._server.orphaned = told is None
        seen = told or Ended(None, 0.0, 0.0)
        return WorkerExit(
            seen.returncode if ended else None,
            unread=unread,
            confined=self._confined,
            orphaned=told is None,
            cpu_seconds=seen.cpu_seconds,
            memory_mb=seen.memory_mb,
        )

    def finish(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self._close()
        # How it ended is of no interest: while the kernel clears up behind it, there is other work to do.
        self._server.owes_report = True

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
