"""Where two arrays differ by more than is allowed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.core.model import Array
from autograder.gradients.nearness import within
from autograder.gradients.relation import relation_of


@dataclass(frozen=True, slots=True)
class Difference:
    """What a comparison of two arrays showed.

    ok: no entry is wrong. wrong: how many of the `total` entries are that were compared one by one.
    worst: the index of the entry furthest from its limit, `()` for a number, None when none was compared by itself;
    got and want: the two values there (NaN when there are none).
    relation: what the wrong array is of the wanted one, as a whole: "negated", "scaled by 2" …, or ""; see relation.py.
    """

    ok: bool
    worst: tuple[int, ...] | None
    got: float
    want: float
    wrong: int
    total: int
    relation: str = ""


def real_array(value: object, name: str) -> Array:
    """Return value as a new float64 array of its own shape. Raises ValueError unless it holds real numbers only."""
    array = np.asarray(value)
    # A silent cast would drop imaginary parts, and read numbers out of strings.
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, not {array.dtype}")
    return array.astype(np.float64)


def compare(got: object, want: object, allowed: object, turned: object = None) -> Difference:
    """Compare got with want, entry by entry: an entry is right when it is finite and |got - want| <= allowed.

    All three are arrays (or numbers) of one shape; nothing is broadcast. NaN anywhere makes an entry wrong.
    turned is what got would be if it were transposed: got.T of a square matrix, or given where got is a part of one.
    Raises ValueError when the shapes are not the same, or an array does not hold real numbers.
    """
    got, want, allowed = real_array(got, "got"), real_array(want, "want"), real_array(allowed, "allowed")
    if not got.shape == want.shape == allowed.shape:
        raise ValueError(f"shapes must be the same: got {got.shape}, want {want.shape}, allowed {allowed.shape}")
    if not got.size:
        return Difference(True, None, np.nan, np.nan, 0, 0)
    if turned is None and got.ndim == 2 and got.shape[0] == got.shape[1]:
        turned = got.T
    with np.errstate(all="ignore"):
        wrong = ~within(got, want, allowed)
        worst, count = _worst(got, want, allowed, wrong), int(np.count_nonzero(wrong))
        transposed = None if turned is None else real_array(turned, "turned")
        relation = relation_of(got, transposed, want, allowed) if count else ""
    return Difference(
        ok=count == 0,
        worst=worst,
        got=float(got[worst]),
        want=float(want[worst]),
        wrong=count,
        total=got.size,
        relation=relation,
    )


def _worst(got: Array, want: Array, allowed: Array, wrong: Array) -> tuple[int, ...]:
    excess = np.abs(got - want) / allowed
    # An allowance of 0 or NaN makes the quotient useless; and a wrong entry comes before any right one.
    excess = np.where(np.isnan(excess), np.where(wrong, np.inf, 0.0), excess)
    candidates = np.where(wrong, excess, -1.0) if wrong.any() else excess
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(candidates)), got.shape))
