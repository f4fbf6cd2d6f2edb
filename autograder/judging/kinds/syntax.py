"""An answer uses, or avoids, a statement, an operator or a function: by the syntax tree of its cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.core.syntax import RECURSION, is_construct, line_of, tree_of
from autograder.judging.kinds.plain import PlainCheck
from autograder.judging.observe import type_phrase


@dataclass(frozen=True, slots=True)
class Syntax(PlainCheck):
    """What the source of an answer is asked for."""

    constructs: tuple[str, ...] = ()

    aside: ClassVar[bool] = True
    options: ClassVar[tuple[str, ...]] = ("constructs",)
    compares_values: ClassVar[bool] = False

    def plain(self, context: Context) -> Any:
        if not isinstance(context.value, str):
            how = f"write answer.{context.function}.source()"
            raise DeclarationError(f"{self.name}: '{self.output}' is no source: {how}")
        if complaint := self.complaint(context.value):
            raise DeclarationError(f"{self.name}: of the solution, too: {complaint}")
        return None  # the source is the solution itself, which goes nowhere

    def wrong(self, value: object, expected: Expected) -> str:
        return self.complaint(value) if isinstance(value, str) else f"expected a source, got {type_phrase(value)}"

    def complaint(self, source: str) -> str:
        """Return what is wrong with a source, or ""."""
        tree = tree_of(source)
        if tree is None:
            return "the cell cannot be read as Python, so it is not known what it uses"
        return self.judged({construct: line_of(tree, construct) for construct in self.constructs})

    def judged(self, lines: dict[str, int | None]) -> str:
        """Return what is wrong where constructs are used on these lines, or not at all."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Uses(Syntax):
    kind: ClassVar[str] = "uses"
    in_words: ClassVar[str] = "what your answer is to be written with ({})"

    def judged(self, lines: dict[str, int | None]) -> str:
        missing = [construct for construct, line in lines.items() if line is None]
        return f"this exercise is to be solved with {_worded(missing[0])}, and your answer has none" if missing else ""


@dataclass(frozen=True, slots=True)
class Avoids(Syntax):
    kind: ClassVar[str] = "avoids"
    in_words: ClassVar[str] = "what your answer is to be written without ({})"

    def judged(self, lines: dict[str, int | None]) -> str:
        used = [(line, construct) for construct, line in lines.items() if line is not None]
        if not used:
            return ""
        line, construct = min(used)
        return f"line {line} of your answer uses {_worded(construct)}: this exercise is to be solved without"


def _worded(construct: str) -> str:
    return RECURSION if construct == RECURSION else f"`{construct}`"


def _checked(constructs: tuple[str, ...]) -> tuple[str, ...]:
    if not constructs:
        raise DeclarationError("name what is to be used or avoided: 'for', 'recursion', '@', 'np.linalg.inv'")
    if odd := [each for each in constructs if not is_construct(each)]:
        raise DeclarationError(f"{odd[0]!r} is no statement, operator or name that can be looked for")
    return constructs


def uses(output: str, *constructs: str, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that an answer uses all of these. The output is `answer.f.source()`.

    A construct is a statement ("for", which a comprehension has too; "while", "if", "lambda", "comprehension", "try",
    "with", "yield", "class", "import", "return", "global"), an operator ("@", "**"), "recursion", a name ("sorted",
    "np.linalg.inv"), or a method of anything (".sort"). They are looked for in the exercise's cell, and in those of the
    student's helper functions that it uses. It is judged by the text alone: who wants to can hide a use from it.
    """
    return Uses(output, points, hidden, hint, constructs=_checked(constructs))


def avoids(output: str, *constructs: str, points: float, hidden: bool = False, hint: str = "") -> Check:
    """Declare that an answer uses none of these; see `uses`."""
    return Avoids(output, points, hidden, hint, constructs=_checked(constructs))
