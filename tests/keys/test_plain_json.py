"""Plain values and whole calls come back from the students' file as they were, the same on every machine."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Described, Does, FunctionRef, Made, Opaque, Shows
from autograder.keys.plain_json import decode, encode, stable
from autograder.keys.public import _call, _read_call

VALUES = [
    None,
    1 - 2j,
    {"a": [1, (2.5, "x")], 3: {"b": frozenset({1, "y"})}},
    {1, 2},
    Described("date", (("text", "2026-01-02"),)),
    Opaque("module"),
    [Made(3), FunctionRef("python", "len")],
]


def again(value: Any) -> Any:
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize("value", VALUES, ids=map(str, range(len(VALUES))))
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert again(value) == value
    assert type(again(value)) is type(value)


@pytest.mark.parametrize("array", [np.array([[1 + 2j, -0.5j]]), np.array([True, False]), np.arange(3, dtype=np.uint8)])
def test_an_array_of_any_plain_dtype_comes_back(array: Any) -> None:
    found = again(array)
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)


def test_a_call_of_many_steps_comes_back_and_a_plain_one_is_written_as_ever() -> None:
    make = Call("Stack", ())
    push = Call("Stack", ({"a": 1},), named=(("n", 2),), does=Does.METHOD, on=Made(0), name="push")
    call = Call("Stack", (), shows=Shows.RAISED, does=Does.METHOD, on=Made(0), name="pop", before=(make, push))
    assert _read_call(json.loads(json.dumps(_call(call)))) == call
    assert _call(Call("f", (1,), 0)) == {"function": "f", "args": [1], "leaves": 0}


def test_numbers_are_rounded_where_machines_differ() -> None:
    assert stable({"a": [0.1 + 0.2, (1 / 3 + 1e-17) * 1j]}) == {"a": [0.3, 0.333333333333j]}
    assert np.isnan(stable(float("nan")))
