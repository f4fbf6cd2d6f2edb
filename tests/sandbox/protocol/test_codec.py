"""Which values may pass between grader and worker, and that nothing else does."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from autograder.core.calls import Described, Opaque
from autograder.core.values import MAX_DEPTH, MAX_ITEMS
from autograder.errors import WireError
from autograder.sandbox.protocol.codec import (
    Values,
    encode_frame,
    encode_value,
)
from support.wire_values import read, read_frame, same, values


def round_trip(value: Any) -> Any:
    raw = bytearray()
    node = encode_value(value, raw)
    document, received = read_frame(encode_frame(node, raw))
    reader = Values(received)
    result = reader.read(document)
    reader.finish()
    return result


@settings(max_examples=100, deadline=None)
@given(values)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    assert same(round_trip(value), value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, -0.0, 5e-324, 0.1])
def test_floats_are_exact(value: float) -> None:
    assert same(round_trip(value), value)


def test_a_numpy_scalar_becomes_an_array_without_dimensions() -> None:
    assert same(round_trip(np.float64(2.5)), np.array(2.5))


def test_long_doubles_become_doubles() -> None:
    assert round_trip(np.ones(2, np.longdouble)).dtype == np.float64


def test_any_memory_layout_arrives_in_order() -> None:
    array = np.arange(12, dtype=">i4").reshape(3, 4).T[::-1]
    assert np.array_equal(round_trip(array), array)


def test_arrays_arrive_writable_and_apart_from_each_other() -> None:
    first, second = round_trip([np.zeros(2), np.zeros(2)])
    first += 1
    assert second.tolist() == [0, 0]


@pytest.mark.parametrize("value", [{1}, object(), np.array(["a"]), np.array([None]), 2**2000, b"x", Opaque])
def test_what_the_wire_does_not_carry_is_not_sent(value: Any) -> None:
    with pytest.raises(WireError):
        encode_value(value, bytearray())


PLAIN = [
    1 - 2j,
    complex(math.nan, -0.0),
    {},
    {"a": [1, {2: (3,)}], None: {"b": frozenset({1, "x"})}},
    frozenset({(1, "a"), None}),
    Described("date", (("text", "2026-01-02"),)),
    {"t": Described("axes", (("x", [1.5]), ("y", {"k": Described("line", ())})))},
]


@pytest.mark.parametrize("value", PLAIN, ids=map(str, range(len(PLAIN))))
def test_plain_values_of_every_kind_come_back_as_they_were(value: Any) -> None:
    raw = bytearray()
    assert made_of(read(json.loads(json.dumps(encode_value(value, raw))))) == made_of(value)


def made_of(value: Any) -> str:
    """Return what a value is made of; a set's parts in one order, whatever their hashes are in this process."""
    if isinstance(value, frozenset):
        return f"frozenset {sorted(map(made_of, value))}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__} {[made_of(part) for part in value]}"
    if isinstance(value, dict):
        return f"dict {[(made_of(key), made_of(part)) for key, part in value.items()]}"
    return f"{value.kind} {made_of(value.parts)}" if isinstance(value, Described) else repr(value)


def test_dicts_and_described_values_are_counted_and_nested_as_lists_are() -> None:
    for wrap in (lambda node: {"dict": [[1, node]]}, lambda node: {"described": ["kind", [["part", node]]]}):
        node: Any = 1
        for _ in range(MAX_DEPTH):
            node = wrap(node)
        read(node)
        with pytest.raises(WireError):
            read(wrap(node))
    with pytest.raises(WireError):
        read({"dict": [[n, 0] for n in range(MAX_ITEMS // 2 + 1)]})


def test_lists_that_are_nested_too_deep_are_neither_sent_nor_taken() -> None:
    value: Any = 1
    node: Any = 1
    for _ in range(MAX_DEPTH):
        value, node = [value], {"list": [node]}
    assert read(node) == value
    with pytest.raises(WireError):
        encode_value([value], bytearray())
    with pytest.raises(WireError):
        read({"list": [node]})


@pytest.mark.parametrize(
    "node",
    [
        [],
        {},
        1.5,
        2**2000,
        {"pickle": "gASVKAAAAAAAAAA="},
        {"list": 3},
        {"list": [], "tuple": []},
        {"float": 1},
        {"float": "one"},
        {"float": "0x1p99999"},
        {"float": "0" * 1000},
        {"opaque": "a\nb"},
        {"opaque": "x" * 1000},
        {"opaque": 3},
        {"function": ["os", "system", ""]},
        {"function": ["numpy", "sin"]},
        {"complex": ["0x1p+0"]},
        {"complex": [1, 2]},
        {"complex": ["0x1p+0", "one"]},
        {"set": {}},
        {"set": [1, 1]},
        {"set": [1, True]},
        {"set": [{"list": []}]},
        {"set": [{"array": ["f8", []]}]},
        {"set": [n * (2**61 - 1) for n in range(500)]},
        {"dict": [[1]]},
        {"dict": [[1, 2, 3]]},
        {"dict": [["a", 1], ["a", 2]]},
        {"dict": [[{"list": []}, 1]]},
        {"dict": {"a": 1}},
        {"dict": [[n * (2**61 - 1), 0] for n in range(500)]},
        {"described": "date"},
        {"described": ["date"]},
        {"described": ["a\nb", []]},
        {"described": ["x" * 1000, []]},
        {"described": [3, []]},
        {"described": ["date", [["text"]]]},
        {"described": ["date", [[3, "text"]]]},
        {"described": ["date", {"text": "x"}]},
        {"list": [0] * 30_000},
        "x" * 200_000,
        "\ud800",
    ],
    ids=lambda node: str(node)[:40].encode("ascii", "replace").decode(),
)
def test_a_malformed_value_is_refused(node: Any) -> None:
    with pytest.raises(WireError):
        read(node)


@pytest.mark.parametrize(
    "body",
    [
        ["f8", [2]],
        ["f8", [-1]],
        ["f8", [True]],
        ["f8", [0.5]],
        ["f8", ["1"]],
        ["f8", [10**30]],
        ["f8", [0, 2**40, 2**40]],
        ["f8", [1] * 40],
        ["f8", 1],
        ["O", [1]],
        ["U4", [1]],
        ["V8", [1]],
        ["f8"],
        ["f8", [1], 0],
        ["b1", [8]],
        [8, [1]],
        "f8",
    ],
    ids=str,
)
def test_an_array_that_is_not_what_it_says_is_refused(body: Any) -> None:
    with pytest.raises(WireError):
        read({"array": body}, b"\x02" * 8)


def test_bytes_that_belong_to_no_array_are_refused() -> None:
    with pytest.raises(WireError, match="belong to no array"):
        read({"array": ["f8", [1]]}, b"\0" * 9)
