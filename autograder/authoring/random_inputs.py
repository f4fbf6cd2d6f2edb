"""Random inputs for probes: reproducible from a seed, and short enough to be read in a message.

Every number is rounded to four decimals: messages stay readable, and what is stored for students is the same on
every machine.

A draw has a setting. In the usual one, sizes are those that the author writes and numbers are near 1. In an edge
setting the same probe gets what wrong answers trip over: one of its sizes is 1, numbers are 0 or far from it with the
largest in the middle, an array has a third axis. So no author has to think of these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from autograder.core.model import Array

T = TypeVar("T")
DECIMALS = 4
MAGNITUDES = (0.05, 0.2, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


ONE_AXIS, THREE_AXES = (5,), (2, 3, 2)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is unusual about the inputs of a trial, for a reader (where), and in detail.

    single: the size that is 1 wherever the probe asks for it. more: by how much all others grow. values: numbers that
    stand in each array of normal or both_signs, the first of them in its middle. any_shape: the shape of arguments
    that may have any.
    """

    where: str = ""
    single: int | None = None
    more: int = 0
    values: tuple[float, ...] = ()
    any_shape: tuple[int, ...] = ()


USUAL = Setting()


@dataclass(frozen=True, slots=True)
class Draw:
    """A source of random inputs; `random` is the only state. sizes collects the sizes above 1 that were asked for."""

    random: np.random.Generator
    setting: Setting = USUAL
    sizes: set[int] = field(default_factory=set)

    def size(self, size: int) -> int:
        """Return a size as it is in this setting: as written, 1, or more. A size of 1 stays."""
        if size > 1:
            self.sizes.add(size)
            return 1 if size == self.setting.single else size + self.setting.more
        return size

    def shape(self, *sizes: int) -> tuple[int, ...]:
        """Return a shape as it is in this setting. Every shape that is drawn goes through here."""
        return tuple(self.size(size) for size in sizes)

    def any_shape(self, *sizes: int) -> tuple[int, ...]:
        """Return the shape of an argument that may have any: as written, or the setting's."""
        return self.setting.any_shape or self.shape(*sizes)

    def index(self, size: int) -> int:
        """Return a random place along an axis of this size, counted from 0."""
        return int(self.random.integers(0, self.size(size)))

    def normal(self, *shape: int, scale: float = 1.0) -> Array:
        """Return Gaussian numbers of mean 0 and standard deviation `scale`.

        A scale of one's own keeps the values of edge settings away: it is given where larger numbers make no sense.
        """
        numbers = rounded(scale * self.random.standard_normal(self.shape(*shape)))
        return numbers if scale != 1.0 else self._with_values(numbers)

    def uniform(self, low: float, high: float, *shape: int) -> Array:
        """Return numbers evenly spread from low to high."""
        return rounded(self.random.uniform(low, high, self.shape(*shape)))

    def positive(self, *shape: int) -> Array:
        """Return numbers from 0.2 to 3."""
        return self.uniform(0.2, 3.0, *shape)

    def both_signs(self, *shape: int) -> Array:
        """Return numbers of both signs and many magnitudes (.05 … 3, never 0 in the usual setting), in random order."""
        n = int(np.prod(sizes := self.shape(*shape)))
        magnitudes = np.resize(self.random.permutation(MAGNITUDES), n) * self.random.uniform(0.9, 1.1, n)
        signs = np.resize([1.0, -1.0], n)
        return self._with_values(rounded(magnitudes * self.random.permutation(signs)).reshape(sizes))

    def integers(self, low: int, high: int, *shape: int) -> Array:
        """Return whole numbers in [low, high), dtype int64."""
        return self.random.integers(low, high, self.shape(*shape))

    def number(self, low: float, high: float) -> float:
        """Return one number from low to high."""
        return float(self.uniform(low, high))

    def one_hot(self, classes: int, n: int) -> Array:
        """Return n one-hot columns, shape (classes, n), float."""
        classes, n = self.shape(classes, n)
        return np.eye(classes)[:, self.random.integers(0, classes, n)]

    def probabilities(self, classes: int, n: int) -> Array:
        """Return columns that sum to 1, shape (classes, n); every entry is above 0.05, for up to 18 classes."""
        classes, n = self.shape(classes, n)
        largest = min(4.0, 18.0 / max(classes - 1, 1))  # how much larger than another one may be
        parts = self.random.uniform(1.0, largest, (classes, n))
        columns = rounded(parts / parts.sum(axis=0))
        columns[-1] = rounded(1.0 - columns[:-1].sum(axis=0))
        return columns

    def labels(self, *shape: int) -> Array:
        """Return zeros and ones (float) in random order, both present when there is room for both."""
        flat = np.resize([0.0, 1.0], int(np.prod(sizes := self.shape(*shape))))
        return self.random.permutation(flat).reshape(sizes)

    def seed(self) -> int:
        """Return a seed for a Generator that is an argument: np.random.default_rng(draw.seed())."""
        return int(self.random.integers(0, 2**31))

    def choice(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[int(self.random.integers(0, len(options)))]

    def sample(self, options: Sequence[T], n: int) -> list[T]:
        """Return n of the options in random order, none twice as long as there are so many."""
        order = [int(place) for _ in range(-(-self.size(n) // len(options))) for place in self._order(len(options))]
        return [options[place] for place in order[: self.size(n)]]

    def words(self, n: int) -> list[str]:
        """Return n different words of 3 to 8 small letters, which can be spoken."""
        found: dict[str, None] = {}
        while len(found) < self.size(n):
            found[self._word()] = None
        return list(found)

    def text(self, n: int) -> str:
        """Return n words in sentences: some twice, with capitals, commas and full stops."""
        words = self.sample(self.words(max(3, n // 2)), n)
        starts = {0, *(place for place in range(4, len(words)) if place % 5 == 0)}
        parts = [word.capitalize() if place in starts else word for place, word in enumerate(words)]
        ends = [". " if place + 1 in starts else ", " if place % 5 == 2 else " " for place in range(len(words))]
        return "".join(part + end for part, end in zip(parts, ends, strict=True)).rstrip(" ,.") + "."

    def _word(self) -> str:
        letters = [self.choice("bdfgklmnprstv" if place % 2 == 0 else "aeiou") for place in range(8)]
        return "".join(letters[: int(self.random.integers(3, 9))])

    def _order(self, n: int) -> Sequence[int]:
        return [int(place) for place in self.random.permutation(n)]

    def _with_values(self, numbers: Array) -> Array:
        """Return the numbers with those of the setting among them, where there is room: the first in the middle."""
        values = self.setting.values
        if not values or numbers.size < 2:
            return numbers
        flat, middle = numbers.ravel(), numbers.size // 2
        others = self.random.permutation(np.delete(np.arange(numbers.size), middle))
        places = np.append(middle, others)[: len(values)]
        flat[places] = values[: len(places)]
        return flat.reshape(numbers.shape)


def rounded(numbers: Array) -> Array:
    """Return numbers to four decimals, with no negative zero."""
    return np.asarray(np.round(numbers, DECIMALS) + 0.0)


def draw_from(*words: str, setting: Setting = USUAL) -> Draw:
    """Return a Draw whose numbers depend on these words and the setting alone, the same on every machine."""
    digest = hashlib.sha256("\0".join(words).encode()).digest()
    return Draw(np.random.default_rng(list(np.frombuffer(digest, dtype=">u4"))), setting)
