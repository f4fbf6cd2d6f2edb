"""Where numbers and arrays of plain values differ: exactly for whole numbers, else within a relative tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.core.model import Array
from autograder.judging.observe import type_phrase
from autograder.judging.words import at, expected_got

FLOOR = 1e-9


def plain_number(value: Any) -> Any:
    """Return one number of numpy's as Python's own; anything else as it is."""
    if isinstance(value, np.ndarray | np.generic) and value.ndim == 0 and value.dtype.kind in "biufc":
        return value.item()
    return value


def different_numbers(got: Any, want: Any, rtol: float, place: str = "") -> str:
    """Return how a number differs from the one that is expected, or ""."""
    if _are_near(got, want, rtol):
        return ""
    return f"{at(place)}{told_apart(want, got)}{_nature(got, want)}"


def _are_near(got: Any, want: Any, rtol: float) -> bool:
    if got == want or (got != got and want != want):
        return True
    if isinstance(got, int) and isinstance(want, int):
        return False
    try:
        off, size = abs(got - want), abs(want)
    except OverflowError:  # a whole number that no float reaches
        return False
    return math.isfinite(size) and off <= rtol * size + FLOOR


def told_apart(want: Any, got: Any) -> str:
    """Say what was expected and what came, with as many digits as it takes to tell them apart."""
    if isinstance(want, float) and isinstance(got, float):
        pairs = ((f"{want:z.{digits}g}", f"{got:z.{digits}g}") for digits in range(6, 18))
        one, other = next((pair for pair in pairs if pair[0] != pair[1]), (repr(want), repr(got)))
        return f"expected {one}, got {other}"
    return expected_got(want, got)


def _nature(got: Any, want: Any) -> str:
    if isinstance(got, int) and isinstance(want, int) and abs(got - want) == 1:
        return "; it is off by one"
    return "; the sign is wrong" if got == -want else ""


def different_arrays(
    got: Array, want: Array, rtol: float, place: str = "", words: Callable[[Any], str] | None = None
) -> str:
    """Return where an array differs from the one that is expected, or "". words: how an entry is written."""
    if got.shape != want.shape or (got.dtype.kind == "b") != (want.dtype.kind == "b"):
        kinds = [_of_bools(want), _of_bools(got)]
        return f"{at(place)}expected {kinds[0]}, got {kinds[1]}"
    wrong = ~near_entries(got, want, rtol)
    if not wrong.any():
        return ""
    first = tuple(int(n) for n in np.argwhere(wrong)[0])
    one, other = want[first].item(), got[first].item()
    what = f"expected {words(one)}, got {words(other)}" if words else told_apart(one, other) + _nature(other, one)
    count, index = int(wrong.sum()), ", ".join(map(str, first))
    many = f" ({count} of {want.size} entries {'is' if count == 1 else 'are'} wrong)" if want.size > 1 else ""
    return f"{at(f'{place}[{index}]' if first else place)}{what}{many}{_in_another_order(got, want, rtol)}"


def _of_bools(array: Array) -> str:
    return type_phrase(array) + (" of bools" if array.dtype.kind == "b" else "")


def near_entries(got: Array, want: Array, rtol: float) -> Array:
    """Say of each entry whether it is the one that is expected; both have the same shape."""
    if want.dtype.kind in "biu" and got.dtype.kind in "biu":
        return np.asarray(got == want)
    equal = (got == want) | ((got != got) & (want != want))
    size = np.abs(want)
    return np.asarray(equal | (np.isfinite(size) & (np.abs(got - want) <= rtol * size + FLOOR)))


def _in_another_order(got: Array, want: Array, rtol: float) -> str:
    if got.ndim != 1 or got.size < 2:
        return ""
    ordered = near_entries(np.sort(got), np.sort(want), rtol)
    return "; these are the right entries in the wrong order" if ordered.all() else ""
