"""An answer judged by a key in this process: the author's own code, beside the data files of each trial."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.audit.in_process import outcomes_of, with_answer
from autograder.authoring.assignment import Workbook
from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import Call, Outcome
from autograder.core.exercise import Variation
from autograder.core.verdicts import ExerciseReport
from autograder.judging.judge import judge

Answers = Callable[[Workbook], Mapping[str, Any]]  # what a lesson defines, with the answer in its place


def with_known(workbook: Workbook, known: Variation) -> Mapping[str, Any]:
    """Return what a lesson defines, with a known answer in its place, as it is beside this workbook's files."""
    others = (*workbook.mistakes, *workbook.right)
    own = next((each for each in others if (each.exercise, each.name) == (known.exercise, known.name)), known)
    return with_answer(workbook.solution, own.exercise, own.function, own.source)


def judged(workbook: Workbook, key: ExerciseKey, answer: Answers) -> ExerciseReport:
    """Return the verdicts on an answer at all trials of a key."""
    hidden = workbook.hidden or workbook
    shipped = asked(workbook, [trial.calls for trial in key.trials if not trial.hidden_data], answer)
    beside = asked(hidden, [trial.calls for trial in key.trials if trial.hidden_data], answer)
    outcomes = (iter(shipped), iter(beside))
    return judge(key, [next(outcomes[trial.hidden_data]) for trial in key.trials])


def asked(workbook: Workbook, trials: Sequence[Sequence[Call]], answer: Answers) -> list[list[Outcome]]:
    """Return the outcomes of calls, trial by trial, with the answer in its place and the assignment's files beside."""
    if not trials:
        return []
    with workbook.place.entered():
        return outcomes_of(trials, answer(workbook))
