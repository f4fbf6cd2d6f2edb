"""What was printed is what the solution prints, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.difference_of_texts import different_texts
from autograder.judging.kinds.equal import Spaces
from autograder.judging.kinds.plain import PlainCheck
from autograder.judging.observe import type_phrase


@dataclass(frozen=True, slots=True)
class Printed(PlainCheck):
    """The text that the solution prints; see `printed` for the fields."""

    case: bool = True
    spaces: Spaces = "ends"

    kind: ClassVar[str] = "printed"
    in_words: ClassVar[str] = "what is printed ({})"
    options: ClassVar[tuple[str, ...]] = ("case", "spaces")

    @property
    def accepts_many(self) -> bool:
        return not self.case or self.spaces != "exact"

    def plain(self, context: Context) -> Any:
        if not isinstance(context.value, str):
            how = f"write answer.{context.function}.printed(…)"
            raise DeclarationError(f"{self.name}: '{self.output}' is not what was printed: {how}")
        if not context.value:
            raise DeclarationError(f"{self.name}: the solution prints nothing")
        return context.value

    def wrong(self, value: object, expected: Expected) -> str:
        if not isinstance(value, str):
            return f"expected a text, got {type_phrase(value)}"
        if not value:
            return "nothing was printed (is the result returned instead?)"
        wrong = different_texts(value, expected.plain, self.case, self.spaces)
        return f"what was printed: {wrong}" if wrong else ""


def printed(
    output: str, *, points: float, hidden: bool = False, hint: str = "", case: bool = True, spaces: Spaces = "ends"
) -> Check:
    """Declare that a call prints what the solution prints. The output is `answer.f.printed(…)`.

    Space at the ends of lines and of all does not count; for spaces and case see `equal`.
    """
    return Printed(output, points, hidden, hint, case=case, spaces=spaces)
