"""Values in the words of a message: short, on one line, and harmless whatever a stranger put into them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from autograder.core.calls import Described, Opaque
from autograder.judging.observe import type_phrase

LONGEST = 60  # characters of a value
MOST_ITEMS = 30  # of a container, that are looked at to show it


def at(place: str) -> str:
    """Return how a sentence begins that is about a part of a result."""
    return f"at {place} " if place else ""


def expected_got(want: Any, got: Any) -> str:
    """Say what was expected and what came, of the same kind."""
    return f"expected {shown(want)}, got {shown(got)}"


def of_kind(got: Any, want: Any, whole: bool = True) -> str:
    """Say that something else came than what was expected, and of what kind both are; whole: it is the whole result."""
    if (got is None and whole) or isinstance(got, Opaque):
        return f"expected {_with_kind(want)}, got {type_phrase(got)}"
    return f"expected {_with_kind(want)}, got {_with_kind(got)}"


def _with_kind(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, np.ndarray | Described):
        return type_phrase(value)
    kind = "a set" if isinstance(value, frozenset) else type_phrase(value, exact=True)
    return f"{shown(value)}, {kind}"


def shown(value: Any) -> str:
    """Return a value as it is written in Python, cut to what can be read in one look."""
    if isinstance(value, str):  # cut first: it may be very long
        return repr(value if len(value) <= LONGEST else value[:LONGEST] + "…")
    text = _written(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _written(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return repr(value[()].item()) if value.ndim == 0 else type_phrase(value)
    if isinstance(value, list | tuple):
        inner = ", ".join(shown(item) for item in value[:MOST_ITEMS])
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(shown(item) for item in list(value)[:MOST_ITEMS]))}}}" if value else "set()"
    if isinstance(value, dict):
        pairs = list(value.items())[:MOST_ITEMS]
        return f"{{{', '.join(f'{shown(key)}: {shown(item)}' for key, item in pairs)}}}"
    if isinstance(value, float):
        value += 0.0  # -0.0 becomes 0.0: which of them an operation gives depends on the system
    return _described(value) if isinstance(value, Described) else f"{value!r}"


def _described(value: Described) -> str:
    if isinstance(text := value.part("text"), str):
        return text.replace("T", " ") if text.isprintable() else repr(text)
    if value.kind == "timedelta" and isinstance(span := value.part("microseconds"), int) and abs(span) < 2**60:
        fine = value.part("nanoseconds")
        return str(timedelta(microseconds=span)) + (f" and {fine} ns" if isinstance(fine, int) else "")
    if value.kind == "Interval":
        return f"the interval from {shown(value.part('left'))} to {shown(value.part('right'))}"
    return type_phrase(value)
