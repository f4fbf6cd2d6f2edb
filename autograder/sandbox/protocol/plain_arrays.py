"""By far the most values are one array, or a tuple of arrays: results, what a worker asks, and what it is answered.

Their JSON has one form, and few shapes occur: it is parsed once, and written from parts. What is read so, and what is
refused, is just what messages reads and refuses at length (tests hold that).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from autograder.core.model import Array
from autograder.core.values import MAX_NDIM
from autograder.sandbox.protocol.array_layout import CODE_OF, DTYPES, ArrayLayout, layout_of
from autograder.sandbox.protocol.codec import HEADER, Values

LONGEST = 500  # bytes of JSON that are remembered
REMEMBERED = 2000
_ARRAY = r'\{"array":\["([a-z][0-9]{1,2})",\[((?:(?:0|[1-9][0-9]{0,15})(?:,(?:0|[1-9][0-9]{0,15}))*)?)\]\]\}'
_EACH = re.compile(_ARRAY)
_ONE = re.sub(r"\((?!\?)", "(?:", _ARRAY)
_MESSAGE = re.compile(
    r'\{(?:"call":(?P<call>0|[1-9][0-9]{0,8}),"returned"|"ask":"(?P<ask>[A-Za-z_][A-Za-z0-9_]{0,79})","args"|"returned"):'
    rf'(?P<value>{_ONE}|\{{"tuple":\[(?:{_ONE}(?:,{_ONE})*)?\]\}})\}}'
)


class Form(NamedTuple):
    """All that a message of plain arrays says but their entries. call: which has returned; ask: what is asked for."""

    call: int | None
    ask: str | None
    alone: bool
    layouts: tuple[ArrayLayout, ...]

    def value(self, raw: bytes) -> Array | tuple[Array, ...]:
        """Return the array, or the tuple of them. Raises WireError unless raw is what they take."""
        values = Values(raw)
        arrays = tuple(map(values.array, self.layouts))
        values.finish()
        return arrays[0] if self.alone else arrays


def form_of(text: bytes) -> Form | None:
    """Return the form of a message, None if it is of another. Raises WireError for arrays that are not allowed."""
    return _form(text) if len(text) <= LONGEST else None


@lru_cache(REMEMBERED)
def _form(text: bytes) -> Form | None:
    found = _MESSAGE.fullmatch(text.decode("latin-1"))
    if found is None:
        return None
    call, ask, value = found.group("call", "ask", "value")
    layouts = tuple(
        layout_of(code, [int(extent) for extent in shape.split(",")] if shape else [])
        for code, shape in _EACH.findall(value)
    )
    return Form(None if call is None else int(call), ask, value.startswith('{"array"'), layouts)


def frame(before: str, value: Any) -> bytes | None:
    """Return the frame of `before`, a value and "}", as codec.encode_frame writes it; None for any other value."""
    arrays = value if type(value) is tuple else (value,)
    parts = [part for each in arrays if type(each) is np.ndarray and (part := _written(each.dtype, each.shape))]
    if len(parts) < len(arrays):
        return None
    inner = ",".join(parts) if value is not arrays else f'{{"tuple":[{",".join(parts)}]}}'
    text = f"{before}{inner}}}".encode("ascii")
    raw = b"".join([each.astype(DTYPES[CODE_OF[each.dtype]], copy=False).tobytes() for each in arrays])
    return HEADER.pack(len(text), len(raw)) + text + raw


@lru_cache(REMEMBERED)
def _written(dtype: np.dtype[Any], shape: tuple[int, ...]) -> str | None:
    """Return how an array's dtype and shape are written, None if it cannot travel as it is."""
    if len(shape) > MAX_NDIM or (code := CODE_OF.get(dtype)) is None:
        return None
    return f'{{"array":["{code}",[{",".join(map(str, shape))}]]}}'
