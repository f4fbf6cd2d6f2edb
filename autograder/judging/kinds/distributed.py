"""Numbers drawn at random have the distribution of the solution's, as far as so many of them can tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.core.model import Array
from autograder.judging.kinds.numbers import wrong_shape
from autograder.judging.kinds.plain import PlainCheck
from autograder.judging.observe import as_array, type_phrase
from autograder.judging.point_masses import counted, odd_value

FEWEST = 200  # numbers, with which half of a distribution that is out of place shows
MOST_KEPT = 1000  # of the solution's numbers, sorted
MISSED = 1e-9  # the chance that a right sample is rejected


@dataclass(frozen=True, slots=True)
class Distributed(PlainCheck):
    """The distance of the two samples' distribution functions, within what chance explains.

    Both are within sqrt(ln(2 / p) / 2n) of the true one, each except with probability p; any distribution.
    Source: Massart, The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality, 1990.
    """

    kind: ClassVar[str] = "distributed"
    in_words: ClassVar[str] = "the distribution of {}"

    def plain(self, context: Context) -> Any:
        own = as_array(context.value)
        if own is None or own.dtype.kind not in "biuf" or not np.all(np.isfinite(own)):
            raise DeclarationError(f"{self.name}: the solution returns {type_phrase(context.value)}, no real numbers")
        if own.size < FEWEST:
            raise DeclarationError(f"{self.name}: the solution draws {own.size} numbers: have it draw {FEWEST} or more")
        kept = np.sort(own, axis=None)[np.linspace(0, own.size - 1, min(own.size, MOST_KEPT)).round().astype(int)]
        masses = counted(own)
        return {"shape": own.shape, "sorted": kept.astype(float), "masses": masses}

    def wrong(self, value: object, expected: Expected) -> str:
        shape, want = expected.plain["shape"], expected.plain["sorted"]
        if wrong := wrong_shape(value, Expected(np.zeros(shape), np.zeros(shape))):
            return wrong
        got: Array = np.sort(np.asarray(as_array(value), dtype=float), axis=None)
        if not np.all(np.isfinite(got)):
            return "a number that is drawn is not finite"
        masses = expected.plain.get("masses")
        if masses is not None and (odd := odd_value(got, masses[0], masses[1], MISSED)) is not None:
            return _told_of_value(got, want, *odd)
        place, distance = _farthest(got, want)
        if distance <= allowed(got.size, want.size):
            # (Where few values are possible, a rare one need not come.)
            same = masses is None and got[0] == got[-1] and want[0] != want[-1]
            return "all numbers are the same" if same else ""
        return _told(got, want, place)


def allowed(size: int, kept: int) -> float:
    """Return how far two samples of a size may be apart; of one of them only so many entries are kept."""
    lost = 0.0 if kept == size else 1 / kept
    return 2 * math.sqrt(math.log(4 / MISSED) / (2 * size)) + lost


def _farthest(got: Array, want: Array) -> tuple[float, float]:
    """Return where the distribution functions of two sorted samples are farthest apart, and by how much."""
    every = np.concatenate([got, want])
    shares = [np.searchsorted(sample, every, "right") / len(sample) for sample in (got, want)]
    apart = np.abs(shares[0] - shares[1])
    worst = int(np.argmax(apart))
    return float(every[worst]), float(apart[worst])


def _told_of_value(got: Array, want: Array, value: float, share: float, other: float) -> str:
    """Say which value comes too often or too seldom, and what is plain of the samples as wholes."""
    if got[0] == got[-1] and want[0] != want[-1]:
        return f"all numbers are the same, {value:.6g}"
    usual = f"about {share:.0%} of the numbers" if share else "none"
    return f"expected {usual} to be {value:.6g}, got {f'{other:.0%}' if other else 'none'}{_as_wholes(got, want)}"


def _told(got: Array, want: Array, place: float) -> str:
    shares = [np.searchsorted(sample, place, "right") / len(sample) for sample in (want, got)]
    told = f"expected about {shares[0]:.0%} of the numbers to be at most {place:.3g}, got {shares[1]:.0%}"
    return told + _as_wholes(got, want)


def _as_wholes(got: Array, want: Array) -> str:
    spread = float(np.std(want)) or 1.0
    means = float(np.mean(want)), float(np.mean(got))
    if abs(means[0] - means[1]) > spread / 3:
        return f"; their mean is {means[1]:.3g}, not about {means[0]:.3g}"
    deviation = float(np.std(got))
    if not 2 / 3 < deviation / spread < 3 / 2:
        return f"; their standard deviation is {deviation:.3g}, not about {spread:.3g}"
    return ""


def distributed(output: str, *, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that numbers are drawn from the distribution of the solution's.

    Draw 200 or more; with 1000, what differs by more than a fifth of all is found. Where few values are possible, as of
    a die, each is looked at, too: of 2000 throws, a number that should never come and makes up 6 % is found. Pass the
    source of chance as an argument, `np.random.default_rng(draw.seed())`: then the same answer always draws the same. A
    right answer is rejected less than once in a billion trials.
    """
    return Distributed(output, points, hidden, hint)
