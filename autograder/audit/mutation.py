"""Judge the mutants of a solution with the keys that students are graded by: what kills them, and who survives.

A mutant dies when it loses points; raising and never ending are ways to die. A survivor whose calls return the same as
the solution's, at many further draws of the probe, is *equivalent*: as far as the probe can ask, it is another way to
write the solution (x.T of a vector, sum(a) - sum(b) for sum(a - b)), or one that differs where no input is ever drawn
(x >= 0 for x > 0). Any other survivor is *missed*: it returns something else, in whole or in a part that no check looks
at. Whether an equivalent one shows that the probe asks too little is for its author to see.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograder.audit.in_process import with_answer
from autograder.audit.judged import Answers, asked, judged, with_known
from autograder.audit.mutants import Mutant, mutants_of
from autograder.audit.same_results import same_outcome
from autograder.authoring.assignment import Workbook
from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import Call, Shows
from autograder.core.exercise import Exercise, Variation
from autograder.core.large_calls import is_large
from autograder.core.model import Status
from autograder.keys.build import KeyBuilder, recording_of
from autograder.keys.recorder import Recording

FURTHER_DRAWS = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """What a check did to the mutants and known mistakes of its exercise.

    It killed so many, was the first of the exercise's checks to kill so many, was the only one to kill so many.
    """

    exercise: str
    check: str
    killed: int
    first: int
    alone: int

    @property
    def idle(self) -> bool:
        """Whether all that died would have died without this check, and none sooner with it."""
        return self.first == self.alone == 0


@dataclass(frozen=True, slots=True)
class Survivors:
    """What became of the mutants of an assignment; killed_of: how many died, by exercise, of those that have any."""

    assignment: str
    killed_of: Mapping[str, int]
    equivalent: tuple[Mutant, ...]
    missed: tuple[Mutant, ...]
    tallies: tuple[Tally, ...]

    @property
    def killed(self) -> int:
        """How many mutants died."""
        return sum(self.killed_of.values())


def try_mutants(workbook: Workbook, seed: str, only: Collection[str] | None = None) -> Survivors:
    """Judge every mutant of an assignment's solution at the public seed and at secret ones drawn from `seed`.

    only: of these exercises, of all if it is None.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # mutants divide by zero, take means of nothing, call numbers
        return _try_mutants(workbook, seed, only)


def _try_mutants(workbook: Workbook, seed: str, only: Collection[str] | None) -> Survivors:
    killed, equivalent, missed = dict[str, int](), list[Mutant](), list[Mutant]()
    tallies: list[Tally] = []
    for exercise in (each for each in workbook.exercises if only is None or each.name in only):
        key = KeyBuilder(workbook, exercise).key(seed)
        deaths, alive = _judged(workbook, key)
        if deaths or alive:
            killed[key.name] = len(deaths)
        tallies += _tallies(key, deaths + _deaths_of_mistakes(workbook, key))
        calls = _further_calls(workbook, exercise, seed) if alive else []
        expected = asked(workbook, calls, lambda each: each.solution)
        for mutant in alive:
            same = same_outcome(asked(workbook, calls, partial(functions_with, mutant)), expected)
            (equivalent if same else missed).append(mutant)
    return Survivors(workbook.name, killed, tuple(equivalent), tuple(missed), tuple(tallies))


def _judged(workbook: Workbook, key: ExerciseKey) -> tuple[list[list[str]], list[Mutant]]:
    """Return the names of the checks that killed each of the dead, and the survivors."""
    deaths, alive = list[list[str]](), list[Mutant]()
    if key.name in workbook.questions:  # audit.questions tries all answers to one
        return deaths, alive
    for mutant in mutants_of(workbook.lesson.exercises[key.name]):
        killers = _killers(workbook, key, partial(functions_with, mutant))
        if killers:
            deaths.append(killers)
        else:
            alive.append(mutant)
    return deaths, alive


def _deaths_of_mistakes(workbook: Workbook, key: ExerciseKey) -> list[list[str]]:
    mine = [mistake for mistake in workbook.mistakes if mistake.exercise == key.name]
    deaths = [_killers(workbook, key, partial(_known, each)) for each in mine]
    return [killers for killers in deaths if killers]


def _known(known: Variation, workbook: Workbook) -> Mapping[str, Any]:
    return with_known(workbook, known)


def functions_with(mutant: Mutant, workbook: Workbook) -> Mapping[str, Any]:
    """Return what the lesson defines, with the mutant in place, or nothing there if its cell does not run."""
    namespace = {name: value for name, value in workbook.solution.items() if name != mutant.exercise}
    with suppress(Exception):
        exec(mutant.source, namespace)
    return with_answer(workbook.solution, mutant.exercise, namespace.get(mutant.exercise), mutant.source)


def _killers(workbook: Workbook, key: ExerciseKey, answer: Answers) -> list[str]:
    report = judged(workbook, key, answer)
    return [verdict.check.name for verdict in report.verdicts if verdict.status is not Status.PASSED]


def _tallies(key: ExerciseKey, deaths: list[list[str]]) -> list[Tally]:
    return [
        Tally(
            key.name,
            check.name,
            killed=sum(check.name in killers for killers in deaths),
            first=sum(check.name == killers[0] for killers in deaths),
            alone=sum([check.name] == killers for killers in deaths),
        )
        for check in key.checks
    ]


def _further_calls(workbook: Workbook, exercise: Exercise, seed: str) -> list[tuple[Call, ...]]:
    """Return the calls of an exercise's probe at further draws, large ones left out."""
    words = [(f"{seed}/further {n}", workbook.name, exercise.name) for n in range(FURTHER_DRAWS)]
    with workbook.place.entered():
        drawn = [recording_of(workbook, exercise, each) for each in words]
    return [tuple(_compared(recording, exercise)) for recording in drawn]


def _compared(recording: Recording, exercise: Exercise) -> Iterator[Call]:
    """Yield the calls whose results must be the solution's: not the source, nor what one's own check judges alone."""
    kinds = {
        name: {check.accepts_many for check in exercise.checks if check.output == name} for name in recording.outputs
    }
    free = {output.call for name, output in recording.outputs.items() if kinds[name] == {True}}
    for number, call in enumerate(recording.calls):
        if not is_large(call) and call.shows is not Shows.SOURCE and number not in free:
            yield call
