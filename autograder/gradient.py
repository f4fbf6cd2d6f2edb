"""The gradient of any function by differences, with an error bound for every entry that is tight enough to judge by.

An entry of x is moved up and down by six steps, each half of the one before. The six central differences, whose errors
are series in the square of the step, are extrapolated to step 0 (Richardson), and the extrapolation that agrees best
with its parents is kept: their disagreement bounds its error. Where they do not agree, or the function bends as sharply
on the small steps as on the large ones, a kink is in the way, and smaller steps are tried. A kink that is nearer than
the smallest step is reported, not hidden: there a central difference converges, perfectly, to a wrong number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.differences import Difference, compare, real_array
from autograder.model import Array

__all__ = ["Difference", "Gradient", "NotFiniteError", "compare", "gradcheck", "numeric_gradient", "tolerance"]

Function = Callable[[Array], object]

STEPS = 0.08 * 0.5 ** np.arange(6)  # in units of max(|x|, 1)
SHRINKS = (1, 8, 64)  # what the steps are divided by, one after the other, until they fit between the kinks
NEAR = 0.02  # a bend that is sharp on steps smaller than this (absolute) is a kink, whatever smaller steps would show
RTOL = 2e-5  # a right answer that uses central differences of 0.001 is off by up to 3e-6, a wrong one by far more
FLOOR = 1e-9  # absolute: below it, gradients are not told apart
EPS = float(np.finfo(np.float64).eps)


class NotFiniteError(ValueError):
    """A function, its argument or its upstream gradient is infinite or NaN, so there is nothing to differentiate."""


@dataclass(frozen=True, slots=True)
class Gradient:
    """A numeric gradient; every array has x's shape.

    values: the derivatives, in units of the output per unit of x.
    error: a bound of what the method itself may be off by, round-off included, in the same units.
    kinks: True where the function has a kink too near for a difference to be trusted: always within 0.001 of x, where
    a right answer that uses the book's central difference goes wrong as well; never because of a single kink further
    off than 0.01 max(|x|, 1). There, values is the central difference of the smallest step tried, and error reaches
    the one-sided slopes on either side of it (at least): for ReLU at 0 that is 0.5 and 0.5. Where the function is not
    even finite on both sides, values is 0 and error infinite. Waves shorter than about 0.015 are taken for kinks.
    """

    values: Array
    error: Array
    kinks: Array


@dataclass(frozen=True, slots=True)
class _Table:
    """What the steps showed, in units of the gradient; shape (steps, entries), the largest step first."""

    steps: Array  # how far the entry was moved, in units of x
    central: Array  # the sum of the central differences of all outputs, each times its upstream gradient
    size: Array  # the same sum of absolute values: what the entry would have if nothing cancelled
    bend: Array  # how far the slopes ahead and behind are apart, summed over the outputs
    noise: Array  # what rounding the outputs does to `size`
    roundoff: Array  # what rounding the outputs does to `central`


def numeric_gradient(f: Function, x: object, upstream: object = None) -> Gradient:
    """Return the gradient of sum(upstream * f(x)) with respect to every entry of x.

    f maps a float64 array of x's shape to real numbers of any shape, which must be computed in float64. It is called
    12 times for each entry of x, up to 36 times where kinks are near; it gets a copy and may change it.
    upstream has f(x)'s shape; None stands for ones. x may have any shape, () and empty ones too.
    Steps are relative to max(|x|, 1), from 0.08 down to 4e-5: poles and edges of the domain further off than a few
    of the smallest do not disturb. numpy's floating point warnings inside f are silenced.
    Raises NotFiniteError if x, upstream or f(x) is not finite; ValueError if upstream's shape is not f(x)'s, if f
    returns another shape near x than at x, or anything but real numbers.
    Source: Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4 (1982).
    """
    point = real_array(x, "x")
    _require_finite(point, "x")
    here = _evaluate(f, point)
    _require_finite(here, "f(x)")
    cotangent = np.ones_like(here) if upstream is None else real_array(upstream, "upstream")
    _require_finite(cotangent, "upstream")
    if cotangent.shape != here.shape:
        raise ValueError(f"upstream has shape {cotangent.shape}, but f(x) has shape {here.shape}")
    values, error, kinks = np.zeros(point.size), np.zeros(point.size), np.zeros(point.size, dtype=bool)
    entries = np.arange(point.size)
    for shrink in SHRINKS:
        if entries.size:
            table = _tabulate(f, point, here, cotangent, entries, STEPS / shrink)
            values[entries], error[entries], rough, sharp = _estimate(table)
            kinks[entries] = rough | sharp
            entries = entries[(rough | sharp) & ~(sharp & (table.steps[-1] < NEAR))]
    return Gradient(values.reshape(point.shape), error.reshape(point.shape), kinks.reshape(point.shape))


def tolerance(gradient: Gradient, scale_of_outputs: float, rtol: float = RTOL, *, elementwise: bool = False) -> Array:
    """Return how far each entry of a right answer may be from gradient.values; shape and units are the gradient's.

    That is 4 error + rtol (|value| + 0.1 l) + 2e-12 Y + 1e-9. Y is max(1, scale_of_outputs), where scale_of_outputs is
    the largest |f(x)|. l is the smaller of the root mean squares of the entry's row and of its column: a product of
    matrices cannot be expected to be exact relative to an entry that cancels. It is 0 unless the gradient has two
    dimensions, and for a function that works on each entry by itself (elementwise). At kinks the error counts once:
    just what lies between the one-sided slopes is accepted.
    """
    error = np.where(gradient.kinks, gradient.error, 4.0 * gradient.error)
    neighbours = 0.0 if elementwise else 0.1 * _row_or_column_rms(gradient.values)
    absolute = 2e-12 * max(1.0, scale_of_outputs) + FLOOR
    allowed: Array = error + rtol * (np.abs(gradient.values) + neighbours) + absolute
    return allowed


def gradcheck(f: Function, grad: object, x: object, upstream: object = None, rtol: float = RTOL) -> Difference:
    """Hold a gradient that somebody worked out against the numeric gradient of sum(upstream * f(x)).

    grad is an array of x's shape, or a function of x that returns one; the rest is as for numeric_gradient. `.ok` of
    the result says whether it is right. A random upstream tells more than none: with all ones, a gradient that
    forgets its upstream looks right. Where f has a kink, anything between the slopes on either side is right.
    Raises ValueError if grad's shape is not x's, and what numeric_gradient raises.
    """
    point = real_array(x, "x")
    numeric = numeric_gradient(f, point, upstream)
    scale = float(np.max(np.abs(_evaluate(f, point)), initial=1.0))
    got = grad(point.copy()) if callable(grad) else grad
    return compare(got, numeric.values, tolerance(numeric, scale, rtol))


def _require_finite(array: Array, name: str) -> None:
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise NotFiniteError(f"{name} must be finite, but is {array[where]}" + (f" at {where}" if where else ""))


def _evaluate(f: Function, x: Array) -> Array:
    # f gets a copy, and its result is copied: it may work in place, or hand back its own argument.
    with np.errstate(all="ignore"):
        return real_array(f(x.copy()), "f(x)")


def _tabulate(f: Function, x: Array, here: Array, upstream: Array, entries: Array, steps: Array) -> _Table:
    def moved(entry: int, step: float) -> Array:
        z = x.copy()
        z.flat[entry] += step
        y = _evaluate(f, z)
        if y.shape != here.shape:
            raise ValueError(f"f returns shape {here.shape} at x, but {y.shape} near it")
        return y

    lengths = steps[:, np.newaxis] * np.maximum(np.abs(x.ravel()[entries]), 1.0)
    cells = np.empty((5, *lengths.shape))
    for row, column in np.ndindex(lengths.shape):
        entry, step = int(entries[column]), float(lengths[row, column])
        cells[:, row, column] = _measure(moved(entry, step), here, moved(entry, -step), upstream, step)
    return _Table(lengths, *cells)


def _measure(ahead: Array, here: Array, behind: Array, upstream: Array, step: float) -> tuple[float, ...]:
    """Return one cell of the table, in the order of its fields after steps."""
    with np.errstate(all="ignore"):
        # The difference comes before the sum, so that outputs which do not depend on the entry cancel exactly.
        rise = upstream * (ahead - behind) / (2 * step)
        bend = upstream * ((ahead - here) + (behind - here)) / step
        changed = (ahead != here) | (behind != here)
        noise = EPS * np.where(changed, np.abs(upstream) * (np.abs(ahead) + np.abs(behind)), 0.0) / (2 * step)
        roundoff = 2 * np.sqrt(np.sum(noise**2))
        return float(rise.sum()), float(np.abs(rise).sum()), float(np.abs(bend).sum()), float(noise.sum()), roundoff


def _estimate(table: _Table) -> tuple[Array, Array, Array, Array]:
    """Return values and error of each entry, and whether it is rough (no convergence) or sharp (bent like a kink)."""
    with np.errstate(all="ignore"):
        value, spread, roundoff = _richardson(table.central, table.roundoff)
        rough = ~(spread <= 1e-6 * table.size[-1] + roundoff + 0.1 * FLOOR)
        # Halving the step halves the bend of a smooth function, but not that of a kink.
        sharp = table.bend[-1] > 0.75 * table.bend[-2]
        sharp &= table.bend[-1] > 1e-6 * np.abs(value) + 8 * table.noise[-1] + 0.1 * FLOOR
        doubtful = rough | sharp
        error = np.where(doubtful, np.maximum(spread + roundoff, table.bend[-1] / 2), spread + roundoff)
        value = np.where(doubtful, table.central[-1], value)
    known = np.isfinite(value) & np.isfinite(error)
    return np.where(known, value, 0.0), np.where(known, error, np.inf), rough, sharp


def _richardson(central: Array, roundoff: Array) -> tuple[Array, Array, Array]:
    """Return the extrapolation of least error, how far it is from its parents, and the round-off it inherits.

    T[k, j] = (4^j T[k, j-1] - T[k-1, j-1]) / (4^j - 1), T[k, 0] = central[k]; row k is made of the steps k-j to k.
    """
    values, spreads, roundoffs = [], [], []
    parents, growth = central, 1.0
    for j in range(1, len(central)):
        power = 4.0**j
        growth *= (power + 1) / (power - 1)
        children = (power * parents[1:] - parents[:-1]) / (power - 1)
        values.append(children)
        spreads.append(np.maximum(np.abs(children - parents[1:]), np.abs(children - parents[:-1])))
        roundoffs.append(growth * roundoff[j:])
        parents = children
    value, spread, inherited = (np.concatenate(each) for each in (values, spreads, roundoffs))
    # Steps that left the domain of the function give NaN, and drop out of the choice.
    best = np.argmin(np.nan_to_num(spread + inherited, nan=np.inf), axis=0)[np.newaxis]
    chosen = [np.take_along_axis(each, best, axis=0)[0] for each in (value, spread, inherited)]
    return chosen[0], chosen[1], chosen[2]


def _row_or_column_rms(values: Array) -> Array:
    if values.ndim != 2 or not values.size:
        return np.zeros_like(values)
    rows, columns = (np.mean(values**2, axis=axis, keepdims=True) for axis in (1, 0))
    smaller: Array = np.sqrt(np.minimum(rows, columns))
    return smaller
