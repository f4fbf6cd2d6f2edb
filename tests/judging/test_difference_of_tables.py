"""pandas' values: what is the same in another form is right, and what differs is told in a reader's words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from autograder.core.values import portable
from autograder.judging.difference import Rules, difference

pandas = pytest.importorskip("pandas")
DAYS = pandas.date_range("2026-01-01", periods=2)
ROWS = pandas.MultiIndex.from_product([["a", "b"], [1, 2]])
BY_DAY = pandas.Series([1.0, 2.0], index=DAYS)
NOON = pandas.Timestamp("2026-02-03 12:00")
LETTERS = pandas.Series(["a", "b", "a"], dtype="category")


def told(got: Any, want: Any) -> str:
    return difference(portable(got), portable(want), Rules())


RIGHT: dict[str, tuple[Any, list[Any]]] = {
    "numbers": (pandas.Index([3, 1]), [pandas.Index([3.0, 1.0], name="n"), pandas.Index([3, 1], dtype=object)]),
    "days": (DAYS, [pandas.to_datetime(["2026-01-01", "2026-01-02"]), pandas.Index(list(DAYS), dtype=object)]),
    "by day": (BY_DAY, [pandas.Series([1, 2], index=pandas.Index(list(DAYS), dtype=object))]),
    "series of days": (
        pandas.Series(DAYS),
        [pandas.Series(list(DAYS), dtype=object), pandas.Series(DAYS.as_unit("s"))],
    ),
    "moment": (NOON, [datetime(2026, 2, 3, 12), np.datetime64("2026-02-03T12:00"), NOON.as_unit("s")]),
    "moment of numpy's": (np.datetime64("2026-02-03T12:00:00.25"), [datetime(2026, 2, 3, 12, 0, 0, 250_000)]),
    "span": (pandas.Timedelta("90min"), [timedelta(minutes=90), np.timedelta64(90, "m"), np.timedelta64(5400, "s")]),
    "nanoseconds": (pandas.Timedelta(5, "ns"), [np.timedelta64(5, "ns")]),
    "none": (pandas.NaT, [np.datetime64("NaT"), np.timedelta64("NaT"), pandas.NA]),
    "categories": (LETTERS, [pandas.Series(["a", "b", "a"]), LETTERS.cat.reorder_categories(["b", "a"])]),
    "levels": (ROWS, [pandas.MultiIndex.from_tuples(list(ROWS), names=["x", "y"]), pandas.Index(list(ROWS))]),
    "categorical": (pandas.Categorical(["a"]), [pandas.Categorical(["a"], categories=["b", "a"])]),
    "periods": (
        pandas.period_range("2026-01", periods=2, freq="M"),
        [pandas.PeriodIndex(["2026-01", "2026-02"], freq="M")],
    ),
    "intervals": (
        pandas.cut(pandas.Series([1, 3]), [0, 2, 4]),
        [pandas.Series(pandas.IntervalIndex.from_breaks([0, 2, 4]))],
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_value_in_another_form_is_right(name: str) -> None:
    want, others = RIGHT[name]
    for got in (want, *others):
        assert (told(got, want), told(want, got)) == ("", "")


WRONG: list[tuple[Any, Any, str]] = [
    (DAYS[:1], DAYS, "expected 2 entries, got 1"),
    (BY_DAY[:1], BY_DAY, "expected 2 entries, got 1"),
    (BY_DAY.to_frame("a")[:1], BY_DAY.to_frame("a"), "expected 2 rows, got 1"),
    (DAYS.astype(str), DAYS, "at values expected dates and times, got texts, such as '2026-01-01'"),
    (
        BY_DAY.tz_localize("UTC"),
        BY_DAY,
        "at index expected dates and times, got times with a time zone, such as 2026-01-01 00:00:00+00:00",
    ),
    (
        pandas.Series([1.0, 2.0], index=DAYS.date),
        BY_DAY,
        "at index expected dates and times, got dates without a time, such as 2026-01-01",
    ),
    (BY_DAY.reset_index(drop=True), BY_DAY, "at index expected dates and times, got numbers"),
    (
        pandas.Series(range(4)),
        pandas.Series(range(4), index=ROWS),
        "at index expected an index of several levels, got numbers",
    ),
    (LETTERS.cat.codes, LETTERS, "at values expected texts, got numbers"),
    (
        pandas.DataFrame({"a": ["1", "2"]}),
        pandas.DataFrame({"a": [1, 2]}),
        "at column 'a' expected numbers, got texts, such as '1'",
    ),
    (
        pandas.Series([True, None]),
        pandas.Series([True, False]),
        "at values expected True and False, got True and False with 1 missing",
    ),
    (pandas.NaT, NOON, "expected a datetime, got a missing value"),
    (date(2026, 2, 3), NOON, "expected a datetime, got a date"),
    (pandas.Timedelta(4, "ns"), pandas.Timedelta(5, "ns"), "expected 0:00:00 and 5 ns, got 0:00:00 and 4 ns"),
    (
        pandas.to_timedelta([1, 2], unit="D"),
        pandas.to_timedelta([1, 2], unit="h"),
        "at values[0] expected 1:00:00, got 1 day, 0:00:00 (2 of 2 entries are wrong)",
    ),
    (
        pandas.cut(pandas.Series([1, 3]), [0, 2, 5]),
        pandas.cut(pandas.Series([1, 3]), [0, 2, 4]),
        "at values[1] right expected 4, got 5; it is off by one",
    ),
    (pandas.Period("2026-02", "M"), pandas.Period("2026-01", "M"), "expected 2026-01, got 2026-02"),
]


@pytest.mark.parametrize(("got", "want", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_a_wrong_value_is_told_in_words_of_its_kind(got: Any, want: Any, words: str) -> None:
    assert told(got, want) == words


class _Span(timedelta):
    nanoseconds = 10**5000  # type: ignore[assignment]

    def __floordiv__(self, other: Any) -> Any:
        return object()


class _Moment(datetime):
    def isoformat(self, *_: Any, **__: Any) -> str:
        return "2026-02-03T12:00:00"


@pytest.mark.parametrize("hostile", [_Span(1), _Moment(2000, 1, 1), pandas.Categorical([print, object()])])
def test_a_value_that_lies_is_compared_as_what_it_says_and_breaks_nothing(hostile: Any) -> None:
    for want in (timedelta(1), NOON, LETTERS, DAYS, BY_DAY):
        assert isinstance(told(hostile, want), str)
    assert told(_Span(1), timedelta(1)) == "expected 1 day, 0:00:00, got 1 day, 0:00:00"
