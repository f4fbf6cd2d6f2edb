"""What a wrong answer showed at all inputs, in a few numbers: by them a slip is recognised whose results nobody keeps.

The kinds and shapes of all results are hashed. Their numbers, of which the large ones are drawn together so that none
of them drowns the others, are weighed into PROJECTIONS sums. Two answers have the same ones, within rounding and what
numeric slopes differ by, only if all of their results are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np

from autograder.core.answer_key import Observation
from autograder.core.model import Array

PROJECTIONS = 4
DECIMALS = 5
NEAR = 2e-5
APART = 1e-3  # a slip that is nearer to the right answer has no fingerprint of its own
MOST = 20_000  # numbers; far more than any exercise's results have
NONE = ""


@np.errstate(all="ignore")
def fingerprint(observed: Iterable[Mapping[str, Observation | None]]) -> str:
    """Return the fingerprint of what was seen at each trial, or NONE where it cannot be told by numbers."""
    kinds, numbers = [], [np.zeros(0)]
    for trial in observed:
        for name in sorted(trial):
            seen = trial[name]
            if seen is None or seen.plain is not None:
                return NONE
            kinds.append(f"{name} {seen.problem} {None if seen.values is None else seen.values.shape}")
            numbers.append(_drawn_together(seen.values))
    every = np.concatenate(numbers)
    if not every.size or every.size > MOST or not _tells(every):
        return NONE
    digest = hashlib.sha256("\n".join(kinds).encode()).hexdigest()[:8]
    sums = _waves(every.size) @ every / every.size**0.5
    return ":".join([digest, *(f"{part:.{DECIMALS}f}" for part in sums)])


def is_near(one: str, other: str, within: float = NEAR) -> bool:
    """Say whether two fingerprints are of the same results."""
    if NONE in (one, other):
        return False
    kinds, *a = one.split(":")
    others, *b = other.split(":")
    return kinds == others and all(abs(float(x) - float(y)) <= within for x, y in zip(a, b, strict=True))


def _tells(numbers: Array) -> bool:
    """Say whether numbers tell where they come from: infinity comes of many slips, and so does 0 everywhere."""
    return bool(np.all(np.isfinite(numbers)) and np.ptp(numbers) > 0)


def _drawn_together(values: Array | None) -> Array:
    if values is None:
        return np.zeros(0)
    return np.asarray(np.arcsinh(np.ravel(np.asarray(values, dtype=float))))


@lru_cache(maxsize=256)
def _waves(size: int) -> Array:
    """Return weights that nothing in a lesson follows."""
    return np.asarray(np.sin(np.outer(np.sqrt(np.arange(2, 2 + PROJECTIONS)), np.arange(1, size + 1))))
