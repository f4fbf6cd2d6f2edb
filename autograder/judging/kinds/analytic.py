"""A result is worked out by a closed form, to its precision and at its cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from autograder.core.exercise import Check, Context, Expected
from autograder.core.model import Array
from autograder.judging.kinds.numbers import allowed_difference, difference, difference_phrase, size, wrong_shape
from autograder.judging.observe import as_array

FLOOR = 1e-13
SINGLE = 5e-6  # what a closed form in single precision may be off, relative to its entries
DIGITS_OF_A_QUOTIENT = 4
QUOTIENT = "right to {} digits, as a difference quotient is: derive the closed form"


@dataclass(frozen=True, slots=True)
class Analytic(Check):
    """The solution's own result, with room for rounding alone; in single precision, for the rounding of that."""

    rtol: float = 1e-12

    kind: ClassVar[str] = "analytic"
    in_words: ClassVar[str] = "{} by a formula, not by a numeric derivative"
    tolerance_reason: ClassVar[str] = "what the last digits of double precision allow a closed form"
    places_below_tolerance: ClassVar[int] = 1  # below it the last bits begin, in which machines differ
    too_slow: ClassVar[str] = ", where a closed form needs milliseconds"

    def expect(self, context: Context) -> Expected:
        allowed = allowed_difference(context.result, self.rtol, FLOOR)
        return Expected(context.result, allowed if context.method_error is None else allowed + context.method_error)

    def wrong(self, value: object, expected: Expected) -> str:
        if wrong := wrong_shape(value, expected, self.like):
            return wrong
        got = np.asarray(as_array(value))
        found = difference(got, expected.values, _allowed(expected, got))
        if found is None:
            return ""
        digits = _digits(got.astype(float), expected.values)
        return QUOTIENT.format(int(digits)) if digits >= DIGITS_OF_A_QUOTIENT else difference_phrase(found)


def _allowed(expected: Expected, got: Array) -> Array:
    """Return how far a closed form may be off: one in single precision cannot be more exact than that is."""
    single = got.dtype == np.float32
    return np.maximum(expected.tolerance, SINGLE * size(expected.values)) if single else expected.tolerance


def _digits(got: Array, want: Array) -> float:
    """Return to how many digits two arrays agree, at the worst entry."""
    off = float(np.max(np.abs(got - want) / size(want), initial=0.0))
    return -float(np.log10(off)) if off > 0 else 0.0  # NaN agrees to none


def analytic(output: str, *, points: float, hidden: bool = False, rtol: float = 1e-12, hint: str = "") -> Check:
    """Declare that a result is worked out by a closed form, where the exercise demands one in so many words.

    Two things give a numeric derivative away. Its precision: as `value`, with room for rounding alone. Closed forms
    agree to 1e-14, a central difference is off by 1e-11 or more; a result in single precision is held to that. And
    its cost: draw arguments of more than 1000 numbers, which need a hidden check and are asked once, so that the one or
    two evaluations for each of them take longer than a call may. Where a right answer uses numeric slopes inside a
    closed form, let answers.py have one that does (see keys.method_error): the cost tells even then.

    Derivatives that are as exact as a closed form and cost as little (complex steps, an extrapolation of high order,
    of something element-wise) pass.
    """
    return Analytic(output, points, hidden, hint, rtol=rtol)
