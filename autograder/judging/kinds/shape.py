"""A result has the shape of the solution's, and consists of real numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.kinds.numbers import wrong_shape


@dataclass(frozen=True, slots=True)
class Shape(Check):
    """Whether the numbers are right, or finite at all, is for another check of the same result to say."""

    kind: ClassVar[str] = "shape"
    in_words: ClassVar[str] = "the shape of your result ({})"
    tolerance_reason: ClassVar[str] = "no tolerance: a shape is right or not"
    exact: ClassVar[bool] = True
    compares_values: ClassVar[bool] = False

    def expect(self, context: Context) -> Expected:
        own, inputs = context.result, context.inputs
        if self.like is not None and (self.like not in inputs or np.shape(inputs[self.like]) != own.shape):
            message = f"the solution's shape {own.shape} is not that of an input '{self.like}'"
            raise DeclarationError(f"{self.name}: {message}")
        return Expected(own, np.zeros(own.shape))

    def wrong(self, value: object, expected: Expected) -> str:
        return wrong_shape(value, expected, self.like)


def shape(output: str, *, points: float, like: str | None = None, hidden: bool = False, hint: str = "") -> Check:
    """Declare that a result has the shape of the solution's. `like` names the input whose shape that is.

    It consists of real numbers then; whether they are right, or finite at all, is for a value or gradient check of the
    same result to say.
    """
    return Shape(output, points, hidden, hint, like)
