"""scipy's sparse matrices and arrays: the entries that are not 0, row by row, whatever the format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from autograder.core.calls import Described

KIND = "sparse matrix"


def describe(value: Any) -> Described | None:
    sparse = sys.modules.get("scipy.sparse")
    if sparse is None or not sparse.issparse(value) or value.ndim != 2:
        return None
    rows = sparse.csr_matrix(value, copy=True)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    entries = rows.tocoo()
    row, column = np.array(entries.row, np.int64), np.array(entries.col, np.int64)
    parts = (("shape", tuple(map(int, value.shape))), ("rows", row), ("columns", column))
    return Described(KIND, (("dtype", str(value.format)), *parts, ("values", np.array(entries.data))))


def _built(described: Described) -> Any:
    entries = described.part("values"), (described.part("rows"), described.part("columns"))
    coordinates = import_module("scipy.sparse").coo_matrix(entries, shape=described.part("shape"))
    return coordinates.asformat(described.part("dtype"))


BUILD: Mapping[str, Callable[[Described], Any]] = {KIND: _built}
