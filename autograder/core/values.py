"""What an answer returned, turned into what may travel: plain values, arrays, described ones, or a type's name."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.core.calls import Described, Opaque
from autograder.core.described import describe, describe_array
from autograder.core.model import Array


class _TooMuchError(Exception):
    """A container is nested too deep or has too many items."""


def portable(value: Any) -> Any:
    """Return a copy of value that the wire can carry; what it cannot carry becomes Opaque."""
    try:
        return _Conversion().convert(value, MAX_DEPTH)
    except _TooMuchError:
        return opaque(value, "that holds too much or is nested too deep")


def opaque(value: Any, why: str = "") -> Opaque:
    """Return all that is told of a value that cannot travel: its type, and why, where others of its type can."""
    return Opaque(f"{type(value).__name__[: MAX_NAME // 2]} {why}".rstrip())


class _Conversion:
    """The conversion of one value, which has room for so many items in all."""

    def __init__(self) -> None:
        self._room = MAX_ITEMS - 1

    def convert(self, value: Any, depth: int) -> Any:
        self._take(1)
        if value is None or isinstance(value, bool | Opaque):
            return value
        if isinstance(value, str):
            return opaque(value, TOO_LONG) if len(value) > MAX_TEXT else value.encode("utf-8", "replace").decode()
        # numpy's float64 is a float too, and must stay an array.
        if isinstance(value, np.ndarray | np.generic):
            return self._array(value, depth)
        if isinstance(value, int):
            return int(value) if value.bit_length() <= MAX_BITS else opaque(value, TOO_LONG)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, complex):
            return complex(value)
        # A sparse matrix may be a dict, too.
        found = value if isinstance(value, Described) else None if type(value) in CONTAINERS else describe(value)
        if found is not None:
            return self._described(found, depth)
        return self._container(value, depth) if isinstance(value, CONTAINERS) else opaque(value)

    def _take(self, items: int) -> None:
        self._room -= items
        if self._room < 0:
            raise _TooMuchError

    def _container(self, value: Any, depth: int) -> Any:
        if depth == 0:
            raise _TooMuchError
        if isinstance(value, dict):
            return self._dict(value, depth)
        if isinstance(value, set | frozenset):
            keys = [self._key(item, depth - 1) for item in value]
            return frozenset(keys) if _hashable(keys) else opaque(value)
        items = [self.convert(item, depth - 1) for item in value]
        return items if isinstance(value, list) else tuple(items)

    def _dict(self, value: dict[Any, Any], depth: int) -> Any:
        pairs = [(self._key(key, depth - 1), self.convert(item, depth - 1)) for key, item in value.items()]
        return dict(pairs) if _hashable([key for key, _ in pairs]) else opaque(value)

    def _key(self, key: Any, depth: int) -> Any:
        """Return what stands for a key or a member of a set: numpy's numbers are plain ones there."""
        return self.convert(key.item() if isinstance(key, np.generic) else key, depth)

    def _described(self, found: Described, depth: int) -> Any:
        if depth == 0:
            raise _TooMuchError
        return Described(found.kind, tuple((name, self.convert(part, depth - 1)) for name, part in found.parts))

    def _array(self, value: Any, depth: int) -> Any:
        if type(value) is not np.ndarray and (found := describe(value)) is not None:
            return self._described(found, depth)
        array = np.array(value, subok=False, order="C")
        if array.ndim > MAX_NDIM:
            return opaque(value)
        if array.dtype.kind in "biufc":
            return array
        if array.dtype.kind == "O":
            return self._objects(array, depth)
        found = describe_array(array)
        return opaque(value) if found is None else self._described(found, depth)

    def _objects(self, array: Array, depth: int) -> Any:
        items = list(array.flat)
        if all(isinstance(item, bool | int | float | np.number | np.bool_) for item in items):
            return array.astype(np.float64)
        if items and all(isinstance(item, str) for item in items):
            return self._described(Described("array of texts", (("shape", array.shape), ("items", items))), depth)
        # "ndarray" would say nothing to anyone who sees numbers when it is printed.
        has_none = any(item is None for item in items)
        return Opaque(f"array of objects ({'is there a None in it?' if has_none else 'are its rows of one length?'})")


def _hashable(keys: list[Any]) -> bool:
    try:
        return len({hash(key) for key in keys}) >= 0
    except TypeError:
        return False


CONTAINERS = (list, tuple, dict, set, frozenset)
TOO_LONG = "that is too long"
MAX_DEPTH = 8
MAX_ITEMS = 20_000
MAX_BITS = 1024
MAX_TEXT = 100_000
MAX_NAME = 80
MAX_NDIM = 16
