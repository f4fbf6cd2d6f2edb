"""The known answers of the course, as questions to a judge of gradients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.assignment import Workbook, load_workbook
from autograder.authoring.random_inputs import draw_from
from autograder.core.answer_key import Output, Trial
from autograder.core.calls import Call
from autograder.core.exercise import Exercise, Variation
from autograder.core.model import Array
from autograder.gradients.compare import compare
from autograder.gradients.numeric import numeric_gradient
from autograder.judging.kinds.gradient import Gradient
from autograder.judging.observe import as_array, extract
from autograder.keys.build import ATTEMPTS, exercise_keys
from autograder.keys.recorder import Recording, record_probe
from autograder.keys.reference import Reference
from bench.rivals import Question

SEED = "truth"
SAME = 1e-9  # relative: a wrong answer that differs by less from a right one is right in this result


@dataclass(frozen=True, slots=True)
class CourseAnswer:
    """One gradient that a known answer returned."""

    assignment: str
    name: str
    right: bool
    question: Question
    accepted_by_key: bool  # at every trial of a grading: the published inputs and secret ones


def course_questions(solutions: Path) -> Iterator[tuple[str, Question]]:
    """Return the name of each gradient that the course checks, and the question, with nothing claimed yet."""
    for workbook in _workbooks(solutions):
        for asked in _gradients(workbook):
            yield asked.name, asked.question(np.full(asked.x.shape, np.nan))


def course_answers(solutions: Path) -> Iterator[CourseAnswer]:
    """Return what the known answers return where a gradient is checked; of the wrong ones, only what is wrong there.

    A known mistake may be right in one of its results; or wrong in shape, which no judge of numbers is asked about.
    """
    for workbook in _workbooks(solutions):
        trials = {key.name: key.trials for key in exercise_keys(workbook, SEED)}
        for asked in _gradients(workbook):
            name = asked.exercise.name
            known = [(mistake, False) for mistake in workbook.mistakes if mistake.exercise == name]
            known += [(right, True) for right in workbook.right if right.exercise == name]
            yield from filter(None, (_answer(asked, *one, trials[name]) for one in known))


def _workbooks(solutions: Path) -> Iterator[Workbook]:
    return (load_workbook(folder) for folder in sorted(path.parent for path in solutions.glob("*/checks.py")))


def _gradients(workbook: Workbook) -> Iterator[_Asked]:
    for exercise in workbook.exercises:
        for check in exercise.checks:
            if isinstance(check, Gradient):
                yield _Asked(workbook, exercise, check, _recording(workbook, exercise, check))


@dataclass(frozen=True, slots=True)
class _Asked:
    workbook: Workbook
    exercise: Exercise
    check: Gradient
    recording: Recording

    @property
    def name(self) -> str:
        return f"{self.exercise.name}, {self.check.output}"

    @property
    def inputs(self) -> dict[str, Any]:
        """What the gradient is taken at: what the probe names, and over it the arguments of the gradient's own call."""
        call = self.recording.calls[self.recording.outputs[self.check.output].call]
        named = Reference(self.workbook.solution, tuple(self.workbook.lesson.exercises)).arguments(call)
        return {**self.recording.inputs, **(named if self.check.wrt in named else {})}

    @property
    def x(self) -> Array:
        return np.asarray(self.inputs[self.check.wrt], dtype=float)

    @property
    def upstream(self) -> Array | None:
        name = self.check.upstream
        return None if name is None else np.asarray(self.inputs[name], dtype=float)

    def forward(self, x: Array) -> Array:
        """Return the solution's forward pass, as the answer key runs it."""
        return np.asarray(self.check.forward(self.workbook.solution, self.inputs, x), dtype=float)

    def question(self, claim: Array) -> Question:
        return Question(self.forward, self.x, self.upstream, claim, self.check.rtol)


def _recording(workbook: Workbook, exercise: Exercise, check: Gradient) -> Recording:
    """Return the exercise's probe at inputs of our own; like the answer key's, they are drawn again at kinks."""
    names = frozenset(workbook.lesson.exercises) | {name for name, value in workbook.given.items() if callable(value)}
    for attempt in range(ATTEMPTS):
        draw = draw_from(SEED, workbook.name, exercise.name, str(attempt))
        recording = record_probe(exercise.probe, draw, names, workbook.given)
        asked = _Asked(workbook, exercise, check, recording)
        if not numeric_gradient(asked.forward, asked.x, asked.upstream).kinks.any():
            return recording
    raise RuntimeError(f"{exercise.name}: all draws lie at a kink")


def _answer(asked: _Asked, known: Variation, right: bool, trials: Sequence[Trial]) -> CourseAnswer | None:
    check, recording = asked.check, asked.recording
    claim = _claim(asked.workbook, known, recording.calls, recording.outputs[check.output])
    if claim is None or claim.shape != asked.x.shape or not np.isfinite(claim).all():
        return None
    if not right and any(_same(claim, other) for other in _right_claims(asked)):
        return None
    name = f"{asked.name}: {known.name}"
    question = asked.question(claim)
    accepted = all(_accepted(asked, known, trial) for trial in trials if check.name in trial.expected)
    return CourseAnswer(asked.workbook.name, name, right, question, accepted)


def _right_claims(asked: _Asked) -> Iterator[Array]:
    """Return what the solution and the known right answers give, and the exact gradient."""
    workbook, name, recording = asked.workbook, asked.exercise.name, asked.recording
    solution = replace(workbook.right[0], exercise=name, function=workbook.solution[name])
    for known in (solution, *(right for right in workbook.right if right.exercise == name)):
        claim = _claim(workbook, known, recording.calls, recording.outputs[asked.check.output])
        if claim is not None:
            yield claim
    yield numeric_gradient(asked.forward, asked.x, asked.upstream).values


def _same(claim: Array, other: Array) -> bool:
    return bool(np.max(np.abs(claim - other)) <= SAME * np.max(np.abs(other)))


def _accepted(asked: _Asked, known: Variation, trial: Trial) -> bool:
    expected = trial.expected[asked.check.name]
    claim = _claim(asked.workbook, known, trial.calls, trial.outputs[asked.check.output])
    if claim is None or claim.shape != expected.values.shape:
        return False
    return compare(claim, expected.values, expected.tolerance).ok


def _claim(workbook: Workbook, known: Variation, calls: Sequence[Call], output: Output) -> Array | None:
    """Return what a known answer gives, None where it raises or gives no real numbers."""
    reference = Reference(workbook.solution, tuple(workbook.lesson.exercises))
    with np.errstate(all="ignore"), suppress(Exception):  # a wrong answer may raise anything
        result = reference.answer([calls[output.call]], {known.exercise: known.function})[0]
        array = as_array(extract(result, output.path))
        return array if array is not None and array.dtype.kind in "biuf" else None
    return None
