"""Calls as they travel to a worker: pickled, since the grader has no reason to deceive it. None travel back so."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np

from autograder.core.array_pickle import ArrayPickler, ArrayUnpickler
from autograder.core.calls import Call


class Calls:
    """Calls that many submissions are asked: for the wire they are written once."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self.calls = tuple(calls)

    @cached_property
    def written(self) -> bytes:
        """The calls as a worker reads them."""
        stream = io.BytesIO()
        ArrayPickler(stream, 5).dump([_row_of(call) for call in self.calls])
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


class _Unpickler(ArrayUnpickler):
    """Reads calls, with numpy's names as they were before a student's cells ran."""

    def find_class(self, module: str, name: str) -> Any:
        return getattr(np, name) if module == "numpy" else super().find_class(module, name)
