"""What `check("…")` returns: nothing for a student, and for nbgrader what its own programs read in a check's cell.

nbgrader takes the last expression of a cell for its points, and a cell that shows none, or shows anything but a plain
number of at most the cell's points, for full marks. It says in the environment which of its programs runs the notebook.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport

EXECUTION = "NBGRADER_EXECUTION"


class NotPassedError(AssertionError):
    """A public check did not pass; raised only where `nbgrader validate` waits for it."""


def result_for_nbgrader(reports: Sequence[ExerciseReport | None]) -> float | None:
    """Return what a check's cell shall show: None on a student's machine, the public points under `nbgrader autograde`.

    reports: None for an exercise that could not be checked at all, which is worth nothing there.
    Raises NotPassedError under `nbgrader validate` unless all public checks pass.
    """
    program = os.environ.get(EXECUTION)
    if program == "autograde":
        return round(float(sum(report.score for report in reports if report)), 6)
    if program == "validate":
        for report in reports:
            if not (report and _passes(report)):
                why = f"{report.name}: not all public checks pass" if report else "this could not be checked"
                raise NotPassedError(why)
    return None


def _passes(report: ExerciseReport) -> bool:
    return all(verdict.status is Status.PASSED for verdict in report.verdicts)
