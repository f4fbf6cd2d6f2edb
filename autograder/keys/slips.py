"""Slips that a key recognises besides the mistakes that its author foresaw: made of the solution.

The solution is changed in one place; what that returns at the key's inputs is kept as a fingerprint. A slip that
raises, that is as good as right, or that shows what another one or a known mistake shows, is left out.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from autograder.authoring.assignment import Workbook
from autograder.core.answer_key import ExerciseKey, Observation, Slip, Trial
from autograder.core.large_calls import is_large
from autograder.core.script import SOURCES, perform
from autograder.core.values import portable
from autograder.judging.fingerprint import APART, NONE, fingerprint, is_near
from autograder.judging.observe import observe
from autograder.keys.plan import publish
from autograder.slips.edits import solution_lines
from autograder.slips.made import MadeSlip, slips_of
from autograder.slips.time_limit import OutOfTimeError, at_most

Seen = Sequence[Mapping[str, Observation | None]]
SECONDS = 0.5  # of CPU, for all calls of a slip at its inputs; a right answer takes milliseconds
MOST = 900  # slips of an exercise that are tried


def with_slips(workbook: Workbook, keys: Sequence[ExerciseKey]) -> tuple[ExerciseKey, ...]:
    """Return the keys with the slips that each of them recognises; none where they are asked beside hidden files."""
    if any(trial.hidden_data for key in keys for trial in key.trials):
        return tuple(keys)
    with workbook.place.entered(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # slips divide by zero, and leave files open
        return tuple(replace(key, slips=tuple(_slips(workbook, key))) for key in keys)


def _slips(workbook: Workbook, key: ExerciseKey) -> Iterator[Slip]:
    if any(output.plain for trial in key.trials for output in trial.outputs.values()):
        return
    finder = _Finder(workbook, key)
    known = finder.known()
    for made in islice(_made(workbook, key.name), MOST):
        functions = finder.functions(made)
        if (first := finder.first_print(functions)) in known or first == NONE:
            continue
        known.add(first)
        if (found := finder.slip(made, functions)) is not None:
            yield found


def _made(workbook: Workbook, exercise: str) -> Iterator[MadeSlip]:
    """Yield the slips of the solution."""
    functions = [name for name, value in workbook.solution.items() if callable(value)]
    cell = workbook.lesson.exercises[exercise]
    tree = ast.parse(cell.source)
    if any(isinstance(node, ast.While) for node in ast.walk(tree)):  # a slip might never end
        return
    yield from slips_of(cell.source, solution_lines(cell), exercise, functions)


class _Finder:
    """What slips of one exercise show at the inputs of its key."""

    def __init__(self, workbook: Workbook, key: ExerciseKey) -> None:
        self.workbook, self.key = workbook, key
        self.public = publish(key)
        self._names = {id(trial): _numeric(trial) for trial in key.trials}
        right = self._seen(dict(workbook.solution), key.trials)
        self.right_here, self.right_public = fingerprint(right), fingerprint(self._published(right))

    def known(self) -> set[str]:
        """Return what the right answer and the known mistakes show at the first inputs."""
        trial = self.key.trials[0]
        names = _numeric(trial)
        mistakes = ({name: made.outputs.get(name) for name in names} for made in trial.mistakes)
        right = self._seen(dict(self.workbook.solution), [trial])
        return {fingerprint([made]) for made in mistakes} | {fingerprint(right)}

    def first_print(self, functions: Mapping[str, Any]) -> str:
        """Return what a slip shows at the first inputs."""
        return fingerprint(self._seen(functions, self.key.trials[:1]))

    def slip(self, made: MadeSlip, functions: Mapping[str, Any]) -> Slip | None:
        """Return a slip with what it shows at all inputs, None if it is as good as right."""
        seen = self._seen(functions, self.key.trials)
        here, public = fingerprint(seen), fingerprint(self._published(seen))
        if NONE in (here, public) or is_near(public, self.right_public, APART):
            return None
        return Slip(made.kind, made.sentence, here, public)

    def functions(self, made: MadeSlip) -> dict[str, Any]:
        """Return what the lesson defines, with a slip in place of the answer."""
        exercise, solution = self.key.name, self.workbook.solution
        namespace = {name: value for name, value in solution.items() if name != exercise}
        with suppress(Exception):
            exec(made.code, namespace)
        return {**solution, exercise: namespace.get(exercise), SOURCES: {}}

    def _seen(self, functions: Mapping[str, Any], trials: Sequence[Trial]) -> Seen:
        """Return what is seen at trials, nothing at all of what raises or never ends at one of them."""
        with suppress(OutOfTimeError, Exception), at_most(SECONDS), np.errstate(all="ignore"):
            return [_observed(trial, self._names[id(trial)], functions) for trial in trials]
        return []

    def _published(self, seen: Seen) -> Seen:
        """Return what students see of it."""
        if not seen:
            return seen
        numbers = [number for number, trial in enumerate(self.key.trials) if number == 0 or trial.where]
        kept = {c.output for c in self.public.checks}
        return [{name: each for name, each in seen[number].items() if name in kept} for number in numbers]


def _numeric(trial: Trial) -> list[str]:
    return [name for name, output in trial.outputs.items() if not is_large(trial.calls[output.call])]


def _observed(trial: Trial, names: Sequence[str], functions: Mapping[str, Any]) -> Mapping[str, Observation | None]:
    """Return what a function shows at these outputs of a trial. Raises what it raises."""
    asked = dict.fromkeys(trial.outputs[name].call for name in names)
    results = {number: portable(perform(trial.calls[number], functions.__getitem__)) for number in asked}
    return {name: observe(results[trial.outputs[name].call], trial.outputs[name]) for name in names}
