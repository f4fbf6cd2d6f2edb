"""Frames and messages come back as they were written, however the bytes are cut, and nothing else passes."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.core.array_pickle import SMALL
from autograder.core.calls import Call, Failed, FunctionRef, Job, Opaque, Returned
from autograder.core.model import Cell, Status
from autograder.core.text import MAX_SENTENCE, single_line
from autograder.errors import WireError
from autograder.sandbox.protocol.calls import Calls
from autograder.sandbox.protocol.codec import (
    HEADER,
    Frames,
    encode_frame,
)
from autograder.sandbox.protocol.messages import (
    Ask,
    CallDone,
    CellDone,
    Order,
    Ready,
    Reply,
    Round,
    decode_order,
    decode_reply,
    decode_round,
    encode_answer,
    encode_order,
    encode_reply,
    encode_round,
    read_answer,
    read_reply,
)
from support.wire_values import MB, read_frame, same, values

# --- frames ------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 7), min_size=1, max_size=30))
def test_frames_come_whole_however_the_bytes_are_cut(cuts: list[int]) -> None:
    stream = encode_frame([1], b"ab") + encode_frame("two") + encode_frame(None, b"c")
    frames, found, at = Frames(MB, MB), [], 0
    for cut in [*cuts, len(stream)]:
        found += list(frames.feed(stream[at : at + cut]))
        at += cut
    assert found == [([1], b"ab"), ("two", b""), (None, b"c")]


@pytest.mark.parametrize("sizes", [(101, 0), (0, 51), (2**32 - 1, 2**32 - 1)])
def test_a_frame_that_is_too_big_is_refused_on_its_header(sizes: tuple[int, int]) -> None:
    with pytest.raises(WireError, match="too big"):
        list(Frames(100, 50).feed(HEADER.pack(*sizes)))


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"\xff\xfe", b"1.5", b"NaN", b"-Infinity", b'{"a":1,"a":2}', b"[1]x", b"[" * 100_000, b"9" * 5000],
    ids=lambda text: repr(text[:15]),
)
def test_json_that_is_not_ours_is_refused(text: bytes) -> None:
    with pytest.raises(WireError):
        read_frame(HEADER.pack(len(text), 0) + text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_noise_is_refused_or_waits_for_more_but_never_breaks_us(noise: bytes) -> None:
    for data in (noise, HEADER.pack(len(noise), 0) + noise):
        try:
            for text, raw in Frames(MB, MB).unread(data):
                read_reply(text, raw)
        except WireError:
            pass


# --- messages ----------------------------------------------------------------------------------------------------


def test_an_order_comes_back_as_it_was() -> None:
    job = Job(
        given=("import numpy as np",),
        cells=(Cell("code", "def f(x): return x", 3, exercise="f"), Cell("code", "x = '\ud800 ✓'")),
        exercises=("f",),
    )
    order = Order(job, {0: "took longer than 1 s"}, 512, 16, 60)
    assert decode_order(*read_frame(encode_order(order)))[0] == order


def test_given_cells_travel_compiled_from_their_own_source() -> None:
    given = ("from __future__ import annotations\nx = 1", "def h(y: undefined):\n    return x", "this is no Python")
    (_, codes), scope = decode_order(*read_frame(encode_order(Order(Job(given, (), ()), {}, 512, 16, 60)))), {}
    for number, code in enumerate(codes[:2]):
        assert code.co_filename == f"<given {number}>"
        exec(code, scope)
    assert scope["h"](0) == 1
    assert codes[2] is None  # says so when it is run


ROUNDS = {
    "no calls": Round([]),
    "one part": Round([Calls([Call("f", (1, 2.5, [FunctionRef("numpy", "sin")])), Call("f", ())])]),
    "several parts": Round([Calls([Call("f", (1, "x"))]), Calls([]), Calls([Call("g", ((),), 0)])]),
    "some that are done": Round([Calls([Call("f", ()), Call("g", ())])], frozenset({0})),
    "a follow-through": Round([Calls([Call("f", (None, True))])], frozenset(), ["g", "h"], True),
}


@pytest.mark.parametrize("asked", ROUNDS.values(), ids=ROUNDS.keys())
def test_a_round_comes_back_as_it_was(asked: Round) -> None:
    back = decode_round(*read_frame(encode_round(asked)))
    assert back.calls == asked.calls
    assert (back.skip, back.references, back.afresh) == (frozenset(asked.skip), list(asked.references), asked.afresh)


@settings(deadline=None)
@given(st.lists(values, max_size=3).map(tuple))
def test_the_arguments_of_a_call_come_back_as_they_were(args: tuple[Any, ...]) -> None:
    (call,) = decode_round(*read_frame(encode_round(Round([Calls([Call("f", args)])])))).calls
    assert same(call.args, args)


def test_a_round_tells_of_its_own_calls_and_an_order_of_none() -> None:
    first, then = (Calls([Call("f", (text,))]) for text in ("published", "secret"))
    order = encode_order(Order(Job((), (), ("f",)), {}, 512, 16, 60))
    assert b"published" not in order
    assert b"published" in encode_round(Round([first]))
    assert b"secret" not in order + encode_round(Round([first]))
    assert b"secret" in encode_round(Round([then]))


def test_calls_that_many_are_asked_are_written_once() -> None:
    part = Calls([Call("f", (np.arange(3),))])
    assert part.written is part.written
    assert encode_round(Round([part, part])).count(part.written) == 2


def test_arrays_among_arguments_come_back_whole_whatever_their_size_order_and_dtype() -> None:
    large = np.arange(SMALL, dtype=float)
    args = (large, large[:3], np.eye(3, 2).T, np.array(True), np.zeros((2, 0), "f4"), np.arange(3, dtype=">i4"))
    (call,) = decode_round(*read_frame(encode_round(Round([Calls([Call("f", args)])])))).calls
    assert same(call.args, args)
    assert len(Calls([Call("f", (large,)), Call("g", (large,))]).written) < 2 * large.nbytes  # written once


@pytest.mark.parametrize(
    "reply",
    [
        Ready(None),
        Ready("given cell 1: NameError: no"),
        CellDone(3, None),
        CellDone(0, "line 1: SystemExit"),
        CallDone(1, Returned((1.5, [None, Opaque("dict")]))),
        CallDone(1, Failed(Status.ERROR, "`f` raised it", "g")),
        CallDone(1, Failed(Status.NOT_ATTEMPTED, "`f` is not written yet")),
        Ask(Call("g", (1, [FunctionRef("answer", "h"), 2.5]))),
    ],
)
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    assert decode_reply(*read_frame(encode_reply(reply))) == reply


def test_an_answer_of_the_grader_comes_back_as_it_was() -> None:
    for value in (1.5, (1.5, [np.arange(3)]), np.eye(2), (np.arange(3), np.array(2, np.float32)), ()):
        ((text, raw),) = Frames(MB, MB).unread(encode_answer(Returned(value)))
        assert same(read_answer(text, raw), value)


def test_what_the_grader_cannot_answer_is_raised() -> None:
    with pytest.raises(RuntimeError, match="no such"):
        read_answer(*next(Frames(MB, MB).unread(encode_answer(Failed(Status.ERROR, "no such")))))


@pytest.mark.parametrize("arguments", ["null", '{"list":[]}', "3"])
def test_what_is_asked_has_a_tuple_of_arguments(arguments: str) -> None:
    with pytest.raises(WireError):
        decode_reply(*read_frame(encode_frame({"ask": "g", "args": json.loads(arguments)})))


@settings(deadline=None)
@given(values)
def test_a_returned_value_comes_back_in_a_reply(value: Any) -> None:
    reply = decode_reply(*read_frame(encode_reply(CallDone(0, Returned(value)))))
    assert isinstance(reply, CallDone)
    assert isinstance(reply.outcome, Returned)
    assert same(reply.outcome.value, value)


def _failed(*row: Any) -> dict[str, Any]:
    return {"call": 0, "failed": list(row)}


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"ready": 3},
        {"ready": None, "cell": 0, "error": None},
        {"cell": 0},
        {"cell": "0", "error": None},
        {"cell": True, "error": None},
        {"cell": 0, "error": "two\nlines"},
        {"cell": 0, "error": "x" * (MAX_SENTENCE + 1)},
        {"cell": 0, "error": "\x1b[31mred"},
        {"call": 0},
        {"call": 0, "returned": 1, "status": "passed"},
        {"call": 0, "returned": {"pickle": ""}},
        _failed("timeout", "m", ""),
        _failed("crashed", "m", ""),
        _failed("passed", "m", ""),
        _failed("error", "m"),
        _failed("error", "m", None),
        _failed("error", "m", "x" * 1000),
    ],
    ids=lambda document: json.dumps(document)[:50],
)
def test_a_reply_with_anything_else_in_it_is_refused(document: Any) -> None:
    with pytest.raises(WireError):
        decode_reply(document, b"")


def test_a_reply_with_bytes_left_over_is_refused() -> None:
    with pytest.raises(WireError):
        decode_reply({"ready": None}, b"x")


@given(st.text(max_size=700))
def test_a_sentence_is_one_printable_line_of_bounded_length(text: str) -> None:
    line = single_line(text)
    assert len(line) <= MAX_SENTENCE
    assert line.isprintable()
    assert single_line(line) == line


@pytest.mark.parametrize("document", [math.nan, object()], ids=["nan", "object"])
def test_a_frame_is_not_written_with_what_json_does_not_know(document: Any) -> None:
    with pytest.raises(WireError):
        encode_frame([document])
