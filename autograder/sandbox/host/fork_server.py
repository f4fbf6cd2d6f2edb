"""The process that forks workers: how it is started, and the control socket to it. Linux only.

It imports numpy and more, so it takes a while to be ready. Who starts one has time for other things meanwhile.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from autograder.errors import AutograderError
from autograder.sandbox.host.bubblewrap import jail_environment, jailed
from autograder.sandbox.host.environment import environment
from autograder.sandbox.host.level import Level
from autograder.sandbox.protocol.control import (
    CHUNK,
    FAILED,
    FIGURES,
    NO_FIGURES,
    NO_FOLDER,
    READY,
    Ended,
    decode_ended,
)
from autograder.temporary import new_folder

NOWHERE = Path("/nonexistent")
START_SECONDS = 120.0  # the first start on a machine makes matplotlib look for all fonts
ANSWER_SECONDS = 10.0


class ForkServer:
    """The process that forks workers, and the control socket to it; it ends when the socket does."""

    def __init__(self, level: Level, figures: bool, modules: tuple[str, ...]) -> None:
        """Begin to start it. Raises AutograderError where there can be none, OSError where that fails."""
        if not hasattr(os, "pidfd_open"):
            raise AutograderError("this system has no pidfd_open: use the spawned sandbox")
        self.level = level
        self._is_ready = False
        self.owes_report = self.orphaned = False
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        strict = level is Level.STRICT
        # It removes the folder if the grader is killed, and the grader does if it is killed itself.
        self._folder = None if strict else str(new_folder("sandbox"))
        figured = FIGURES if figures else NO_FIGURES
        options = [str(theirs.fileno()), level, figured, self._folder or NO_FOLDER, *modules]
        command = [sys.executable, "-P", "-m", "autograder.sandbox.worker.forkserver", *options]
        with theirs:
            self._process = subprocess.Popen(
                jailed(command) if strict else command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                cwd="/",
                env=jail_environment() if strict else environment(NOWHERE) | {"TMPDIR": tempfile.gettempdir()},
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Raises AutograderError if it says that it cannot start, OSError if it dies; it is closed then."""
        if self._is_ready:
            return
        self.control.settimeout(START_SECONDS)
        ready = b""
        with suppress(OSError):
            ready = self.control.recv(1)
        if ready != READY:
            reason = self._last_error()
            self.close()
            if self._process.returncode == FAILED:
                raise AutograderError(f"the sandbox's fork server did not start: {reason}")
            raise ConnectionError(reason)
        self.control.settimeout(ANSWER_SECONDS)
        self._is_ready = True

    def _last_error(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def report(self) -> Ended | None:
        """Return what the fork server says of the last worker's end; None if it is gone itself."""
        self.owes_report = False
        try:
            return decode_ended(self.control.recv(CHUNK))
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
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def figures_at_first(modules: tuple[str, ...]) -> bool:
    """Say whether one that can draw is needed, as far as is known before there is a job."""
    return bool(modules)


def started(level: Level, modules: tuple[str, ...]) -> ForkServer | None:
    """Return one that has begun to start; None where that fails, of which those who need one will be told."""
    with suppress(OSError):
        return ForkServer(level, figures_at_first(modules), modules)
    return None
