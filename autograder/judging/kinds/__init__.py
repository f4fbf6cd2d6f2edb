"""The kinds of check, one file each. A new kind is a file here, a line in KINDS and its name in autograder.checks.

They may import what judging may: core and gradients.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.core.exercise import Check

# By name, the module and the class. A kind is imported when a check of it is read: a student waits for that.
KINDS = {
    # of numbers
    "shape": "shape:Shape",
    "value": "value:Value",
    "gradient": "gradient:Gradient",
    "analytic": "analytic:Analytic",
    "unchanged": "unchanged:Unchanged",
    # of plain values, and of what else a function does
    "equal": "equal:Equal",
    "printed": "printed:Printed",
    "raised": "raised:Raised",
    "dtype": "dtype:Dtype",
    "shared": "shared:Shared",
    "figure": "figure:Figure",
    "distributed": "distributed:Distributed",
    "own": "own:Own",
    # of how an answer is written
    "uses": "syntax:Uses",
    "avoids": "syntax:Avoids",
    "vectorised": "vectorised:Vectorised",
    # of questions
    "answered": "answered:Answered",
    "answer": "answer:RightAnswer",
}


def kind_named(name: str) -> type[Check]:
    """Return the kind of check of that name. Raises LookupError if there is none."""
    if name not in KINDS:
        raise LookupError(f"there is no kind of check '{name}'")
    module, _, found = KINDS[name].partition(":")
    kind: type[Check] = getattr(import_module(f"{__name__}.{module}"), found)
    return kind
