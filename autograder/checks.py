"""The author's vocabulary: what an exercise's checks.py declares.

A check is about one named result of the exercise's probe. `hidden=True` keeps it out of what students receive; it
is judged in grading alone. `hint` is a question or remark added to the message when the check fails and no known
mistake explains why. `by_hand` declares an exercise that people grade, with the rows of its rubric.
"""

from __future__ import annotations

from autograder.core.by_hand import by_hand
from autograder.core.exercise import Check, Exercise
from autograder.judging.kinds.analytic import analytic
from autograder.judging.kinds.distributed import distributed
from autograder.judging.kinds.dtype import dtype
from autograder.judging.kinds.equal import equal
from autograder.judging.kinds.figure import figure
from autograder.judging.kinds.gradient import gradient
from autograder.judging.kinds.own import Verdict, own
from autograder.judging.kinds.printed import printed
from autograder.judging.kinds.raised import raised
from autograder.judging.kinds.shape import shape
from autograder.judging.kinds.shared import shared
from autograder.judging.kinds.syntax import avoids, uses
from autograder.judging.kinds.unchanged import unchanged
from autograder.judging.kinds.value import value
from autograder.judging.kinds.vectorised import vectorised

__all__ = [
    "Check",
    "Exercise",
    "Verdict",
    "analytic",
    "avoids",
    "by_hand",
    "distributed",
    "dtype",
    "equal",
    "figure",
    "gradient",
    "own",
    "printed",
    "raised",
    "shape",
    "shared",
    "unchanged",
    "uses",
    "value",
    "vectorised",
]
