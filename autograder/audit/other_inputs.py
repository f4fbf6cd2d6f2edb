"""Other inputs for a probe's calls, of the same kinds: sizes, values, lengths and functions that nobody drew.

Everything starts from a call that the probe makes, so that what comes out is a call that the exercise could be asked.
The simplest come first. Whether the exercise promises anything there is for its author to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.core.calls import Call, FunctionRef, leaves
from autograder.core.model import Array

SIZES = (1, 2, 7)
FLOATS = (0.0, 1.0, -1.0, 0.5, 3.0, -30.0, 30.0)
WHOLE = (0, 1, 2, 3, 7, 12)
TEXTS = ("", "a", "Ab aB", "  two  words ", "x\ny", "ABC", "äß")
FUNCTIONS = ("sin", "exp", "tanh", "square", "negative", "sign")
LENGTHS = (0, 1, 2, 7)


def variations(call: Call, defaults: int = 0) -> Iterator[Call]:
    """Yield other calls of the same function. defaults: how many of its last parameters may be left out."""
    for left_out in range(1, min(defaults, len(call.args)) + 1):
        yield replace(call, args=call.args[:-left_out])
    for place, argument in enumerate(call.args):
        for other in _others(argument):
            yield _with(call, place, other)
    yield from _resized(call)


def _with(call: Call, place: int, value: Any) -> Call:
    return replace(call, args=(*call.args[:place], value, *call.args[place + 1 :]))


def _others(argument: Any) -> Iterator[Any]:
    """Yield other values of an argument's kind."""
    match argument:
        case bool():
            yield not argument
        case int():
            yield from (number for number in WHOLE if number != argument)
        case float():
            yield from (number for number in (*FLOATS, -argument, 10 * argument) if number != argument)
        case str():
            yield from dict.fromkeys(text for text in (*_texts(argument), *TEXTS) if text != argument)
        case np.ndarray():
            yield from _arrays(argument)
        case FunctionRef():
            yield from (FunctionRef("numpy", name) for name in FUNCTIONS)
        case list() | tuple():
            yield from _sequences(argument)
        case dict():
            yield {}
            yield dict(list(argument.items())[:1])
            yield {key: argument[key] for key in reversed(argument)}
            for key, item in list(argument.items())[:3]:
                yield from ({**argument, key: other} for other in _others(item))


def _texts(text: str) -> Iterator[str]:
    """Yield texts like this one: in other letters, turned round, with a mark in it, with one letter changed."""
    half = len(text) // 2
    yield from (text.swapcase(), text.title(), text[::-1], text + text, text[:1] + text[-1:], text[1:])
    yield from (text[:half] + mark + text[half:] for mark in (", ", " ", "7", "-"))
    yield text[:half] + ("q" if text[half : half + 1] != "q" else "x") + text[half + 1 :]


def _sequences(items: Sequence[Any]) -> Iterator[Any]:
    made = list if isinstance(items, list) else tuple
    for length in LENGTHS if items else ():
        if length != len(items):
            yield made((list(items) * length)[:length])
    yield made(reversed(items))
    for place, item in enumerate(items[:3]):
        for other in _others(item):
            yield made([*items[:place], other, *items[place + 1 :]])


def _arrays(array: Array) -> Iterator[Array]:
    """Yield arrays of the same shape with other entries: the same everywhere, far, of one sign, sorted."""
    if array.dtype.kind == "f":
        yield from (np.full(array.shape, number) for number in FLOATS)
        yield np.abs(array)
        yield -np.abs(array)
        yield from (_one_far(array, number) for number in (8.0, -8.0, 30.0, -30.0, 1000.0, 0.0))
        yield from (10.0 * array, 0.01 * array)
    elif array.dtype.kind in "iu":
        yield from (np.full_like(array, number) for number in (0, 1))
    if array.size > 1:
        yield np.sort(array, axis=None).reshape(array.shape)
        yield np.sort(array, axis=None)[::-1].reshape(array.shape)


def _one_far(array: Array, number: float) -> Array:
    """Return the array with one number in its middle."""
    flat = array.ravel().copy()
    flat[flat.size // 2 : flat.size // 2 + 1] = number
    return flat.reshape(array.shape)


def _resized(call: Call) -> Iterator[Call]:
    """Yield calls in which one extent of all arrays that have it is another: sizes that belong together stay equal."""
    extents = {size for part in leaves(call.args) if isinstance(part, np.ndarray) for size in part.shape}
    for old in sorted(extents):
        for new in SIZES:
            if new != old:
                yield replace(call, args=tuple(_with_extent(each, old, new) for each in call.args))


def _with_extent(value: Any, old: int, new: int) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_with_extent(part, old, new) for part in value)
    if not isinstance(value, np.ndarray):
        return value
    for axis, size in enumerate(value.shape):
        if size == old:
            value = np.take(value, np.arange(new) % old, axis) if old else value
    return value
