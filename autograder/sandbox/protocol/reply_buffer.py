"""Memory that a fork server and its workers share with the grader: replies that are gathered, not sent yet.

Each reply that is sent wakes the grader, so a worker gathers them for a millisecond. It gathers them here: when it is
lost, by whatever means, the grader finds what it did not come to send, and when it began what it was at.

The buffer holds one number and one time, both written in one step, and then the gathered bytes. The number says how
many bytes have been sent before these, and how many these are. All of it is a stranger's word about a stranger's own
work.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from mmap import mmap
from time import monotonic

BYTES = 2**14
_PLACE, _CLOCK = struct.Struct("@Q"), struct.Struct("@d")  # native: one instruction writes them
_SINCE, _GATHERED = 8, 16
ROOM = BYTES - _GATHERED
_BITS = 16


class ReplyBuffer:
    """The worker's side."""

    def __init__(self, memory: mmap) -> None:
        self._memory = memory
        self._sent = self._size = 0

    def begin(self) -> None:
        """Note that something is begun."""
        _CLOCK.pack_into(self._memory, _SINCE, monotonic())

    def add(self, data: bytes) -> bool:
        """Gather data; return whether there was room."""
        end = self._size + len(data)
        if end > ROOM:
            return False
        self._memory[_GATHERED + self._size : _GATHERED + end] = data
        self._size = end
        self._note()
        return True

    @property
    def gathered(self) -> bytes:
        return self._memory[_GATHERED : _GATHERED + self._size]

    def sent(self, size: int) -> None:
        """Note that so many bytes more have been sent, what was gathered among them."""
        self._sent, self._size = self._sent + size, 0
        self._note()

    def _note(self) -> None:
        _PLACE.pack_into(self._memory, 0, self._sent << _BITS | self._size)


@dataclass(frozen=True, slots=True)
class Found:
    """What the grader finds in the buffer of a worker that is gone.

    unsent: the bytes that follow those which it has received. since: the seconds since the last thing was begun.
    """

    unsent: bytes
    since: float


def clear(descriptor: int) -> None:
    """Make a buffer ready for the next worker. Nothing that could write there may still run."""
    os.pwrite(descriptor, bytes(BYTES), 0)


def read(descriptor: int, received: int) -> Found:
    """Return what a worker left. It is read and not mapped: whatever becomes of it, this process does not fault."""
    data = os.pread(descriptor, BYTES, 0)
    (place,), (begun,) = _PLACE.unpack_from(data), _CLOCK.unpack_from(data, _SINCE)
    sent, size = place >> _BITS, place & (2**_BITS - 1)
    told = received - sent
    unsent = data[_GATHERED + told : _GATHERED + size] if 0 <= told <= size <= ROOM else b""
    return Found(unsent, monotonic() - begun)
