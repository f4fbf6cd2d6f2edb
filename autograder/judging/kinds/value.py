"""A result equals the solution's, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from autograder.core.exercise import Check, Context, Expected
from autograder.judging.kinds.numbers import allowed_difference, are_wrong, wrong_numbers


@dataclass(frozen=True, slots=True)
class Value(Check):
    """The solution's own result, within rtol of its size."""

    rtol: float = 1e-6

    kind: ClassVar[str] = "value"
    in_words: ClassVar[str] = "the numbers in your result ({})"
    tolerance_reason: ClassVar[str] = "a share of the right entry, and of the array's size for entries near 0"

    def expect(self, context: Context) -> Expected:
        allowed = allowed_difference(context.result, self.rtol)
        return Expected(context.result, allowed if context.method_error is None else allowed + context.method_error)

    def wrong(self, value: object, expected: Expected) -> str:
        return wrong_numbers(value, expected, self.like)

    def fails(self, value: object, expected: Expected) -> bool:
        return are_wrong(value, expected)


def value(output: str, *, points: float, hidden: bool = False, rtol: float = 1e-6, hint: str = "") -> Check:
    """Declare that a result equals the solution's, entry by entry.

    An entry is accepted when `|got - want| <= rtol * (|want| + 0.1 * rms(want)) + 1e-9` and what
    a right answer is off by that takes slopes by central differences, where the lesson has a function with a step.
    """
    return Value(output, points, hidden, hint, rtol=rtol)
