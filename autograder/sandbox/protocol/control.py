"""The bytes and signals with which the grader and a fork server speak of workers."""

from __future__ import annotations

import os
import signal
import struct
from contextlib import suppress
from dataclasses import dataclass

FAILED = 70
CHANNEL = 3  # where a worker finds the way to the grader


def kill_group(pid: int) -> None:
    """Kill a worker and all of its session."""
    for kill in (os.killpg, os.kill):  # the group is not there yet if the worker is very young
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


READY, FORK, STARTED = b"R", b"F", b"P"
FIGURES, NO_FIGURES = "figures", "no-figures"
NO_FOLDER = "-"  # in place of the folder's path: a jail has one of its own
_ENDED = struct.Struct("!idd")
CHUNK = 2**16  # bytes that are read from a channel at once


@dataclass(frozen=True, slots=True)
class Ended:
    """What a fork server tells of a worker's end.

    returncode: its exit code, or minus the signal that killed it (None if not known). cpu_seconds: what it used.
    memory_mb: the most memory that it held beyond what the fork server holds.
    """

    returncode: int | None
    cpu_seconds: float
    memory_mb: float


def encode_ended(returncode: int, cpu_seconds: float, memory_mb: float) -> bytes:
    """Return a worker's end as the control socket carries it."""
    return _ENDED.pack(returncode, cpu_seconds, memory_mb)


def decode_ended(message: bytes) -> Ended:
    """Return the end that a message tells of. Raises struct.error if it is none."""
    return Ended(*_ENDED.unpack(message))
