"""The worker's end of the channel: what comes from the grader, and what goes there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from autograder.core.calls import UNKNOWN, Call, Opaque, Returned
from autograder.errors import WireError
from autograder.sandbox.protocol.codec import HEADER, Frames, parse_json
from autograder.sandbox.protocol.messages import (
    MAX_ORDER,
    MAX_REPLY_JSON,
    Ask,
    CallDone,
    Reply,
    Round,
    decode_round,
    encode_reply,
    read_answer,
)

REMEMBER_BYTES = 2**24  # of questions and answers
DEAD_GRADER = 71
Frame = tuple[bytes, bytes]


class Channel:
    """Reads from the grader and writes to it.

    read: returns the bytes that come next, none when the grader is gone.
    """

    def __init__(self, read: Callable[[], bytes], sink: int) -> None:
        self._frames = _incoming(read)
        self._sink = sink
        self._owner = os.getpid()
        self._answers: dict[bytes, Frame] = {}
        self._room = REMEMBER_BYTES

    def next_frame(self) -> tuple[Any, bytes]:
        """Return what the grader says next."""
        text, raw = next(self._frames)
        return parse_json(text), raw

    def rounds(self) -> Iterator[Round]:
        """Yield the rounds of calls as they come."""
        while True:
            yield decode_round(*self.next_frame())

    def send(self, reply: Reply) -> None:
        """Send a reply at once: whatever becomes of this process, the grader will have it."""
        # A process that a student's code has forked must not answer too.
        if os.getpid() != self._owner:
            os._exit(0)
        self._write(_encoded(reply))

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._sink, rest) :]

    def ask(self, call: Call) -> Any:
        """Ask the reference for the result of a call. Raises RuntimeError with a sentence where there is none.

        The same question has the same answer: it is not asked twice.
        """
        try:
            question = encode_reply(Ask(call))
        except WireError:
            raise RuntimeError(UNKNOWN) from None
        answer = self._answers.get(question)
        if answer is None:
            self._write(question)
            answer = next(self._frames)
            self._remember(question, answer)
        return read_answer(*answer)

    def _remember(self, question: bytes, answer: Frame) -> None:
        self._room -= len(question) + len(answer[1])
        if self._room > 0:
            self._answers[question] = answer

    def forget(self) -> None:
        """Forget all answers: from now on others are asked for."""
        self._answers.clear()
        self._room = REMEMBER_BYTES


def _incoming(read: Callable[[], bytes]) -> Iterator[Frame]:
    frames = Frames(MAX_ORDER, MAX_ORDER)
    while chunk := read():
        yield from frames.unread(chunk)
    os._exit(DEAD_GRADER)


def _encoded(reply: Reply) -> bytes:
    with suppress(WireError):
        frame = encode_reply(reply)
        if HEADER.unpack_from(frame)[0] <= MAX_REPLY_JSON:
            return frame
    # Only a list of very long texts or ints comes here: the grader would not take it.
    assert isinstance(reply, CallDone)
    return encode_reply(CallDone(reply.call, Returned(Opaque("list"))))
