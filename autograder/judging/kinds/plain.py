"""What the kinds that look at any plain value have in common: what is expected is the solution's own, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from autograder.core.calls import Described, Opaque, leaves
from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.judging.observe import type_phrase


@dataclass(frozen=True, slots=True)
class PlainCheck(Check):
    """A check of a result that may be of any kind which travels; see values.portable."""

    numeric: ClassVar[bool] = False

    def expect(self, context: Context) -> Expected:
        return expecting(self.plain(context))

    def plain(self, context: Context) -> Any:
        """Return what is expected of an answer's result, as plain data."""
        odd = next((part for part in leaves(context.value) if isinstance(part, Opaque)), None)
        if odd is not None:
            message = f"the solution returns {type_phrase(odd)}, which does not travel from an answer to the grader"
            raise DeclarationError(f"{self.name}: {message}: return plain values, or look at its attributes")
        return context.value


def expecting(plain: Any) -> Expected:
    """Return an expectation of plain data."""
    return Expected(np.zeros(0), np.zeros(0), plain)


def described(value: object, kind: str) -> Described | None:
    """Return a value that is described as being of a kind, or None."""
    return value if isinstance(value, Described) and value.kind == kind else None
