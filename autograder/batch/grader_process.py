"""A process that grades what it is sent: `python -m autograder.batch.grader_process`, and the handle to one.

Frames go through its standard input and output: a length, then bytes. It is sent the course, the answer keys and the
level once (pickled), and says that it is ready; then submissions (pickled, by us), and says a record to each (JSON).
Nothing that a student made is ever unpickled. Its standard input is its lifeline: when that closes, by will or by
death, the process ends at once, and its sandbox with it.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from autograder.batch.context import GradingContext
from autograder.batch.grader import Grader
from autograder.batch.submission_bounds import limit_memory
from autograder.batch.tasks import Work
from autograder.records.schema import Record

END_SECONDS = 5.0
READY = b"ready"
PACKAGES = str(Path(__file__).resolve().parents[2])
_LENGTH = struct.Struct("!Q")


class GraderDiedError(Exception):
    """A grading process has ended before it said a record. ready: it had come to the submission."""

    def __init__(self, ready: bool) -> None:
        super().__init__()
        self.ready = ready


def written_setup(context: GradingContext, root: str) -> bytes:
    """Return what every grading process is sent first. root: where its temporary files go."""
    return pickle.dumps((context, root))


class GraderProcess:
    """Owns one grading process. Methods block, except for kill(), which may come from another thread."""

    def __init__(self, setup: bytes) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.batch.grader_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (PACKAGES, os.environ.get("PYTHONPATH"))))},
            # Ctrl-C is for the process that hands out the work.
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._ready = False
        with suppress(OSError):  # it will be noticed when it is to grade
            _send(self._to, setup)

    def grade(self, submission: Work) -> Record:
        """Return the record of a submission. Raises GraderDiedError."""
        try:
            _send(self._to, pickle.dumps(submission))
            self._ready = self._ready or _receive(self._from) == READY
            record: Record = json.loads(_receive(self._from))
        except (OSError, EOFError, ValueError) as error:
            raise GraderDiedError(self._ready) from error
        return record

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """End it, at once if it is at work, and leave nothing of it."""
        with suppress(OSError):
            self._to.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._from.close()


def _send(file: IO[bytes], content: bytes) -> None:
    file.write(_LENGTH.pack(len(content)) + content)
    file.flush()


def _receive(file: IO[bytes]) -> bytes:
    """Return the next frame. Raises EOFError if there is none."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    content = file.read(_LENGTH.unpack(head)[0])
    if len(content) < _LENGTH.unpack(head)[0]:
        raise EOFError
    return content


# --- the process itself ------------------------------------------------------------------------------------------


def main() -> None:
    """Grade what comes until nothing more does."""
    # (Not SIG_IGN, which the sandbox would inherit.)
    signal.signal(signal.SIGINT, lambda *_: None)
    frames, replies = _channel()
    context, tempfile.tempdir = pickle.loads(next(frames))
    grader = Grader(context)
    grader.import_all()
    limit_memory()
    _send(replies, READY)
    for frame in frames:
        record = grader.grade(pickle.loads(frame))
        _send(replies, json.dumps(record).encode())


def _channel() -> tuple[Iterator[bytes], IO[bytes]]:
    """Return the frames that come and the file that replies go to; what is printed goes to standard error."""
    source, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(source, frames), daemon=True).start()
    return iter(frames.get, None), replies


def _read(source: IO[bytes], frames: queue.SimpleQueue[bytes]) -> None:
    with suppress(OSError, EOFError):
        while True:
            frames.put(_receive(source))
    os._exit(1)


if __name__ == "__main__":
    main()
