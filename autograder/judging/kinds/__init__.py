"""The kinds of check, one file each. A new kind is a file here, a line in KINDS and its name in autograder.checks.

They may import what judging may: core and gradients.
"""

from __future__ import annotations

from autograder.core.exercise import Check
from autograder.judging.kinds.analytic import Analytic
from autograder.judging.kinds.answer import RightAnswer
from autograder.judging.kinds.answered import Answered
from autograder.judging.kinds.distributed import Distributed
from autograder.judging.kinds.dtype import Dtype
from autograder.judging.kinds.equal import Equal
from autograder.judging.kinds.figure import Figure
from autograder.judging.kinds.gradient import Gradient
from autograder.judging.kinds.own import Own
from autograder.judging.kinds.printed import Printed
from autograder.judging.kinds.raised import Raised
from autograder.judging.kinds.shape import Shape
from autograder.judging.kinds.shared import Shared
from autograder.judging.kinds.syntax import Avoids, Uses
from autograder.judging.kinds.unchanged import Unchanged
from autograder.judging.kinds.value import Value
from autograder.judging.kinds.vectorised import Vectorised

NUMERIC: tuple[type[Check], ...] = (Shape, Value, Gradient, Analytic, Unchanged)
VALUES: tuple[type[Check], ...] = (Equal, Printed, Raised, Dtype, Shared, Figure, Distributed, Own)
WAYS: tuple[type[Check], ...] = (Uses, Avoids, Vectorised)
QUESTIONS: tuple[type[Check], ...] = (Answered, RightAnswer)
KINDS = NUMERIC + VALUES + WAYS + QUESTIONS


def kind_named(name: str) -> type[Check]:
    """Return the kind of check of that name. Raises LookupError if there is none."""
    found = next((kind for kind in KINDS if kind.kind == name), None)
    if found is None:
        raise LookupError(f"there is no kind of check '{name}'")
    return found
