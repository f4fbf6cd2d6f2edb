"""A class with a report."""

from __future__ import annotations

from typing import Any

from support.made_records import check, exercise, record

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"
UNNAMED = 'def double(x):\n    "mine"\n    return x + 3\n'


def right(name: str = "double") -> Any:
    return exercise(name, check("shape of y", points=10), check("value of y", points=40))


def wrong(name: str = "double", mistake: str | None = "unchanged", **more: Any) -> Any:
    said = {"message": "at [0] expected 1, got 2", "advice": "Double it." if mistake else "", "mistake": mistake}
    made = exercise(name, check("shape of y", points=10), check("value of y", "failed", 0, 40, **said))
    return {**made, **more}


def a_class() -> list[Any]:
    records = [record(right(), right("quad"), student=f"s{n:02}") for n in range(6)]
    records += [record(wrong(), wrong("quad"), student=f"t{n:02}", submitted=LATE) for n in range(3)]
    same = {"returned": "abc:1,2,3,4"}
    records += [record(wrong(mistake=None, **same), right("quad"), student=f"u{n:02}") for n in range(2)]
    return [*records, record(right(), student=HOSTILE), record(status="unreadable", student="v", score=0.0)]


LATE = "2027-01-24T12:00:00+00:00"
