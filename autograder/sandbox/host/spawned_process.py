"""A worker process started afresh: talked to through its standard input and output. Imports no numpy."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from autograder.sandbox.host.environment import environment
from autograder.sandbox.host.unconfined import UnconfinedWorker
from autograder.sandbox.protocol.control import CHUNK

CHUNKS_AHEAD = 64  # what a flooding worker can make the grader hold: 4 MB
POLL_SECONDS = 0.05
COMMAND = (sys.executable, "-P", "-m", "autograder.sandbox.worker.main")


class SpawnedWorker(UnconfinedWorker):
    """A worker that is talked to through its standard input and output."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="worker-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=self._folder.name,
            env=environment(None),
            start_new_session=os.name == "posix",
        )
        self.pid = self._process.pid
        self._chunks: queue.Queue[bytes] = queue.Queue(CHUNKS_AHEAD)
        self._finished = threading.Event()
        # A pipe's read cannot be given a deadline on every system, a queue's can.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        chunk = b"-"
        while chunk and not self._finished.is_set():
            with suppress(OSError, ValueError):
                chunk = self._process.stdout.read(CHUNK) or b""
            self._put(chunk)

    def _put(self, chunk: bytes) -> None:
        while not self._finished.is_set():
            with suppress(queue.Full):
                self._chunks.put(chunk, timeout=POLL_SECONDS)
                return

    def send(self, data: bytes, timeout: float) -> None:
        """Send an order; the worker reads it before it runs anything, so this needs no deadline."""
        assert self._process.stdin is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self._process.stdin.write(rest) or 0 :]

    def receive(self, timeout: float) -> bytes:
        deadline = time.monotonic() + timeout
        while True:
            ended = self._process.poll() is not None
            left = deadline - time.monotonic()
            with suppress(queue.Empty):
                return self._chunks.get(timeout=max(0.0, min(left, POLL_SECONDS)))
            # A process that it left behind may hold the pipe open.
            if ended:
                return b""
            if left <= 0:
                raise TimeoutError

    def _end(self, grace: float) -> int | None:
        status: int | None = None
        with suppress(subprocess.TimeoutExpired):
            status = self._process.wait(grace)
        self._finished.set()
        self._kill_all()
        self._process.wait()
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        self._reader.join(1.0)
        if not self._reader.is_alive():  # closing a pipe that is being read could block
            assert self._process.stdout is not None
            self._process.stdout.close()
        self._folder.cleanup()
        return status

    def _kill_all(self) -> None:
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()


_ahead: list[SpawnedWorker] = []


@contextmanager
def worker_ahead() -> Iterator[None]:
    """Start a worker now, for the first that asks for one in this context."""
    with suppress(OSError):  # the one that needs it will be told
        _ahead.append(SpawnedWorker())
    try:
        yield
    finally:
        while _ahead:
            _ahead.pop().finish()


def start_worker() -> SpawnedWorker:
    """Return a worker: the one that was started ahead, or a new one. Raises OSError."""
    return _ahead.pop() if _ahead else SpawnedWorker()
