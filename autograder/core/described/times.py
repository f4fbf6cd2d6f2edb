"""Dates, times and spans of time of Python's own, and those that pandas makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

from autograder.core.calls import Described

MISSING = "missing value"
MICROSECOND = timedelta(microseconds=1)


def describe(value: Any) -> Described | None:
    if isinstance(value, date | timedelta) and value != value:  # pandas' NaT is a datetime
        return Described(MISSING, ())
    for kind in (datetime, date, time):  # a datetime is a date too
        if isinstance(value, kind):
            return Described(kind.__name__, (("text", value.isoformat()),))
    if isinstance(value, timedelta):
        fine = getattr(value, "nanoseconds", 0)  # which pandas counts, too
        more = (("nanoseconds", fine),) if fine else ()
        return Described("timedelta", (("microseconds", timedelta.__floordiv__(value, MICROSECOND)), *more))
    return None


def _built_span(described: Described) -> Any:
    if fine := described.part("nanoseconds"):
        return import_module("pandas").Timedelta(microseconds=described.part("microseconds"), nanoseconds=fine)
    return timedelta(microseconds=described.part("microseconds"))


BUILD: Mapping[str, Callable[[Described], Any]] = {
    "datetime": lambda described: datetime.fromisoformat(described.part("text")),
    "date": lambda described: date.fromisoformat(described.part("text")),
    "time": lambda described: time.fromisoformat(described.part("text")),
    "timedelta": _built_span,
}
