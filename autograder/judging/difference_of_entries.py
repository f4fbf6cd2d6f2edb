"""Where arrays with a mask and sparse matrices differ: at which entry, in the words of their kind."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.core.calls import Described
from autograder.core.model import Array
from autograder.judging.difference_of_numbers import different_arrays, near_entries, told_apart
from autograder.judging.words import at


def different_masked(got: Described, want: Described, rtol: float, place: str) -> str | None:
    """Return how an array with a mask differs, or ""; None where what came has not the parts of one."""
    (data, mask), (our_data, our_mask) = ((each.part("data"), each.part("mask")) for each in (got, want))
    if not all(isinstance(each, np.ndarray) for each in (data, mask)) or mask.dtype != our_mask.dtype:
        return None
    if mask.shape != our_mask.shape or data.shape != our_data.shape:
        return different_arrays(data, our_data, rtol, place)
    wrong = np.argwhere(mask != our_mask)
    if not len(wrong):
        return different_arrays(data, our_data, rtol, place)
    first = tuple(int(n) for n in wrong[0])
    told = "is masked, and should not be" if mask[first] else "is not masked, and should be"
    return f"{at(place)}the entry [{', '.join(map(str, first))}] {told} ({len(wrong)} of {mask.size} are wrong)"


def different_sparse(got: Described, want: Described, rtol: float, place: str) -> str | None:
    """Return how a sparse matrix differs, or ""; None where what came has not the parts of one, or not its shape."""
    if got.part("shape") != want.part("shape"):
        return None
    shape = want.part("shape")
    ours, theirs, columns = _entries(want, shape), _entries(got, shape), shape[1]
    if ours is None or theirs is None:
        return None
    places = np.union1d(ours[0], theirs[0])
    one, other = (_filled(each, places) for each in (ours, theirs))
    wrong = np.flatnonzero(~near_entries(other, one, rtol))
    if not len(wrong):
        return ""
    first = int(wrong[0])
    index = divmod(int(places[first]), columns)
    what = told_apart(one[first].item(), other[first].item())
    many = f"({len(wrong)} of {len(places)} stored entries {'is' if len(wrong) == 1 else 'are'} wrong)"
    return f"{at(f'{place}[{index[0]}, {index[1]}]')}{what} {many}"


def _entries(matrix: Described, shape: tuple[int, int]) -> tuple[Array, Array] | None:
    """Return the places of a matrix's entries, row by row, and their values; None of what is no matrix."""
    row, column, values = (matrix.part(name) for name in ("rows", "columns", "values"))
    if not all(isinstance(each, np.ndarray) and each.ndim == 1 for each in (row, column, values)):
        return None
    if not len(row) == len(column) == len(values) or row.dtype != np.int64 or column.dtype != np.int64:
        return None
    inside = all(np.all((each >= 0) & (each < extent)) for each, extent in zip((row, column), shape, strict=True))
    if values.dtype.kind not in "biufc" or not inside:
        return None
    places = row * shape[1] + column
    order = np.argsort(places, kind="stable")
    return places[order], values[order]


def _filled(entries: tuple[Array, Array], places: Array) -> Array:
    """Return the values at these places, 0 where there is none."""
    filled: Any = np.zeros(len(places), entries[1].dtype)
    filled[np.searchsorted(places, entries[0])] = entries[1]
    return np.asarray(filled)
