"""Dates and spans of time: how one is written, and one of numpy's as the same of Python's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from autograder.core.calls import Described

OF_PYTHON = ("datetime", "timedelta", "missing value")
NOWHEN = np.iinfo(np.int64).min  # NaT
DIGITS = ("000000000", "000")  # of nanoseconds that Python does not write


def date_at(tick: Any) -> str:
    """Return the date at a tick of nanoseconds."""
    if tick == NOWHEN:
        return "a missing value"
    text = str(np.int64(tick).astype("M8[ns]"))
    return text.removesuffix("T00:00:00.000000000").removesuffix(".000000000").replace("T", " ")


def span_of(tick: Any) -> str:
    """Return a span of so many nanoseconds."""
    if tick == NOWHEN:
        return "a missing value"
    return str(timedelta(microseconds=tick // 1000)) + (f" and {tick % 1000} ns" if tick % 1000 else "")


def plain_moment(value: Any, other: Any) -> Any:
    """Return one date or span of numpy's as it would be Python's, where the other one is Python's."""
    if not (isinstance(value, Described) and isinstance(other, Described) and other.kind in OF_PYTHON):
        return value
    ticks = value.part("ticks")
    if value.kind not in ("datetime64", "timedelta64") or not isinstance(ticks, np.ndarray):
        return value
    if ticks.shape or ticks.dtype != np.int64:
        return value
    if (tick := ticks.item()) == NOWHEN:
        return Described("missing value", ())
    if value.kind == "datetime64":
        text = str(np.int64(tick).astype("M8[ns]"))
        return Described("datetime", (("text", _as_python_writes(text)),))
    fine = (("nanoseconds", tick % 1000),) if tick % 1000 else ()
    return Described("timedelta", (("microseconds", tick // 1000), *fine))


def _as_python_writes(text: str) -> str:
    return text.removesuffix("." + DIGITS[0]) if text.endswith(DIGITS[0]) else text.removesuffix(DIGITS[1])
