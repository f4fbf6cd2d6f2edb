"""Is some JSON a record? Every member is checked for the type that the schema gives it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from autograder.records.schema import Record

SCHEMA = 1
WORDS = {str: "text", float: "a number", int: "a whole number", bool: "true or false", NoneType: "null"}


def fault(found: Any) -> str:
    """Return what keeps some JSON from being a record, as a phrase that names the member, or "".

    Members that the schema does not know are a newer version's, and welcome.
    """
    # To word a fault takes fifty times as long as to see that there is none.
    return ("" if _fits(Record)(found) else _fault(found, Record, "it")) or (
        "" if found["schema"] == SCHEMA else f"its schema is {found['schema']}, not 1"
    )


@cache
def _fits(kind: Any) -> Callable[[Any], bool]:
    """Return a function that says whether a value is of a kind, just as _fault does."""
    if is_typeddict(kind):
        required, members = kind.__required_keys__, [(name, _fits(each)) for name, each in _hints(kind).items()]
        return lambda found: (
            isinstance(found, dict)
            and required <= found.keys()
            and all(name not in found or fits(found[name]) for name, fits in members)
        )
    parts = [_fits(each) for each in get_args(kind)]
    if get_origin(kind) in (Union, UnionType):
        return lambda found: any(fits(found) for fits in parts)
    if get_origin(kind) is list:
        return lambda found: isinstance(found, list) and all(map(parts[0], found))
    if get_origin(kind) is dict:
        return lambda found: isinstance(found, dict) and all(map(parts[1], found.values()))
    return lambda found: _is_plain(found, kind)


def _fault(found: Any, kind: Any, place: str) -> str:
    if is_typeddict(kind):
        return _fault_of_members(found, kind, place)
    if get_origin(kind) in (Union, UnionType):
        faults = [_fault(found, each, place) for each in get_args(kind)]
        return "" if "" in faults else faults[0]
    if get_origin(kind) is list:
        return _first(found, list, place, "a list", lambda: enumerate(found), get_args(kind)[0])
    if get_origin(kind) is dict:
        return _first(found, dict, place, "an object", lambda: found.items(), get_args(kind)[1])
    return "" if _is_plain(found, kind) else f"{place} is not {WORDS[kind]}"


def _fault_of_members(found: Any, kind: Any, place: str) -> str:
    if not isinstance(found, dict):
        return f"{place} is not an object"
    if missing := sorted(kind.__required_keys__ - found.keys()):
        return f"{place} has no '{missing[0]}'"
    pairs = ((name, each) for name, each in _hints(kind).items() if name in found)
    return next((wrong for name, each in pairs if (wrong := _fault(found[name], each, _inside(place, name)))), "")


def _first(found: Any, kind: type, place: str, word: str, parts: Any, of: Any) -> str:
    if not isinstance(found, kind):
        return f"{place} is not {word}"
    return next((wrong for name, part in parts() if (wrong := _fault(part, of, _inside(place, name)))), "")


def _inside(place: str, name: object) -> str:
    return str(name) if place == "it" else f"{place}.{name}"


def _is_plain(found: Any, kind: type) -> bool:
    if kind is float:
        return isinstance(found, float | int) and not isinstance(found, bool) and math.isfinite(found)
    return isinstance(found, kind) and (kind is bool or not isinstance(found, bool))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
