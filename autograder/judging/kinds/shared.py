"""A result is a view of an argument, or a copy, as the solution's is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.difference_of_numbers import plain_number
from autograder.judging.kinds.plain import PlainCheck
from autograder.judging.observe import type_phrase

WORDS = {True: "a view, which shares its argument's memory", False: "a copy with memory of its own"}


@dataclass(frozen=True, slots=True)
class Shared(PlainCheck):
    """Whether the result shares memory with an argument."""

    aside: ClassVar[bool] = True
    kind: ClassVar[str] = "shared"
    in_words: ClassVar[str] = "a view or a copy ({})"

    def plain(self, context: Context) -> Any:
        if not isinstance(context.value, bool | np.bool_ | np.ndarray) or type(plain_number(context.value)) is not bool:
            how = f"write answer.{context.function}.shared(0)(…), and return an array"
            raise DeclarationError(f"{self.name}: '{self.output}' does not say what is shared: {how}")
        return plain_number(context.value)

    def wrong(self, value: object, expected: Expected) -> str:
        got = plain_number(value)
        if not isinstance(got, bool):
            return f"expected {WORDS[expected.plain]}, got {type_phrase(value)}"
        return "" if got is expected.plain else f"expected {WORDS[expected.plain]}, got {WORDS[got]}"


def shared(output: str, *, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that a result is a view of an argument where the solution's is one, and else a copy.

    The output is `answer.f.shared(0)(x, …)`: whether the result shares memory with argument 0.
    """
    return Shared(output, points, hidden, hint)
