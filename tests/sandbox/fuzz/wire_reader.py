"""What the fuzzers call: the grader's whole reading of what a worker sends, from bytes to noted replies.

The input's first byte says how the rest is to be read: as the bytes of a stream, cut into pieces of some length, or as
the inside of one frame whose header is right (else few inputs would ever come past the header).
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.core.calls import Call, Job, Returned
from autograder.core.model import Cell, Limits
from autograder.errors import WireError
from autograder.grading.reference_calls import answering
from autograder.sandbox.host.run_state import RunState
from autograder.sandbox.protocol.calls import Calls
from autograder.sandbox.protocol.codec import HEADER, Frames
from autograder.sandbox.protocol.messages import Ask, CallDone, CellDone, Ready, encode_answer, read_reply

MAX_JSON, MAX_RAW = 2**16, 2**16
PIECES = (1, 7, 64, 2**16)
JOB = Job((), (Cell("code", "x = 1"),), ("f", "g"))
CALLS = Calls([Call("f", ()), Call("f", ())])
answer = answering(["def g(*args):\n    return args"], ["g", "f"], ["g"], lambda call: Returned(call.args))


def stream(data: bytes) -> Iterator[bytes]:
    """Yield the pieces that arrive, for one input."""
    if not data:
        return
    mode, rest = data[0], memoryview(data)[1:]
    if mode & 4:
        split = min(len(rest), int.from_bytes(rest[:2], "big"))
        text, raw = rest[2 : 2 + split], rest[2 + split :]
        rest = memoryview(HEADER.pack(len(text), len(raw)) + bytes(text) + bytes(raw))
    size = PIECES[mode & 3]
    for at in range(0, len(rest), size):
        yield bytes(rest[at : at + size])


def read(data: bytes) -> int:
    """Feed one input to the reader as the grader does; return how many replies it held before it was refused.

    Anything but a WireError comes out; so does an AssertionError if the reader holds more than it may.
    """
    frames, state, found = Frames(MAX_JSON, MAX_RAW), RunState(JOB, Limits()), 0
    state.begin([CALLS], ("g",))
    state.order()
    state.round(used=False)
    state.accept(Ready(None))
    try:
        for piece in stream(data):
            for text, raw in frames.unread(piece):
                reply = read_reply(text, raw)
                assert isinstance(reply, Ready | CellDone | CallDone | Ask)
                found += 1
                if isinstance(reply, Ask):
                    encode_answer(answer(state.calling(reply), reply.call))
                else:
                    state.accept(reply)
                if state.done:  # what it says before it is asked again will be the first thing it says then
                    state.begin([CALLS], ("g",))
                    state.round(used=True)
            assert len(frames._buffer) <= HEADER.size + MAX_JSON + MAX_RAW + len(piece)
    except WireError:
        pass
    return found


def inside(text: bytes, raw: bytes = b"", piece: int = 3) -> bytes:
    """Return the input that means one whole frame with this JSON and these raw bytes."""
    return bytes([4 | piece]) + len(text).to_bytes(2, "big") + text + raw
