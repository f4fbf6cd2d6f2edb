"""What simple thing a wrong array is of the right one, as a whole: said to students, so it must be true.

A relation counts if it holds at every entry within the tolerance, and if at least two entries show it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.core.model import Array
from autograder.gradients.nearness import all_within, within

DECIMALS = 5
MULTIPLES = 24  # among more of them, one fits too often by chance


def relation_of(got: Array, turned: Array | None, want: Array, allowed: Array) -> str:
    """Return "negated", "transposed", "scaled by 2", "without its minus signs" …, or "" where nothing so simple fits.

    turned is what got would be if it were transposed, None where it has no transpose of this shape. The caller silences
    numpy.
    """
    if all_within(-got, want, allowed):
        return "negated"
    if turned is not None and all_within(turned, want, allowed):
        return "transposed"
    if scaled := _scaled(got, want, allowed) or _plain_multiple(got, want, allowed):
        return scaled
    if np.count_nonzero(~within(got, want, allowed)) < 2:
        return ""
    return next((name for name, of in SIMPLE if all_within(got, of(want), allowed)), "") or next(
        (found for look in (_shifted, _cut_off, _rounded, _reordered) if (found := look(got, want, allowed))), ""
    )


def _scaled(got: Array, want: Array, allowed: Array) -> str:
    # One number is a multiple of any other: two entries that stand out from their allowance must agree on the factor.
    telling = np.isfinite(got) & (np.abs(want) > 10 * allowed)
    if np.count_nonzero(telling) < 2:
        return ""
    # Normalised by the largest entry, so that the squares of very small or very large gradients stay in range.
    unit = want[telling] / np.abs(want[telling]).max()
    factor = float(got[telling] @ unit / (want[telling] @ unit))
    if factor == 0.0 or not all_within(got, factor * want, abs(factor) * allowed):
        return ""
    shown = f"{factor:.4g}"
    if shown == "1":
        shown = f"{factor:.6g}"
    return "" if shown == "1" else f"scaled by {shown}"


def _plain_multiple(got: Array, want: Array, allowed: Array) -> str:
    """Say of a single number whether it is the right one times or divided by a small whole number."""
    if got.size != 1 or not np.abs(want).item() > 1e4 * allowed.item():
        return ""
    for number in range(2, MULTIPLES + 1):
        for name, factor in ((f"times {number}", number), (f"divided by {number}", 1 / number)):
            if all_within(got, factor * want, factor * allowed):
                return name
    return ""


def _everywhere(number: float, want: Array) -> Array:
    return np.full(want.shape, number)


SIMPLE: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("without its minus signs", np.abs),
    ("with 0 for each negative entry", lambda want: np.maximum(want, 0.0)),
    ("with 0 for each positive entry", lambda want: np.minimum(want, 0.0)),
    ("squared, entry by entry", np.square),
    ("turned into 1/entry", lambda want: 1.0 / want),
    ("with its mean in every place", lambda want: _everywhere(float(want.mean()), want)),
    ("with its sum in every place", lambda want: _everywhere(float(want.sum()), want)),
    ("with nothing but its signs, 1 and -1", np.sign),
    ("cut down to whole numbers", lambda want: np.where(np.abs(want).max() < 1.0, np.nan, np.trunc(want))),
)


def _shifted(got: Array, want: Array, allowed: Array) -> str:
    by = float(np.mean(got - want))
    return f"plus {by:.4g} in every entry" if all_within(got, want + by, allowed) else ""


def _cut_off(got: Array, want: Array, allowed: Array) -> str:
    low, high = float(got.min()), float(got.max())
    over, under = int(np.count_nonzero(want > high + allowed)), int(np.count_nonzero(want < low - allowed))
    if want.size < 3 or not all_within(got, np.clip(want, low, high), allowed) or over + under > want.size - 2:
        return ""
    ends = [f"above {high:.4g}"] * bool(over) + [f"below {low:.4g}"] * bool(under)
    return f"cut off {' and '.join(ends)}"


def _rounded(got: Array, want: Array, allowed: Array) -> str:
    for decimals in range(DECIMALS + 1 if got.any() else 0):
        half = 0.5000001 * 10.0**-decimals
        if np.array_equal(got, np.round(got, decimals)) and all_within(got, want, allowed + half):
            return f"rounded to {decimals} decimals"
    return ""


def _reordered(got: Array, want: Array, allowed: Array) -> str:
    for axis, name in ((0, "rows" if want.ndim > 1 else "entries"), (1, "columns")):
        if axis < want.ndim and all_within(got, np.flip(want, axis), allowed):
            return f"with its {name} in reverse order"
    in_order, places = np.sort(got, axis=None), np.argsort(want, axis=None)
    same = all_within(in_order, want.ravel()[places], allowed.ravel()[places])
    return "with its entries in other places" if same else ""
