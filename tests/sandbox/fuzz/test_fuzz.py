"""Whatever bytes a worker sends, the grader's reader gives replies or a WireError, and holds no more than it may."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_reader import MAX_JSON, MAX_RAW, inside, read

from autograder.core.calls import Failed, Outcome, Returned
from autograder.core.model import Status
from autograder.sandbox.protocol.messages import CallDone, CellDone, encode_reply

CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())

PIECES = st.integers(0, 3)
OUTCOMES: list[Outcome] = [
    Returned((np.ones((2, 3)), 1.5, None, "text")),
    Returned([np.zeros(4, bool), 2**100]),
    Failed(Status.ERROR, "`f` raised it", "f"),
]
REPLIES = [encode_reply(CellDone(0, None)), *(encode_reply(CallDone(0, outcome)) for outcome in OUTCOMES)]
KEYS = st.sampled_from(["list", "array", "call", "cell", "x"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_replies_or_refused(data: bytes) -> None:
    read(data)


@settings(max_examples=200, deadline=None)
@given(st.data(), PIECES)
def test_replies_with_bytes_changed_are_replies_or_refused(data: st.DataObject, piece: int) -> None:
    stream = bytearray(b"".join(data.draw(st.lists(st.sampled_from(REPLIES), min_size=1, max_size=4))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(stream) - 1))
        change = data.draw(st.sampled_from(["set", "cut", "repeat"]))
        if change == "set":
            stream[at] = data.draw(st.integers(0, 255))
        elif change == "cut":
            del stream[at + 1 : at + 1 + data.draw(st.integers(1, 20))]
        else:
            stream[at:at] = stream[at : at + 20]
    read(bytes([piece]) + stream)


@settings(max_examples=200, deadline=None)
@given(json_values, st.binary(max_size=64))
def test_any_json_in_a_right_frame_is_a_reply_or_refused(document: object, raw: bytes) -> None:
    for text in (json.dumps(document), json.dumps({"call": 0, "returned": document}, ensure_ascii=False)):
        read(inside(text.encode("utf-8", "surrogatepass"), raw))


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_what_fuzzing_has_found_stays_fixed(file: Path) -> None:
    read(file.read_bytes())


def test_the_corpus_is_small_and_holds_replies_that_are_taken() -> None:
    sizes = [file.stat().st_size for file in CORPUS]
    assert 0 < len(sizes) <= 60
    assert sum(sizes) <= 20_000
    assert max(read(file.read_bytes()) for file in CORPUS) >= 2


@pytest.mark.parametrize(
    "flood",
    [b"\0" * 2**21, b"\xff" * 2**21, (b"\0\0\xff\xff\0\0\0\0" + b"[" * 0xFFFF) * 32],
    ids=["empty frames", "huge headers", "deep frames"],
)
def test_a_flood_takes_bounded_memory(flood: bytes) -> None:
    data = b"\x03" + flood
    tracemalloc.start()
    read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * (MAX_JSON + MAX_RAW)
