"""By far the most replies: a call that returned one array. Its JSON has one form: it is written and read unparsed.

What is read so, and what is refused, is just what messages.decode_reply reads and refuses (a test holds that).
"""

from __future__ import annotations

import re

import numpy as np

from autograder.core.calls import Outcome, Returned
from autograder.core.model import Array
from autograder.core.values import MAX_NDIM
from autograder.sandbox.protocol.codec import CODE_OF, DTYPES, HEADER, Values

_JSON = re.compile(
    rb'\{"call":(0|[1-9][0-9]{0,8}),"returned":\{"array":\["([a-z][0-9]{1,2})",'
    rb"\[((?:(?:0|[1-9][0-9]{0,15})(?:,(?:0|[1-9][0-9]{0,15}))*)?)\]\]\}\}"
)


def encode(call: int, outcome: Outcome) -> bytes | None:
    """Return the frame of a reply that is one array, as codec.encode_frame writes it; None for any other."""
    value = outcome.value if isinstance(outcome, Returned) else None
    if type(value) is not np.ndarray or value.ndim > MAX_NDIM or (code := CODE_OF.get(value.dtype)) is None:
        return None
    shape = ",".join(map(str, value.shape))
    text = f'{{"call":{call},"returned":{{"array":["{code}",[{shape}]]}}}}'.encode("ascii")
    raw = value.astype(DTYPES[code], copy=False).tobytes()
    return HEADER.pack(len(text), len(raw)) + text + raw


def decode(text: bytes, raw: bytes) -> tuple[int, Array] | None:
    """Return the call and the array of such a reply, None for any other. Raises WireError as any reply does."""
    if (found := _JSON.fullmatch(text)) is None:
        return None
    call, code, shape = found.groups()
    values = Values(raw)
    array = values.array(code.decode("ascii"), [int(extent) for extent in shape.split(b",")] if shape else [])
    values.finish()
    return int(call), array
