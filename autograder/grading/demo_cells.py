"""The lesson's own cells that draw and print, left as they were released: grading goes without them where it can.

They cost more than all the rest, and no answer should rest on them. One that does, on a name that such a cell binds,
ends in a NameError; then the submission is run again with all of its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autograder.core.calls import Failed, Outcome
from autograder.core.model import Cell
from autograder.notebooks.marks import tidied

SIGN = "NameError"


def without_demonstrations(cells: Sequence[Cell], demonstrations: Iterable[str]) -> tuple[Cell, ...]:
    """Return the cells except for those of these sources; blank lines and trailing space make no difference."""
    left_out = set(map(tidied, demonstrations))
    return tuple(cell for cell in cells if cell.exercise or tidied(cell.source) not in left_out)


def missed(outcomes: Iterable[Outcome], cell_errors: Iterable[str]) -> bool:
    """Say whether something may have failed for lack of a cell that was left out."""
    failures = (outcome.message for outcome in outcomes if isinstance(outcome, Failed))
    return any(SIGN in text for text in (*failures, *cell_errors))
