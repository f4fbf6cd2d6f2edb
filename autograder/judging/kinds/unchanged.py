"""An argument is after the call what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.kinds.numbers import allowed_difference, difference, difference_phrase, wrong_shape

RTOL = 1e-9


@dataclass(frozen=True, slots=True)
class Unchanged(Check):
    """The argument as the solution leaves it, which must be as it was passed."""

    kind: ClassVar[str] = "unchanged"
    in_words: ClassVar[str] = "your function leaves its argument as it was ({})"
    tolerance_reason: ClassVar[str] = "no tolerance: the argument must be as it was"
    exact: ClassVar[bool] = True
    aside: ClassVar[bool] = True

    def expect(self, context: Context) -> Expected:
        if context.argument is None:
            how = f"write answer.{context.function}.leaves(0)(…)"
            raise DeclarationError(f"{self.name}: '{self.output}' is not an argument: {how}")
        if not np.array_equal(context.result, context.argument):
            raise DeclarationError(f"{self.name}: the solution changes it")
        return Expected(context.result, allowed_difference(context.result, RTOL))

    def wrong(self, value: object, expected: Expected) -> str:
        if wrong := wrong_shape(value, expected, self.like):
            return wrong
        found = difference(value, expected.values, expected.tolerance)
        return f"the call changed its argument: {difference_phrase(found)}" if found else ""


def unchanged(output: str, *, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that an argument is the same after the call as before, where the exercise promises so.

    The output is `answer.f.leaves(0)(X, …)`: X, as the call leaves it. Rounding may differ: an entry that was moved
    and moved back counts as unchanged.
    """
    return Unchanged(output, points, hidden, hint)
