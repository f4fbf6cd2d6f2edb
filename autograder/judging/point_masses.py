"""Which values a sample takes too often or too seldom, where few values are possible, with a bounded error.

How often a value is drawn is binomial, and so within Chernoff's bounds of what is expected of it, except with a chance
of exp(-L) on either side; L is chosen so that all values together err with the chance that is allowed. These bounds
are narrow where a value is rare: one that is never drawn in one sample and 5 % of the other tells two of 2000 apart.
Source: Chernoff, A measure of asymptotic efficiency for tests of a hypothesis, 1952; Bernstein's inequality.
"""

from __future__ import annotations

import math

import numpy as np

from autograder.core.model import Array

MOST_VALUES = 200  # of the solution's that are counted one by one


def counted(sample: Array) -> tuple[Array, Array] | None:
    """Return the different values of a sample and how often each is drawn; None where there are many."""
    values, counts = np.unique(sample, return_counts=True)
    return (values.astype(float), counts) if len(values) <= min(MOST_VALUES, sample.size // 10) else None


def odd_value(got: Array, values: Array, counts: Array, missed: float) -> tuple[float, float, float] | None:
    """Return a value that got's distribution cannot share with the solution's, and its share in both, or None.

    values, counts: of the solution's sample, as `counted` returns them. missed: the chance to be wrong about it.
    """
    theirs, their_counts = np.unique(got, return_counts=True)
    every = np.union1d(values, theirs)
    ours = _placed(every, values, counts)
    others = _placed(every, theirs, their_counts)
    size, other_size = float(counts.sum()), float(got.size)
    bound = math.log(4 * len(every) / missed)
    apart = np.maximum(
        _least(others, bound) / other_size - _most(ours, bound) / size,
        _least(ours, bound) / size - _most(others, bound) / other_size,
    )
    worst = int(np.argmax(apart))
    if apart[worst] <= 0:
        return None
    return float(every[worst]), float(ours[worst] / size), float(others[worst] / other_size)


def _placed(every: Array, values: Array, counts: Array) -> Array:
    placed: Array = np.zeros(len(every))
    placed[np.searchsorted(every, values)] = counts
    return placed


def _most(count: Array, bound: float) -> Array:
    """Return the largest mean from which so few are drawn: mean - sqrt(2 mean bound) <= count."""
    return np.asarray(((math.sqrt(2 * bound) + np.sqrt(2 * bound + 4 * count)) / 2) ** 2)


def _least(count: Array, bound: float) -> Array:
    """Return the smallest mean from which so many are drawn: mean + sqrt(2 mean bound) + 2 bound / 3 >= count."""
    rest = np.maximum(count - 2 * bound / 3, 0.0)
    return np.asarray(((np.sqrt(2 * bound + 4 * rest) - math.sqrt(2 * bound)) / 2) ** 2)
