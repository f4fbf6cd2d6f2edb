"""Dates, times and spans of time of Python's own, and those that pandas makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from autograder.core.calls import Described


def describe(value: Any) -> Described | None:
    for kind in (datetime, date, time):  # a datetime is a date too
        if isinstance(value, kind):
            return Described(kind.__name__, (("text", value.isoformat()),))
    if isinstance(value, timedelta):
        return Described("timedelta", (("microseconds", value // timedelta(microseconds=1)),))
    return None


BUILD: Mapping[str, Callable[[Described], Any]] = {
    "datetime": lambda described: datetime.fromisoformat(described.part("text")),
    "date": lambda described: date.fromisoformat(described.part("text")),
    "time": lambda described: time.fromisoformat(described.part("text")),
    "timedelta": lambda described: timedelta(microseconds=described.part("microseconds")),
}
