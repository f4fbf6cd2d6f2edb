"""pandas' tables, column by column: DataFrame, Series, Index; and the periods, intervals, categories in them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from autograder.core.calls import Described
from autograder.core.described.times import MISSING


def describe(value: Any) -> Described | None:
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    if isinstance(value, pandas.DataFrame):
        return _frame(value)
    if isinstance(value, pandas.Series):
        parts = (("name", value.name), ("index", _index(value.index)), ("values", _column(value)))
        return Described("Series", (("dtype", str(value.dtype)), *parts))
    if isinstance(value, pandas.Index):
        return Described("Index", (("dtype", str(value.dtype)), ("values", _index(value))))
    if isinstance(value, pandas.Categorical):
        return Described("Categorical", (("values", _column(pandas.Series(value))),))
    return Described(MISSING, ()) if value is pandas.NA else _span(pandas, value)


def _span(pandas: Any, value: Any) -> Described | None:
    if isinstance(value, pandas.Period):
        return Described("Period", (("text", str(value)), ("frequency", value.freqstr)))
    if isinstance(value, pandas.Interval):
        return Described("Interval", (("left", value.left), ("right", value.right), ("closed", value.closed)))
    return None


def _frame(frame: Any) -> Described:
    names = list(frame.columns)
    dtypes = [str(dtype) for dtype in frame.dtypes]
    columns = [_column(frame.iloc[:, place]) for place in range(len(names))]
    index = _index(frame.index)
    by_name = dict(zip(names, columns, strict=True)) if len(set(names)) == len(names) else columns
    return Described("DataFrame", (("dtype", dtypes), ("columns", names), ("index", index), ("data", by_name)))


def _column(column: Any) -> Any:
    """Return the values of a column: numbers and dates as an array, else as a list with None for what is missing."""
    column = _inferred(column)
    kind = getattr(column.dtype, "kind", "O")
    array = column.to_numpy()
    if kind in "biufcMm" and array.dtype.kind in "biufcMm":
        return np.array(array)
    missing = column.isna().to_numpy()
    return [None if gone else item for item, gone in zip(array.tolist(), missing.tolist(), strict=True)]


def _index(index: Any) -> Any:
    array = (_inferred(index.to_series()) if index.nlevels == 1 else index).to_numpy()
    return np.array(array) if array.dtype.kind in "biufcMm" else list(index)


def _inferred(column: Any) -> Any:
    """Return a column that keeps numbers or dates one by one as what holds such things at once."""
    return column.infer_objects() if getattr(column.dtype, "kind", "") == "O" else column


def _values(part: Any) -> Any:
    if isinstance(part, Described):
        return import_module("autograder.core.described").build(part)
    return part


def _built_frame(described: Described) -> Any:
    pandas, data = import_module("pandas"), described.part("data")
    columns = {name: _values(part) for name, part in data.items()}
    return pandas.DataFrame(columns, columns=described.part("columns"), index=_values(described.part("index")))


def _built_series(described: Described) -> Any:
    series = import_module("pandas").Series
    values, index = _values(described.part("values")), _values(described.part("index"))
    return series(values, index=index, name=described.part("name"))


def _built_index(described: Described) -> Any:
    return import_module("pandas").Index(_values(described.part("values")))


BUILD: Mapping[str, Callable[[Described], Any]] = {
    "DataFrame": _built_frame,
    "Series": _built_series,
    "Index": _built_index,
}
