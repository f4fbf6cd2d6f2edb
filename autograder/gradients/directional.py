"""Check a large gradient with forward passes, without measuring each of its entries.

First along two random directions: the slope of f along v must be the sum of gradient * v. If it is not, or a kink is in
the way, along each row and each column, to choose the entries that are worth measuring by themselves.
"""

from __future__ import annotations

import numpy as np

from autograder.core.model import Array
from autograder.gradients.evaluation import Forward, slopes, slopes_between_kinks
from autograder.gradients.extrapolation import Slopes

DIRECTIONS = 2
SHRINKS = (8, 64, 512)  # a direction moves all entries at once: by more than one entry, and across more kinks
STRICT = 0.01  # of what an entry may be off by, a whole direction may be
Random = np.random.Generator


def random_direction_test(forward: Forward, gradient: Array, allowed: Array, random: Random) -> bool:
    """Return whether two random directions leave no room for an entry that is off by more than `allowed`.

    Along v = max(|x|, 1) * a Gaussian array, errors d of the entries add up to a Gaussian number of standard deviation
    ||max(|x|, 1) * d||, at least that of the entry which is furthest off. Not more than STRICT times the smallest
    max(|x|, 1) * allowed is let pass, the error bound of the slope included. So a gradient with an entry that is off
    by r times what it may be is let pass along one direction with a probability below 0.8 STRICT / r, along both with
    one below 6.4e-5 / r**2.
    """
    limit = STRICT * float((forward.scale * allowed).min())
    return all(_agrees(forward, gradient, limit, random) for _ in range(DIRECTIONS))


def _agrees(forward: Forward, gradient: Array, limit: float, random: Random) -> bool:
    v = forward.scale * random.standard_normal(forward.x.shape)
    said = float(np.sum(gradient * v))
    for shrink in SHRINKS:
        found = slopes(forward, v[np.newaxis], np.ones(1), shrink)
        off, error = abs(said - found.value[0]), found.error[0]
        if not _kinks(found)[0] and (off + error <= limit or off - error > limit):
            return bool(off <= limit)
    return False  # no steps were small enough to tell


def most_suspicious_entries(forward: Forward, gradient: Array, allowed: Array, most: int, random: Random) -> Array:
    """Return the `most` entries whose rows and columns speak most against the gradient, as indices into x.ravel().

    Rows and columns are those of x.reshape(-1, its last dimension); a long row by itself is folded into a square.
    """
    finite = np.isfinite(gradient).ravel()
    flat = np.where(finite, gradient.ravel(), 0.0)
    width, entries, suspicion = _width(forward.x.shape), np.arange(flat.size), np.ones(flat.size)
    for group in (entries // width, entries % width):
        suspicion *= _score(forward, flat, allowed.ravel(), group, random)[group]
    suspicion[~finite] = np.inf
    return np.sort(np.argsort(-suspicion, kind="stable")[:most])


def _score(forward: Forward, gradient: Array, allowed: Array, group: Array, random: Random) -> Array:
    """Return how far the slope along each group of entries is from what the gradient says, in units of the allowed.

    Where kinks are in the way it is 1 at least: nothing then speaks for the group.
    """
    scale = forward.scale.ravel()
    v = scale * random.standard_normal(scale.size)
    count = int(group.max()) + 1

    def along(chosen: Array) -> Array:
        return np.where(group == chosen[:, np.newaxis], v, 0.0).reshape(-1, *forward.x.shape)

    found = slopes_between_kinks(forward, count, along, np.ones(count), SHRINKS)
    said = np.bincount(group, gradient * v)
    expected = np.sqrt(np.bincount(group, (allowed * v) ** 2)) + found.error
    suspicion = np.abs(said - found.value) / expected
    return np.asarray(np.where(_kinks(found), np.fmax(suspicion, 1.0), suspicion))


def _width(shape: tuple[int, ...]) -> int:
    size = int(np.prod(shape))
    last = shape[-1]
    return last if 1 < last < size else int(np.ceil(np.sqrt(size)))


def _kinks(found: Slopes) -> Array:
    return found.rough | found.sharp
