"""Where tables differ before any entry is looked at: in their number of rows, and in what stands in their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.core.calls import Described, Opaque
from autograder.judging.words import at, shown

ROWS = {"DataFrame": ("index", "row"), "Series": ("values", "entr"), "Index": ("values", "entr")}
ARRAYS = {"datetime64": "dates and times", "timedelta64": "spans of time"}
ITEMS = {"date": "dates without a time", "timedelta": "spans of time", "time": "times of day"}
SEVERAL = "values of several kinds"


def unlike_columns(got: Described, want: Described, place: str) -> str:
    """Return how two tables of one kind differ as a whole, or ""."""
    name, noun = ROWS[want.kind]
    ours, theirs = _length(want.part(name)), _length(got.part(name))
    if ours is not None and theirs is not None and ours != theirs:
        return f"{at(place)}expected {ours} {_plural(noun, ours)}, got {theirs}"
    return next((told for pair in _columns(got, want, place) if (told := _unlike(*pair))), "")


def _plural(noun: str, number: int) -> str:
    return noun + {"row": ("", "s"), "entr": ("y", "ies")}[noun][number != 1]


def _columns(got: Described, want: Described, place: str) -> Iterator[tuple[Any, Any, str]]:
    space = f"{place} " if place else ""
    for name in ("index", "values"):
        if want.part(name) is not None:
            yield got.part(name), want.part(name), f"{space}{name}"
    ours, theirs = want.part("data"), got.part("data")
    if isinstance(ours, dict) and isinstance(theirs, dict):
        yield from ((theirs[key], ours[key], f"{place}column {shown(key)}") for key in ours if key in theirs)


def _unlike(got: Any, want: Any, place: str) -> str:
    """Return how what stands in two columns differs in kind, or ""."""
    ours, theirs = _kind(want), _kind(got)
    if not ours or not theirs:
        return ""
    if ours != theirs:
        return f"{at(place)}expected {ours}, got {theirs}{_such_as(got)}"
    if type(got) is type(want):
        return ""
    return f"{at(place)}expected {_with_gaps(want, ours)}, got {_with_gaps(got, theirs)}"


def _with_gaps(column: Any, kind: str) -> str:
    return f"{kind} with {column.count(None)} missing" if isinstance(column, list) and None in column else kind


def _kind(column: Any) -> str:
    """Return what stands in a column, in words; "" where there is nothing to be said of it."""
    if isinstance(column, np.ndarray):
        return "True and False" if column.dtype.kind == "b" else "numbers"
    if isinstance(column, Described):
        return ARRAYS.get(column.kind, "")
    if not isinstance(column, list):
        return ""
    kinds = {_kind_of_item(item) for item in column if item is not None}
    return kinds.pop() if len(kinds) == 1 else SEVERAL if kinds else ""


def _kind_of_item(item: Any) -> str:
    if isinstance(item, bool):
        return "True and False"
    if isinstance(item, int | float | complex | np.ndarray):
        return "numbers"
    if isinstance(item, str):
        return "texts"
    if isinstance(item, tuple):
        return "an index of several levels"
    if not isinstance(item, Described):
        return f"objects of type {item.type_name}" if isinstance(item, Opaque) else f"{type(item).__name__}s"
    if item.kind == "datetime":
        return "times with a time zone" if _has_zone(item.part("text")) else "dates and times"
    return ITEMS.get(item.kind, f"{item.kind.lower()}s")


def _has_zone(text: Any) -> bool:
    return isinstance(text, str) and any(sign in text.partition("T")[2] for sign in "+-Z")


def _such_as(column: Any) -> str:
    if not isinstance(column, list) or isinstance(column[0], Opaque | type(None)):
        return ""
    return f", such as {shown(column[0])}"


def _length(part: Any) -> int | None:
    if isinstance(part, Described):
        part = part.part("ticks")
    return len(part) if isinstance(part, list) or (isinstance(part, np.ndarray) and part.ndim) else None
