"""Functions that know a few recorded results: with them an exercise can be tried on right upstream values.

The recorded results are the solution's, so a run with stand-ins must come after all that its functions are
graded on.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.model import FunctionRef, StandIn
from autograder.sandbox.answers import argument, resolve

RTOL, ATOL = 1e-9, 1e-12
UNKNOWN = "called with arguments that the right pass never uses"


def put_stand_ins(namespace: dict[str, Any], stand_ins: tuple[StandIn, ...]) -> None:
    """Replace each function that has recorded results by one that looks them up."""
    recorded: dict[str, list[StandIn]] = {}
    for stand_in in stand_ins:
        recorded.setdefault(stand_in.function, []).append(stand_in)
    # Recorded functions mean what the names meant before any was replaced, or what they mean now.
    originals = dict(namespace)
    for name, entries in recorded.items():
        namespace[name] = _look_up(name, entries, originals, namespace)


def _look_up(
    name: str, entries: list[StandIn], originals: Mapping[str, Any], namespace: Mapping[str, Any]
) -> Callable[..., Any]:
    def stand_in(*args: Any, **named: Any) -> Any:
        args = _positional(originals.get(name), args, named)
        for entry in entries:
            if _same(args, entry.args, (originals, namespace)):
                return argument(entry.result, namespace)
        raise RuntimeError(UNKNOWN)

    stand_in.__name__ = stand_in.__qualname__ = name
    return stand_in


def _positional(original: Any, args: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return all arguments by position, as the student's own function would have bound them."""
    if not named:
        return args
    try:
        return inspect.signature(original).bind(*args, **named).args
    except (TypeError, ValueError):
        raise RuntimeError(UNKNOWN) from None


def _same(actual: Any, recorded: Any, scopes: tuple[Mapping[str, Any], ...]) -> bool:
    if isinstance(recorded, FunctionRef):
        return _same_function(actual, recorded, scopes)
    if isinstance(recorded, list | tuple):
        # A chain of functions may have become an object array.
        if not isinstance(actual, list | tuple | np.ndarray) or len(actual) != len(recorded):
            return False
        return all(_same(a, r, scopes) for a, r in zip(actual, recorded, strict=True))
    if recorded is None or isinstance(recorded, bool | str):
        return type(actual) is type(recorded) and bool(actual == recorded)
    return _same_numbers(actual, recorded)


def _same_numbers(actual: Any, recorded: Any) -> bool:
    try:
        found, expected = np.asarray(actual), np.asarray(recorded)
        with np.errstate(all="ignore"):
            return found.shape == expected.shape and bool(
                np.allclose(found, expected, rtol=RTOL, atol=ATOL, equal_nan=True)
            )
    except (TypeError, ValueError):  # no numbers
        return False


def _same_function(actual: Any, recorded: FunctionRef, scopes: tuple[Mapping[str, Any], ...]) -> bool:
    if not callable(actual):
        return False
    if getattr(actual, "__name__", None) == recorded.name.split(".")[-1]:
        return True
    if recorded.where == "answer":
        return any(actual is scope.get(recorded.name, scope) for scope in scopes)
    return recorded.where == "numpy" and actual is resolve(recorded, {})
