"""Is what is drawn more than names? One student's right answers, judged by another student's key.

They must be wrong somewhere: else what is right for one is right for all, and a copy of a neighbour's work is too.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import Outcome
from autograder.core.model import Status
from autograder.errors import SourceError
from autograder.judging.judge import judge
from autograder.keys.build import KeyBuilder
from autograder.keys.personal_keys import places
from autograder.keys.reference import try_call
from autograder.settings import Assignment

TRIED = 5  # other variants, until one differs


def refuse_renaming(folder: CourseFolder, assignment: Assignment, sample: Workbook) -> None:
    """Raise SourceError if the variants of an assignment differ in nothing that an answer depends on."""
    if sample.variant is None:
        return
    others = (open_workbook(folder, assignment, f"variant {number}") for number in range(TRIED))
    if not any(differs(sample, other, folder.course.seed) for other in others):
        message = (
            f"what is drawn changes words alone: in {TRIED + 1} variants, what is right for one is right for all. "
            "Draw a constant, a choice or data that the answer to an exercise depends on"
        )
        raise SourceError(sample.variant.path, sample.variant.line, message)


def differs(one: Workbook, other: Workbook, seed: str) -> bool:
    """Say whether the solution of one variant loses points by the key of another."""
    return any(_loses(one, key) for key in _keys(other, seed, places(one)))


def _keys(workbook: Workbook, seed: str, drawn_places: dict[str, tuple[int, ...]]) -> Iterator[ExerciseKey]:
    for exercise in workbook.exercises:
        if drawn_places.get(exercise.name):
            yield KeyBuilder(workbook, exercise).key(seed)


def _loses(workbook: Workbook, key: ExerciseKey) -> bool:
    """Say whether a solution, beside its own data, loses points by a key."""
    outcomes: list[list[Outcome]] = []
    for trial in key.trials:
        own = (workbook.hidden or workbook) if trial.hidden_data else workbook
        with own.place.entered():
            outcomes.append([try_call(call, own.solution) for call in trial.calls])
    report = judge(key, outcomes)
    return any(verdict.status is not Status.PASSED for verdict in report.verdicts)
