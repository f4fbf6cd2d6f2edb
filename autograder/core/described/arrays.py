"""numpy's arrays of other things than numbers: texts, dates, records, and those with a mask."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.core.calls import Described
from autograder.core.model import Array

TEXTS, RECORDS, MASKED = "array of texts", "structured array", "masked array"
DATES = {"M": "datetime64", "m": "timedelta64"}
FINEST = "ns"  # the unit in which dates are compared, whatever they are counted in


def describe(value: Any) -> Described | None:
    masked = sys.modules.get("numpy.ma")
    if masked is None or not isinstance(value, masked.MaskedArray) or value is masked.masked:
        return None
    data = np.array(value.data, subok=False)
    # What is under the mask is no part of the answer.
    hidden = np.array(masked.getmaskarray(value))
    if data.dtype.kind not in "biufc":
        return None
    data[hidden] = 0
    return Described(MASKED, (("data", data), ("mask", hidden)))


def describe_array(array: Array) -> Described | None:
    """Return what an array of texts, dates or records consists of."""
    kind, shape = array.dtype.kind, tuple(array.shape)
    if kind == "U":
        return Described(TEXTS, (("shape", shape), ("items", [str(item) for item in array.flat])))
    if kind in DATES:
        return Described(DATES[kind], (("dtype", array.dtype.str), ("shape", shape), ("ticks", _ticks(array))))
    if array.dtype.names:
        fields = {name: np.array(array[name]) for name in array.dtype.names}
        return Described(RECORDS, (("dtype", repr(array.dtype.descr)), ("shape", shape), ("fields", fields)))
    return None


def _ticks(array: Array) -> Array:
    """Return dates as whole numbers: of nanoseconds where they reach so far, else in their own unit."""
    fine = array.astype(f"{array.dtype.kind}8[{FINEST}]")
    back = fine.astype(array.dtype)
    same = bool(np.all((back == array) | (np.isnat(back) & np.isnat(array))))
    return (fine if same else array).astype(np.int64).reshape(array.shape)


def _texts(described: Described) -> Any:
    return np.array(described.part("items"), dtype=str).reshape(described.part("shape"))


def _dates(described: Described) -> Any:
    dtype = np.dtype(described.part("dtype"))
    return np.asarray(described.part("ticks")).astype(f"{dtype.kind}8[{FINEST}]").astype(dtype)[()]


def _records(described: Described) -> Any:
    fields = described.part("fields")
    built = {name: _texts(part) if isinstance(part, Described) else part for name, part in fields.items()}
    array = np.zeros(described.part("shape"), dtype=[(name, part.dtype) for name, part in built.items()])
    for name, part in built.items():
        array[name] = part
    return array


def _masked(described: Described) -> Any:
    return np.ma.MaskedArray(np.array(described.part("data")), mask=np.array(described.part("mask")))


BUILD: Mapping[str, Callable[[Described], Any]] = {
    TEXTS: _texts,
    RECORDS: _records,
    MASKED: _masked,
    **dict.fromkeys(DATES.values(), _dates),
}
