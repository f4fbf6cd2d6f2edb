"""Calls as they travel to a worker: pickled, since the grader has no reason to deceive it. None travel back so."""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np

from autograder.core.calls import Call
from autograder.sandbox.protocol.array_layout import CODE_OF, DTYPES, NATIVE

SMALL = 4096  # bytes of an array; a larger one is written once, however many calls have it


class Calls:
    """Calls that many submissions are asked: for the wire they are written once."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self.calls = tuple(calls)

    @cached_property
    def written(self) -> bytes:
        """The calls as a worker reads them."""
        stream = io.BytesIO()
        _Pickler(stream, 5).dump([_row_of(call) for call in self.calls])
        return stream.getvalue()


def _row_of(call: Call) -> tuple[Any, ...]:
    """Return a call's fields in order, those after the first three only where it has more than they say."""
    row = _fields_of(call)
    return row[:3] if row[3:] == _PLAIN_ROW else row


_fields_of = attrgetter(*(field.name for field in fields(Call)))
_PLAIN_ROW = tuple(field.default for field in fields(Call))[3:]


def read_calls(raw: bytes) -> list[Calls]:
    """Return the calls that were written one after the other."""
    stream, parts = io.BytesIO(raw), []
    while stream.tell() < len(raw):
        parts.append(Calls([Call(*row) for row in _Unpickler(stream).load()]))
    return parts


class _Pickler(pickle.Pickler):
    """Writes calls; small arrays as their entries, which takes a fifth of the time that numpy's own way takes."""

    def persistent_id(self, thing: Any) -> tuple[str, tuple[int, ...], bytes] | None:
        if type(thing) is not np.ndarray or thing.nbytes > SMALL or (code := CODE_OF.get(thing.dtype)) is None:
            return None
        return code, thing.shape, thing.astype(DTYPES[code], copy=False).tobytes()


class _Unpickler(pickle.Unpickler):
    """Reads calls, with numpy's names as they were before a student's cells ran."""

    def find_class(self, module: str, name: str) -> Any:
        return getattr(np, name) if module == "numpy" else super().find_class(module, name)

    def persistent_load(self, written: tuple[str, tuple[int, ...], bytes]) -> Any:
        code, shape, raw = written
        return np.ndarray(shape, DTYPES[code], raw).astype(NATIVE[code])
