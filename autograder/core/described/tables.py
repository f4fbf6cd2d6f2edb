"""pandas' tables: DataFrame, Series and Index, column by column."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from autograder.core.calls import Described


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
    if value is pandas.NaT or value is pandas.NA:
        return Described("missing value", ())
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
    kind = getattr(column.dtype, "kind", "O")
    array = column.to_numpy()
    if kind in "biufcMm" and array.dtype.kind in "biufcMm":
        return np.array(array)
    missing = column.isna().to_numpy()
    return [None if gone else item for item, gone in zip(array.tolist(), missing.tolist(), strict=True)]


def _index(index: Any) -> Any:
    array = index.to_numpy()
    return np.array(array) if array.dtype.kind in "biufcMm" else list(index)


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


BUILD: Mapping[str, Callable[[Described], Any]] = {"DataFrame": _built_frame, "Series": _built_series}
