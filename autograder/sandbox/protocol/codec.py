"""The wire between the trusted grader and an untrusted worker: frames, and the values inside them.

A frame is

    header    two unsigned 32-bit integers in network order: the length of the JSON, the length of the raw bytes
    JSON      ASCII, no floats, no NaN, no repeated keys
    raw       the entries of all arrays in the JSON, one after the other, C order, little-endian, nothing in between

The reader knows the largest JSON and raw sizes that it will take before it reads a byte of them, and compares every
shape with the bytes that are there before it makes an array. Anything else is a WireError. Nothing is
ever unpickled or evaluated. WIRE.md beside this file says how each value is written, and has all the rest.
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

import numpy as np

from autograder.core.calls import Described, FunctionRef, Opaque
from autograder.core.model import Array
from autograder.core.text import single_line
from autograder.core.values import MAX_BITS, MAX_DEPTH, MAX_ITEMS, MAX_NAME, MAX_NDIM, MAX_TEXT
from autograder.errors import WireError
from autograder.sandbox.protocol.array_layout import CODE_OF, DTYPES, NATIVE, ArrayLayout, layout_of

HEADER = struct.Struct("!II")
SHORTER = {"f16": "f8", "f12": "f8", "c32": "c16", "c24": "c16"}
WHERES = ("answer", "numpy", "python", "source")
MAX_COLLISIONS = 100  # keys of one hash: more are no accident, and would take a dict the square of their number in time


def _refuse(text: str) -> NoReturn:
    raise WireError(f"{single_line(text, 40)} is not allowed in a frame's JSON")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) < len(pairs):
        raise WireError("a key is repeated")
    return keys


# Made once: json.dumps and json.loads make a new one for each frame.
to_json = json.JSONEncoder(allow_nan=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_without_repeats).raw_decode


def encode_frame(document: object, raw: bytes | bytearray = b"") -> bytes:
    """Return one frame. Raises WireError if it is too big for its header or the document is not JSON."""
    try:
        text = to_json(document).encode("ascii")
        return HEADER.pack(len(text), len(raw)) + text + raw
    except (struct.error, TypeError, ValueError, RecursionError) as error:
        raise WireError(f"this does not fit into a frame: {error}") from error


class Frames:
    """Takes bytes as they come and gives whole frames; refuses one that is too big on seeing its header."""

    def __init__(self, max_json: int, max_raw: int) -> None:
        self._max = (max_json, max_raw)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[Any, bytes]]:
        """Yield (document, raw) for each frame that data completes."""
        return ((parse_json(text), raw) for text, raw in self.unread(data))

    def unread(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield (JSON, raw) for each frame that data completes."""
        self._buffer += data
        start = 0
        try:
            while len(self._buffer) - start >= HEADER.size:
                json_size, raw_size = HEADER.unpack_from(self._buffer, start)
                if json_size > self._max[0] or raw_size > self._max[1]:
                    raise WireError(f"a frame of {json_size} + {raw_size} bytes is too big")
                middle = start + HEADER.size + json_size
                end = middle + raw_size
                if len(self._buffer) < end:
                    return
                with memoryview(self._buffer) as whole:  # a slice of the buffer itself would be copied twice
                    text, raw = bytes(whole[start + HEADER.size : middle]), bytes(whole[middle:end])
                start = end
                yield text, raw
        finally:
            del self._buffer[:start]


def parse_json(text: bytes) -> Any:
    """Return the document of a frame."""
    try:
        document, end = _decode(text.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise WireError("a frame holds no JSON of ours") from error
    if end != len(text):
        raise WireError("a frame holds no JSON of ours")
    return document


def encode_value(value: Any, raw: bytearray, depth: int = 0) -> Any:
    """Return value as JSON, appending the entries of its arrays to raw.

    A numpy scalar travels as an array of shape (). Raises WireError for anything that the wire does not carry.
    """
    if isinstance(value, np.ndarray | np.generic):
        return {"array": _encode_array(np.asarray(value), raw)}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            raise WireError(f"an int of {value.bit_length()} bits is too big")
        return int(value)
    if isinstance(value, float):
        return {"float": value.hex()}
    if isinstance(value, complex):
        return {"complex": [value.real.hex(), value.imag.hex()]}
    if isinstance(value, FunctionRef):
        return {"function": [value.where, value.name, value.source]}
    if isinstance(value, Opaque):
        return {"opaque": single_line(value.type_name, MAX_NAME)}
    if isinstance(value, list | tuple | dict | frozenset | Described):
        if depth >= MAX_DEPTH:
            raise WireError(f"lists are nested more than {MAX_DEPTH} deep")
        return _encode_container(value, raw, depth + 1)
    raise WireError(f"a value of type {type(value).__name__} cannot travel")


def _encode_container(value: Any, raw: bytearray, depth: int) -> Any:
    if isinstance(value, dict):
        pairs = [[encode_value(key, raw, depth), encode_value(item, raw, depth)] for key, item in value.items()]
        return {"dict": pairs}
    if isinstance(value, Described):
        parts = [[single_line(name, MAX_NAME), encode_value(part, raw, depth)] for name, part in value.parts]
        return {"described": [single_line(value.kind, MAX_NAME), parts]}
    kind = "list" if isinstance(value, list) else "tuple" if isinstance(value, tuple) else "set"
    return {kind: [encode_value(item, raw, depth) for item in value]}


def _encode_array(array: Array, raw: bytearray) -> list[Any]:
    code = CODE_OF.get(array.dtype) or _code(array.dtype)
    if code not in DTYPES or array.ndim > MAX_NDIM:
        raise WireError(f"an array of {array.dtype} with {array.ndim} dimensions cannot travel")
    dtype = DTYPES[code]
    raw += (array if array.dtype == dtype else array.astype(dtype)).tobytes()
    return [code, list(array.shape)]


def _code(dtype: np.dtype[Any]) -> str:
    code = f"{dtype.kind}{dtype.itemsize}"
    return SHORTER.get(code, code)


class Values:
    """Reads the values of one frame, in the order in which they were written."""

    def __init__(self, raw: bytes, max_items: int = MAX_ITEMS, max_text: int = MAX_TEXT) -> None:
        self._raw = raw
        self._at = 0
        self._items_left = max_items
        self._max_text = max_text

    def read(self, node: Any, depth: int = 0) -> Any:
        """Return the value that node describes. Raises WireError if it is not one."""
        self._items_left -= 1
        if self._items_left < 0:
            raise WireError("there are too many items in a frame")
        if isinstance(node, dict) and len(node) == 1:
            ((kind, body),) = node.items()
            return self._read_array(body) if kind == "array" else self._read_tagged(kind, body, depth)
        if node is None or isinstance(node, bool):
            return node
        if isinstance(node, int):
            return _checked(node, node.bit_length() <= MAX_BITS, "int")
        if isinstance(node, str):
            return read_text(node, self._max_text)
        raise WireError("a frame holds something that is no value")

    def _read_tagged(self, kind: str, body: Any, depth: int) -> Any:
        if kind in ("list", "tuple", "set", "dict", "described"):
            if not isinstance(body, list) or depth >= MAX_DEPTH or len(body) > self._items_left:
                raise WireError("a list is no list, nested too deep or too long")
            return self._read_container(kind, body, depth + 1)
        if kind == "complex":
            return complex(*map(_read_float, read_row(body, str, str)))
        if kind == "float":
            return _read_float(body)
        if kind == "function":
            where, name, source = read_row(body, str, str, str)
            _checked(where, where in WHERES, "function's place")
            return FunctionRef(where, read_text(name, MAX_NAME), read_text(source, self._max_text))
        if kind == "opaque":
            return Opaque(_line(body))
        raise WireError("a frame holds a value of an unknown kind")

    def _read_container(self, kind: str, body: list[Any], depth: int) -> Any:
        if kind == "described":
            name, parts = read_row(body, str, list)
            rows = [read_row(row, str, object) for row in parts]
            return Described(_line(name), tuple((_line(part), self.read(node, depth)) for part, node in rows))
        if kind == "dict":
            pairs = [tuple(self.read(node, depth) for node in read_row(row, object, object)) for row in body]
            return dict(zip(_different([key for key, _ in pairs]), [item for _, item in pairs], strict=True))
        items = [self.read(item, depth) for item in body]
        if kind == "set":
            return frozenset(_different(items))
        return items if kind == "list" else tuple(items)

    def _read_array(self, body: Any) -> Array:
        return self.array(layout_of(*read_row(body, str, list)))

    def array(self, layout: ArrayLayout) -> Array:
        """Return the next array of raw. Raises WireError if there is none of this dtype and shape."""
        code, shape, size = layout
        start, end = self._at, self._at + size
        if end > len(self._raw):
            raise WireError("an array is bigger than the bytes that came with it")
        self._at = end
        # A byte of 2 in a bool array is neither true nor false to numpy.
        _checked(code, code != "b1" or not self._raw[start:end].strip(b"\0\1"), "bool array")
        return np.ndarray(shape, DTYPES[code], self._raw, start).astype(NATIVE[code])

    def finish(self) -> None:
        """Raise WireError if bytes are left over."""
        if self._at != len(self._raw):
            raise WireError("there are bytes that belong to no array")


def _line(text: Any) -> str:
    return str(_checked(text, isinstance(text, str) and text == single_line(text, MAX_NAME), "name"))


def _different(keys: list[Any]) -> list[Any]:
    """Return keys, or members of a set, that no two are equal of, and that were not chosen to cost time."""
    try:
        hashes = Counter(hash(key) for key in keys)
        _checked(keys, max(hashes.values(), default=0) <= MAX_COLLISIONS and len(set(keys)) == len(keys), "set of keys")
    except TypeError as error:
        raise WireError("a key cannot be hashed") from error
    return keys


def read_row(node: Any, *kinds: type) -> list[Any]:
    """Return node, a list with one entry of exactly each kind; object stands for any."""
    if not isinstance(node, list) or len(node) != len(kinds):
        raise WireError("a row has the wrong length")
    for item, kind in zip(node, kinds, strict=True):
        if kind is not object and type(item) is not kind:
            raise WireError("a row has an entry of the wrong type")
    return node


def read_text(node: Any, cap: int) -> str:
    """Return node, a str of at most cap characters that UTF-8 can write."""
    if not isinstance(node, str) or len(node) > cap or not _is_unicode(node):
        raise WireError("a text is no text, too long or no Unicode")
    return node


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def _read_float(body: Any) -> float:
    try:
        return float.fromhex(_checked(body, isinstance(body, str) and len(body) <= 40, "float"))
    except (ValueError, OverflowError) as error:
        raise WireError("a float is no float") from error


def _checked(value: Any, right: bool, what: str) -> Any:
    if not right:
        raise WireError(f"a {what} is not allowed")
    return value
