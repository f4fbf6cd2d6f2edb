"""A call raises the exception that the solution raises there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.core.pattern_cost import cost_fault, found_in
from autograder.core.script import OF_ITS_OWN
from autograder.judging.kinds.plain import PlainCheck, described
from autograder.judging.observe import type_phrase, with_article
from autograder.judging.words import shown

EXCEPTION, NONE = "exception", "no exception"


@dataclass(frozen=True, slots=True)
class Raised(PlainCheck):
    """The solution's exception, or one that is a kind of it; see `raised` for the fields."""

    message: str = ""

    kind: ClassVar[str] = "raised"
    in_words: ClassVar[str] = "the exception that is raised ({})"
    options: ClassVar[tuple[str, ...]] = ("message",)

    def plain(self, context: Context) -> Any:
        if (value := described(context.value, EXCEPTION)) is None:
            none = described(context.value, NONE) is not None
            how = "the solution raises nothing" if none else f"write answer.{context.function}.raised(…)"
            raise DeclarationError(f"{self.name}: '{self.output}' is not an exception: {how}")
        kind, text = _kinds(value)[0], str(value.part("message"))
        if not self._says_so(text):
            raise DeclarationError(f"{self.name}: the solution's message {text!r} does not match {self.message!r}")
        return kind

    def _says_so(self, text: str) -> bool:
        return found_in(self.message, text) is not None

    def wrong(self, value: object, expected: Expected) -> str:
        if described(value, NONE) is not None:
            return f"expected {with_article(expected.plain)}, but nothing was raised"
        raised = described(value, EXCEPTION)
        kinds = _kinds(raised) if raised else ()
        if raised is None or not kinds:
            return f"expected {with_article(expected.plain)}, got {type_phrase(value)}"
        text = raised.part("message")
        if expected.plain not in kinds:
            return f"expected {with_article(expected.plain)}, but {shown_name(kinds[0])} was raised: {shown(text)}"
        if not isinstance(text, str) or not self._says_so(text):
            return f"the {expected.plain} says {shown(text)}; its message should match {self.message!r}"
        return ""


def _kinds(raised: Any) -> Sequence[str]:
    kinds = raised.part("kinds")
    return [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else ()


def shown_name(name: str) -> str:
    return name if name.removesuffix(OF_ITS_OWN).isidentifier() and len(name) < 60 else shown(name)


def raised(output: str, *, points: float, hidden: bool = False, hint: str = "", message: str = "") -> Check:
    """Declare that a call raises the exception that the solution raises there, or one that is derived from it.

    The output is `answer.f.raised(…)`. message: a regular expression that is found in the first 300 characters of the
    exception's text; one that could take very long there is refused.
    """
    try:
        slow = cost_fault(message)
    except re.error as error:
        raise DeclarationError(f"message={message!r} is not a regular expression: {error}") from error
    if slow:
        raise DeclarationError(f"message={message!r}: {slow}")
    return Raised(output, points, hidden, hint, message=message)
