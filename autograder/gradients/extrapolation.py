"""From the central differences of six steps to one slope and an error bound.

The error of a central difference is a series in the square of its step. With steps h, h / r, h / r^2 …, the
extrapolations to step 0 form Ridders's triangle

    T[k, j] = (r^2j T[k, j-1] - T[k-1, j-1]) / (r^2j - 1),    T[k, 0] = the difference of the k-th step,

and an entry that agrees with both its parents is good to about the difference. All entries of the triangle are sums of
the six differences with fixed weights, so that one matrix product gives them all, for any number of slopes at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from autograder.core.model import Array

RATIO = 1.9  # not 2: steps that are whole multiples of one another see one and the same false slope of a short wave
STEPS = 0.08 / RATIO ** np.arange(6)  # in units of max(|x|, 1)
NEAR = 0.02  # a bend that is sharp on steps smaller than this (absolute) is a kink, whatever smaller steps would show
SHARP = np.array([[1.05], [1.05], [0.8 * RATIO]])  # how much more of a kink the last step sees than those before
FLOOR = 1e-9  # absolute: below it, gradients are not told apart
EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class DifferenceTable:
    """What the steps showed, in units of the slope; shape (steps, slopes), the largest step first."""

    steps: Array  # how far x was moved
    central: Array  # the sum of the central differences of all outputs, each times its upstream gradient
    roundoff: Array  # what rounding the outputs does to `central`
    size: Array  # of the last step: the same sum of absolute values, what would be there if nothing cancelled
    noise: Array  # of the last step: what rounding the outputs does to `size`
    bend: Array  # of the last four steps: how far the slopes ahead and behind are apart, summed over the outputs


@dataclass(frozen=True, slots=True)
class Slopes:
    """Slopes along some directions; every array has one entry for each.

    error: a bound of what value is off by, round-off included. curve: what a central difference of step h is off by,
    over h squared. rough: the extrapolations do not agree. sharp: the function bends on the last step as much as on
    those before, like at a kink.
    """

    value: Array
    error: Array
    second_order_coefficient: Array
    rough: Array
    sharp: Array


def _triangle(rows: int) -> tuple[Array, Array, Array, Array]:
    """Return the weights of every T[k, j] with j > 0, of its differences from both parents, and its round-off."""
    parents, growth = list(np.eye(rows)), 1.0
    weights, first, second, roundoff = [], [], [], []
    for j in range(1, rows):
        power = RATIO ** (2 * j)
        growth *= (power + 1) / (power - 1)
        children = [(power * near - far) / (power - 1) for far, near in pairwise(parents)]
        weights += children
        first += [child - near for child, near in zip(children, parents[1:], strict=True)]
        second += [child - far for child, far in zip(children, parents[:-1], strict=True)]
        roundoff += [growth * np.eye(rows)[k] for k in range(j, rows)]
        parents = children
    return np.array(weights), np.array(first), np.array(second), np.array(roundoff)


WEIGHTS, FROM_NEAR, FROM_FAR, ROUNDOFF = _triangle(len(STEPS))


def estimate(table: DifferenceTable) -> Slopes:
    """Return what the table says of each slope. Where it is rough or sharp, value is the last central difference and
    error reaches the slopes ahead and behind; where nothing finite is known, value is 0 and error infinite."""
    with np.errstate(all="ignore"):
        value, spread, roundoff = _extrapolate(table.central, table.roundoff)
        off = np.abs(table.central[-1] - value)
        second_order_coefficient = np.maximum(off - table.roundoff[-1], 0.0) / table.steps[-1] ** 2
        slight = 1e-6 * table.size + 0.1 * FLOOR
        rough = ~(spread <= slight + roundoff)
        # The smallest steps must be on their way to it, or large ones agree by chance.
        rough |= ~(off <= np.abs(table.central[-2] - table.central[-1]) + table.roundoff[-1] + slight)
        # The bend of a smooth function shrinks as the step does, even where its second derivative passes through 0;
        # that of a kink stays, so that the more of it a step sees, the smaller the step is.
        last, density = table.bend[-1], table.bend / table.steps[-4:]
        sharp = ~np.any(density[-1] <= SHARP * density[:-1], axis=0)  # steps beyond an edge (NaN) have no say
        sharp &= last > 1e-6 * np.abs(value) + 8 * table.noise + 0.1 * FLOOR
        error = spread + roundoff
    doubtful = rough | sharp
    if doubtful.any():
        error = np.where(doubtful, np.maximum(error, last / 2), error)
        value = np.where(doubtful, table.central[-1], value)
        known = np.isfinite(value) & np.isfinite(error)
        value, error = np.where(known, value, 0.0), np.where(known, error, np.inf)
        second_order_coefficient = np.where(doubtful, 0.0, second_order_coefficient)
    return Slopes(value, error, second_order_coefficient, rough, sharp)


def _extrapolate(central: Array, roundoff: Array) -> tuple[Array, Array, Array]:
    """Return the extrapolation of least error, how far it is from its parents, and the round-off it inherits."""
    finite = np.isfinite(central)
    usable = central if finite.all() else np.where(finite, central, 0.0)
    values, inherited = WEIGHTS @ usable, ROUNDOFF @ roundoff
    spreads = np.maximum(np.abs(FROM_NEAR @ usable), np.abs(FROM_FAR @ usable))
    if usable is not central:  # steps that left the domain of the function drop out of the choice
        spreads[(np.abs(WEIGHTS) @ ~finite) > 0] = np.inf
    error = spreads + inherited
    best = np.argmin(np.where(np.isnan(error), np.inf, error), axis=0), np.arange(central.shape[1])
    return values[best], spreads[best], inherited[best]
