"""The memory that workers share with the grader: what is found there when a worker is lost."""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Iterator
from mmap import mmap

import pytest

from autograder.sandbox.protocol import reply_buffer
from autograder.sandbox.protocol.reply_buffer import ReplyBuffer

pytestmark = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="no memfd_create on this system")


@pytest.fixture
def shared() -> Iterator[int]:
    descriptor = os.memfd_create("reply_buffer")
    os.truncate(descriptor, reply_buffer.BYTES)
    yield descriptor
    os.close(descriptor)


def gathering(shared: int, *parts: bytes) -> ReplyBuffer:
    made = ReplyBuffer(mmap(shared, reply_buffer.BYTES))
    assert all(made.add(part) for part in parts)
    return made


def test_what_was_gathered_and_not_sent_is_found(shared: int) -> None:
    gathering(shared, b"one", b"two")
    assert reply_buffer.read(shared, received=0).unsent == b"onetwo"


def test_what_was_sent_is_not_found_again(shared: int) -> None:
    worker = gathering(shared, b"one", b"two")
    worker.sent(len(worker.gathered))
    worker.add(b"three")
    assert reply_buffer.read(shared, received=6).unsent == b"three"


@pytest.mark.parametrize("received", range(7))
def test_of_what_was_being_sent_the_rest_is_found(shared: int, received: int) -> None:
    gathering(shared, b"onetwo")
    assert reply_buffer.read(shared, received).unsent == b"onetwo"[received:]


def test_bytes_that_were_never_gathered_are_counted_too(shared: int) -> None:
    worker = gathering(shared, b"one")
    worker.sent(len(worker.gathered) + 100)
    worker.add(b"two")
    assert reply_buffer.read(shared, received=103).unsent == b"two"


def test_what_has_no_room_is_not_gathered(shared: int) -> None:
    worker = gathering(shared, bytes(reply_buffer.ROOM - 2))
    assert not worker.add(b"abc")
    assert worker.add(b"ab")
    assert len(reply_buffer.read(shared, received=0).unsent) == reply_buffer.ROOM


def test_it_tells_for_how_long_a_worker_has_been_at_something(shared: int) -> None:
    gathering(shared).begin()
    assert 0 <= reply_buffer.read(shared, received=0).since < 60


def test_nobody_has_begun_anything_in_a_clear_buffer(shared: int) -> None:
    assert reply_buffer.read(shared, received=0).since > 0


def test_nothing_is_left_on_it_for_the_next_worker(shared: int) -> None:
    gathering(shared, os.urandom(reply_buffer.ROOM)).begin()
    reply_buffer.clear(shared)
    assert os.pread(shared, reply_buffer.BYTES + 1, 0) == bytes(reply_buffer.BYTES)


@pytest.mark.parametrize("seed", range(50))
def test_whatever_is_there_is_at_most_some_bytes(shared: int, seed: int) -> None:
    chance = random.Random(seed)
    os.pwrite(shared, chance.randbytes(reply_buffer.BYTES), 0)
    if seed % 2:  # numbers that are nearly right
        os.pwrite(shared, struct.pack("@Q", chance.randrange(2**20)), 0)
    found = reply_buffer.read(shared, received=chance.randrange(100))
    assert len(found.unsent) <= reply_buffer.ROOM
    assert isinstance(found.since, float)
