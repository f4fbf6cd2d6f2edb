"""Values for the wire, and how they are compared."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np

from autograder.core.calls import FunctionRef, Opaque
from autograder.core.text import single_line
from autograder.sandbox.protocol.array_layout import DTYPES
from autograder.sandbox.protocol.codec import Frames, Values

MB = 2**20
arrays = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda code: st_np.arrays(np.dtype(code), st_np.array_shapes(min_dims=0, min_side=0, max_dims=4, max_side=4))
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.none() | st.booleans() | st.integers(-(2**200), 2**200) | st.floats()
names = texts.map(single_line)
functions = st.builds(FunctionRef, st.sampled_from(["answer", "numpy", "source"]), texts, texts)
leaves = numbers | texts | arrays | functions | st.builds(Opaque, names)
values = st.recursive(leaves, lambda v: st.lists(v, max_size=3) | st.lists(v, max_size=3).map(tuple), max_leaves=8)


def same(a: Any, b: Any) -> bool:
    """Equal in type and value; NaN equals NaN, -0.0 does not equal 0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and bool(np.array_equal(a, b, equal_nan=a.dtype.kind in "fc"))
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def read_frame(frame: bytes, max_json: int = MB, max_raw: int = MB) -> tuple[Any, bytes]:
    (found,) = Frames(max_json, max_raw).feed(frame)
    return found


def read(node: Any, raw: bytes = b"") -> Any:
    reader = Values(raw)
    result = reader.read(node)
    reader.finish()
    return result
