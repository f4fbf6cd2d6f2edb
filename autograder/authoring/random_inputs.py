"""Random inputs for probes: reproducible from a seed, and short enough to be read in a message.

Every number is rounded to four decimals: messages stay readable, and what is stored for students is the same on
every machine.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from autograder.core.model import Array

DECIMALS = 4
MAGNITUDES = (0.05, 0.2, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


@dataclass(frozen=True, slots=True)
class Draw:
    """A source of random inputs; `random` is the only state."""

    random: np.random.Generator

    def normal(self, *shape: int, scale: float = 1.0) -> Array:
        """Return Gaussian numbers of mean 0 and standard deviation `scale`."""
        return rounded(scale * self.random.standard_normal(shape))

    def uniform(self, low: float, high: float, *shape: int) -> Array:
        """Return numbers evenly spread from low to high."""
        return rounded(self.random.uniform(low, high, shape))

    def positive(self, *shape: int) -> Array:
        """Return numbers from 0.2 to 3."""
        return self.uniform(0.2, 3.0, *shape)

    def both_signs(self, n: int) -> Array:
        """Return n numbers, shape (n,), of both signs and many magnitudes (.05 … 3, never 0), in random order."""
        magnitudes = np.resize(self.random.permutation(MAGNITUDES), n) * self.random.uniform(0.9, 1.1, n)
        signs = np.resize([1.0, -1.0], n)
        return rounded(magnitudes * self.random.permutation(signs))

    def integers(self, low: int, high: int, *shape: int) -> Array:
        """Return whole numbers in [low, high), dtype int64."""
        return self.random.integers(low, high, shape)

    def number(self, low: float, high: float) -> float:
        """Return one number from low to high."""
        return float(self.uniform(low, high))

    def one_hot(self, classes: int, n: int) -> Array:
        """Return n one-hot columns, shape (classes, n), float."""
        return np.eye(classes)[:, self.random.integers(0, classes, n)]

    def probabilities(self, classes: int, n: int) -> Array:
        """Return columns that sum to 1, shape (classes, n); every entry is above 0.05, for up to 18 classes."""
        largest = min(4.0, 18.0 / max(classes - 1, 1))  # how much larger than another one may be
        parts = self.random.uniform(1.0, largest, (classes, n))
        columns = rounded(parts / parts.sum(axis=0))
        columns[-1] = rounded(1.0 - columns[:-1].sum(axis=0))
        return columns

    def labels(self, *shape: int) -> Array:
        """Return zeros and ones (float) in random order, both present when there is room for both."""
        flat = np.resize([0.0, 1.0], int(np.prod(shape)))
        return self.random.permutation(flat).reshape(shape)


def rounded(numbers: Array) -> Array:
    """Return numbers to four decimals, with no negative zero."""
    return np.asarray(np.round(numbers, DECIMALS) + 0.0)


def draw_from(*words: str) -> Draw:
    """Return a Draw whose numbers depend on these words alone, the same on every machine."""
    digest = hashlib.sha256("\0".join(words).encode()).digest()
    return Draw(np.random.default_rng(list(np.frombuffer(digest, dtype=">u4"))))
