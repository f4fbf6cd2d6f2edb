"""What an answer returned, turned into what may travel: numbers, arrays, sequences of them, or a type's name."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.core.calls import Opaque
from autograder.core.model import Array


class _TooMuchError(Exception):
    """A sequence is nested too deep or has too many items."""


def portable(value: Any) -> Any:
    """Return a copy of value that the wire can carry; what it cannot carry becomes Opaque."""
    try:
        return _convert(value, MAX_DEPTH, [MAX_ITEMS - 1])
    except _TooMuchError:
        return opaque(value)


def opaque(value: Any) -> Opaque:
    """Return all that is told of a value that cannot travel."""
    return Opaque(type(value).__name__[:MAX_NAME])


def _convert(value: Any, depth: int, room: list[int]) -> Any:
    room[0] -= 1
    if room[0] < 0:
        raise _TooMuchError
    if value is None or isinstance(value, bool):
        return value
    # numpy's float64 is a float too, and must stay an array.
    if isinstance(value, np.ndarray | np.generic):
        return _convert_array(np.array(value, subok=False, order="C"), value)
    if isinstance(value, int):
        return int(value) if value.bit_length() <= MAX_BITS else opaque(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8") if len(value) <= MAX_TEXT else opaque(value)
    if isinstance(value, list | tuple):
        if depth == 0:
            raise _TooMuchError
        items = [_convert(item, depth - 1, room) for item in value]
        return items if isinstance(value, list) else tuple(items)
    return opaque(value)


def _convert_array(array: Array, value: Any) -> Any:
    if array.ndim > MAX_NDIM:
        return opaque(value)
    if array.dtype.kind == "O":
        plain = all(isinstance(item, bool | int | float | np.number | np.bool_) for item in array.flat)
        return array.astype(np.float64) if plain else _opaque_objects(array)
    if array.dtype.kind == "U":
        return Opaque("array of texts")
    return array if array.dtype.kind in "biufc" else opaque(value)


def _opaque_objects(array: Array) -> Opaque:
    # "ndarray" would say nothing to anyone who sees numbers when it is printed.
    has_none = any(item is None for item in array.flat)
    return Opaque(f"array of objects ({'is there a None in it?' if has_none else 'are its rows of one length?'})")


MAX_DEPTH = 8
MAX_ITEMS = 20_000
MAX_BITS = 1024
MAX_TEXT = 100_000
MAX_NAME = 80
MAX_NDIM = 16
