"""What the kinds that compare numbers have in common: the shape comes first, nothing is broadcast, nothing is NaN."""

from __future__ import annotations

import numpy as np

from autograder.core.exercise import Expected
from autograder.core.model import Array
from autograder.gradients.compare import Difference, compare
from autograder.gradients.nearness import all_within
from autograder.judging.observe import as_array, type_phrase

FLOOR = 1e-9
NEAR = 5e-3
ROUNDINGS = 1000  # that add up in a computation


def allowed_difference(values: Array, rtol: float, floor: float = FLOOR) -> Array:
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
    return difference_phrase(found) + _precision(np.asarray(as_array(value)), expected.values) if found else ""


def are_wrong(value: object, expected: Expected) -> bool:
    """Say whether wrong_numbers would say anything."""
    if wrong_shape(value, expected):
        return True
    return not all_within(np.asarray(as_array(value), dtype=float), expected.values, expected.tolerance)


def nearly(got: Array, want: Array) -> bool:
    """Say whether every entry is right to two digits: rounded, of low precision, or by a method that is not exact."""
    return bool(all_within(got.astype(float), want, NEAR * size(want)))


def _precision(got: Array, want: Array) -> str:
    """Return what to add where nothing but the precision of floats is wrong."""
    bits = 8 * got.dtype.itemsize
    if got.dtype.kind != "f" or bits >= 64 or np.array_equal(want.astype(got.dtype).astype(float), want):
        return ""
    near = min(NEAR, ROUNDINGS * float(np.finfo(got.dtype).eps))
    all_near = all_within(got.astype(float), want, near * size(want))
    return f"; it is computed in float{bits}, which has too few digits" if all_near else ""


def difference_phrase(difference: Difference) -> str:
    """Say where an array is wrong, and what simple thing it is of the right one."""
    place = f"at {list(difference.worst)} " if difference.worst else ""
    are = "is" if difference.wrong == 1 else "are"
    many = f" ({difference.wrong} of {difference.total} entries {are} wrong)" if difference.total > 1 else ""
    relation = f"; as a whole it is the right one {difference.relation}" if difference.relation else ""
    want, got = _told_apart(difference.want, difference.got)
    return f"{place}expected {want}, got {got}{many}{relation}"


def _told_apart(one: float, other: float) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to tell them apart, six or more."""
    pairs = ((f"{one:.{digits}g}", f"{other:.{digits}g}") for digits in range(6, 18))
    return next((pair for pair in pairs if pair[0] != pair[1]), (repr(one), repr(other)))
