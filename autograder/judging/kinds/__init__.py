"""The kinds of check, one file each. A new kind is a file here, a line in KINDS and its name in autograder.checks.

They may import what judging may: core and gradients.
"""

from __future__ import annotations

from autograder.core.exercise import Check
from autograder.judging.kinds.analytic import Analytic
from autograder.judging.kinds.gradient import Gradient
from autograder.judging.kinds.shape import Shape
from autograder.judging.kinds.unchanged import Unchanged
from autograder.judging.kinds.value import Value

KINDS: tuple[type[Check], ...] = (Shape, Value, Gradient, Analytic, Unchanged)


def kind_named(name: str) -> type[Check]:
    """Return the kind of check of that name. Raises LookupError if there is none."""
    found = next((kind for kind in KINDS if kind.kind == name), None)
    if found is None:
        raise LookupError(f"there is no kind of check '{name}'")
    return found
