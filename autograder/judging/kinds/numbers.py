"""What the kinds that compare numbers have in common: the shape comes first, nothing is broadcast, nothing is NaN."""

from __future__ import annotations

import numpy as np

from autograder.core.exercise import Expected
from autograder.core.model import Array
from autograder.gradients.compare import Difference, all_within, compare
from autograder.judging.observe import as_array, type_phrase

FLOOR = 1e-9


def near(values: Array, rtol: float, floor: float = FLOOR) -> Array:
    """Return how far each entry of an answer may be from `values`; see checks.value."""
    return np.asarray(rtol * size(values) + floor)


def size(values: Array) -> Array:
    """Return how large each entry is to be taken, in an array's own units: |entry| + 0.1 rms of them all."""
    rms = float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0
    return np.asarray(np.abs(values) + 0.1 * rms)


def wrong_shape(value: object, expected: Expected, like: str | None = None) -> str:
    """Return what is wrong with a result's kind and shape, or ""; `like` names the input whose shape is expected."""
    want, got = expected.values, as_array(value)
    if got is not None and got.dtype.kind not in "biuf":
        return f"expected real numbers, got dtype {got.dtype}"
    if got is None or got.shape != want.shape:
        of = f", that of {like}" if like else ""
        return f"expected {type_phrase(want)}{of}, got {type_phrase(value)}"
    return ""


def difference(value: object, want: Array, allowed: Array) -> Difference | None:
    """Return where a result of the right shape is wrong, or None where it is right everywhere."""
    got = as_array(value)
    assert got is not None, "its shape is checked first"
    got = got.astype(float, copy=False)
    return None if all_within(got, want, allowed) else compare(got, want, allowed)


def wrong_numbers(value: object, expected: Expected, like: str | None = None) -> str:
    """Return what is wrong with a result's kind, shape or entries, or ""."""
    if wrong := wrong_shape(value, expected, like):
        return wrong
    found = difference(value, expected.values, expected.tolerance)
    return difference_phrase(found) if found else ""


def difference_phrase(difference: Difference) -> str:
    """Say where an array is wrong, and what simple thing it is of the right one."""
    place = f"at {list(difference.worst)} " if difference.worst else ""
    are = "is" if difference.wrong == 1 else "are"
    many = f" ({difference.wrong} of {difference.total} entries {are} wrong)" if difference.total > 1 else ""
    relation = f"; as a whole it is the right one {difference.relation}" if difference.relation else ""
    return f"{place}expected {difference.want:.6g}, got {difference.got:.6g}{many}{relation}"
