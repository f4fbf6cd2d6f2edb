"""How an array may lie in a frame's raw bytes: its dtype, its shape, and how many bytes that takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.core.values import MAX_NDIM
from autograder.errors import WireError

CODES = ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
DTYPES = {code: np.dtype("<" + code) for code in CODES}
NATIVE = {code: dtype.newbyteorder("=") for code, dtype in DTYPES.items()}
CODE_OF = {dtype: code for code, dtype in NATIVE.items()}
MAX_EXTENT = 2**40


class ArrayLayout(NamedTuple):
    """An array's dtype and shape, found to be allowed, and how many bytes it takes."""

    code: str
    shape: Sequence[int]
    size: int


def layout_of(code: str, shape: Sequence[Any]) -> ArrayLayout:
    """Return how an array lies in raw. Raises WireError for a dtype or shape that is not allowed."""
    dtype = DTYPES.get(code)
    if dtype is None or len(shape) > MAX_NDIM:
        raise WireError("an array's dtype or shape is not allowed")
    return ArrayLayout(code, shape, _entries(shape) * dtype.itemsize)


def _entries(shape: Sequence[Any]) -> int:
    """Return how many entries an array of this shape has; zeros count as ones where it is asked whether it may be."""
    count = extent = 1
    for n in shape:
        if type(n) is not int or not 0 <= n <= MAX_EXTENT:
            raise WireError("an array's dtype or shape is not allowed")
        count *= n
        extent *= n or 1
    if extent > MAX_EXTENT:
        raise WireError("a shape is not allowed")
    return count
