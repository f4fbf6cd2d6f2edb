"""One submission, graded at a real sandbox."""

from __future__ import annotations

from autograder.core.model import Cell, Limits, Status
from autograder.core.verdicts import ExerciseReport, Report
from support.handed_in import DOUBLE, QUAD, code

# CPU time alone, however busy the machine is.
LIMITS = Limits(call_seconds=2.0, cell_seconds=1.0, total_seconds=20.0, patience=100)


class Graded:
    """The exercises' reports by name."""

    def __init__(self, report: Report) -> None:
        self.by_name = {exercise.name: exercise for exercise in report.exercises}
        self.notes = report.notes

    def __getitem__(self, name: str) -> ExerciseReport:
        return self.by_name[name]

    def scores(self) -> tuple[float, ...]:
        return tuple(exercise.score for exercise in self.by_name.values())

    def statuses(self, name: str) -> set[Status]:
        return {verdict.status for verdict in self[name].verdicts}

    def messages(self, name: str) -> str:
        return " ".join(f"{verdict.message} {verdict.advice}" for verdict in self[name].verdicts)


def marked(double: str = DOUBLE, quad: str = QUAD) -> tuple[Cell, ...]:
    return code(double, "double"), code(quad, "quad")
