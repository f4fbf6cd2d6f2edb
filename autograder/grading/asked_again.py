"""Ask an exercise again where the solution answers for earlier ones, with as few questions as that takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.core.calls import Outcome
from autograder.core.model import Cell, Status
from autograder.core.verdicts import ExerciseReport
from autograder.grading.questions import Asked, Questions, sources_for, with_sources
from autograder.sandbox.host.rounds import RoundResult
from autograder.sandbox.protocol.calls import Calls

# Asks calls where earlier exercises are answered for; beside hidden files, or the shipped ones.
Again = Callable[[Calls, bool], RoundResult]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of asking an exercise: the verdicts, and the outcomes of its calls in order."""

    report: ExerciseReport
    outcomes: Sequence[Outcome]

    @property
    def lost(self) -> frozenset[str]:
        """The names of the checks that are lost."""
        return frozenset(verdict.check.name for verdict in self.report.verdicts if verdict.status is not Status.PASSED)


def ask_again(again: Again, exercise: Questions, code: Sequence[Cell], before: Answered) -> Answered | None:
    """Ask an exercise where earlier ones are answered for; return None if that wins no lost check back.

    Most wrong answers stay wrong. So one trial that every check failed in that was lost `before` is asked alone at
    first, and the others only where that has changed something. What no check looks at that may be won is not asked:
    it says what it said before.
    """
    sources, outcomes = sources_for([exercise], code), list(before.outcomes)

    def ask(asked: Asked) -> None:
        for calls, beside_hidden, numbers in asked.rounds():
            told = with_sources(again(calls, beside_hidden), [calls], sources)
            for number, outcome in zip(numbers, told, strict=True):
                outcomes[number] = outcome

    lost = before.lost
    trial = exercise.telling_trial(outcomes, lost)
    ask(exercise.for_checks(lost, [trial]))
    if not (won := exercise.won(trial, outcomes, lost)):
        return None
    others = [number for number in range(len(exercise.key.trials)) if number != trial]
    ask(exercise.for_checks(won, others))
    return Answered(exercise.judged(outcomes), outcomes)
