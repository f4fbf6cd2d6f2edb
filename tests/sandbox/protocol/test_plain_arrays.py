"""Messages of one array or a tuple of arrays go a shorter way: what is written, read and refused there is the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.core.calls import Call, Returned
from autograder.errors import WireError
from autograder.sandbox.protocol.array_layout import CODES
from autograder.sandbox.protocol.codec import Frames, encode_frame, encode_value, parse_json
from autograder.sandbox.protocol.messages import Ask, CallDone, decode_reply, encode_reply, read_reply
from support.wire_values import MB, read_frame, same


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (1, 0, 2), (1,) * 16], ids=str)
@pytest.mark.parametrize("code", CODES)
def test_a_reply_of_one_array_is_written_and_read_as_any_other(code: str, shape: tuple[int, ...]) -> None:
    array = np.zeros(shape, code)
    raw = bytearray()
    written = encode_frame({"call": 12, "returned": encode_value(array, raw)}, raw)
    assert encode_reply(CallDone(12, Returned(array))) == written
    ((text, entries),) = Frames(MB, MB).unread(written)
    short, long = read_reply(text, entries), decode_reply(*read_frame(written))
    assert (short.call, long.call) == (12, 12)
    assert same(short.outcome.value, array)
    assert same(long.outcome.value, array)


@pytest.mark.parametrize("shapes", [[], [(2, 1)], [(), (3,), (0, 2)], [(1,)] * 40], ids=str)
@pytest.mark.parametrize("code", CODES)
def test_a_tuple_of_arrays_is_written_and_read_as_any_other_value(code: str, shapes: list[tuple[int, ...]]) -> None:
    arrays = tuple(np.ones(shape, code) for shape in shapes)
    raw = bytearray()
    node = encode_value(arrays, raw)
    for reply, document in (
        (CallDone(3, Returned(arrays)), {"call": 3, "returned": node}),
        (Ask(Call("g", arrays)), {"ask": "g", "args": node}),
    ):
        written = encode_reply(reply)
        assert written == encode_frame(document, raw)
        ((text, entries),) = Frames(MB, MB).unread(written)
        read = read_reply(text, entries)
        assert type(read) is type(reply)
        assert same(read.call.args if isinstance(read, Ask) else read.outcome.value, arrays)


NEARLY = b'{"call":7,"returned":{"array":["f8",[2,3]]}}'
NEARLY_TWO = b'{"ask":"g","args":{"tuple":[{"array":["f8",[2]]},{"array":["f8",[4]]}]}}'


def told(text: bytes, raw: bytes) -> str:
    """Return what is read, both ways; refused or not, it must be the same."""
    found = []
    for read in (read_reply, lambda text, raw: decode_reply(parse_json(text), raw)):
        try:
            found.append(repr(read(text, raw)))
        except WireError:
            found.append("refused")
    assert found[0] == found[1], text
    return found[0]


@settings(deadline=None)
@given(
    st.sampled_from([NEARLY, NEARLY_TWO]),
    st.integers(0, len(NEARLY_TWO)),
    st.integers(0, 3),
    st.sampled_from([b"", b"0", b"-", b" ", b"9" * 17, b"\xb2", b"\n", b"1,", b"b1", b",", b"{}"]),
)
def test_json_that_is_nearly_of_arrays_alone_means_the_same_either_way(
    text: bytes, at: int, cut: int, put: bytes
) -> None:
    told(text[:at] + put + text[at + cut :], bytes(48))


def test_a_form_that_was_read_before_is_not_taken_for_other_bytes() -> None:
    assert told(NEARLY_TWO, bytes(48)) != told(NEARLY_TWO, bytes(range(48)))
    assert told(NEARLY_TWO, bytes(47)) == told(NEARLY_TWO, bytes(49)) == "refused"
    truth = NEARLY.replace(b"f8", b"b1")
    assert told(truth, bytes(6)) != "refused"
    assert told(truth, b"\2" + bytes(5)) == "refused"


@pytest.mark.parametrize("size", [0, 47, 49])
def test_an_array_has_all_of_its_bytes_and_no_others_either_way(size: int) -> None:
    assert told(NEARLY, bytes(size)) == "refused"
    assert told(NEARLY, bytes(48)) != "refused"
