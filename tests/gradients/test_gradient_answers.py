"""What the course accepts as right numbers: rounding to float32 does no harm, a factor of 1.001 does."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.gradients.compare import compare
from autograder.judging.observe import as_array, extract
from autograder.keys.reference import Reference
from support.real_course import ASSIGNMENTS, key, workbook

FAR_OUT = ("dW1_square",)  # of two_layer_backward and deep_backward: points far from 0


def checks_of(*kinds):
    return [
        pytest.param(name, exercise.name, check, id=f"{exercise.name}-{check.kind}-{check.output}")
        for name in ASSIGNMENTS
        for exercise in workbook(name).exercises
        for check in exercise.checks
        if check.kind in kinds
    ]


def asked(name, exercise, check):
    """Return each trial's call, where in its result the output is, what is expected, and what is unusual there."""
    (wanted,) = [one for one in key(name).exercises if one.name == exercise]
    for trial in wanted.trials:
        if check.name in trial.expected:
            output = trial.outputs[check.output]
            yield trial.calls[output.call], output.path, trial.expected[check.name], trial.where


def answer(name, call, path):
    lesson = workbook(name)
    result = Reference(lesson.solution, tuple(lesson.lesson.exercises)).answer([call])[0]
    return as_array(extract(result, path))


@pytest.mark.parametrize(("name", "exercise", "check"), checks_of("gradient"))
def test_a_right_gradient_that_is_rounded_to_float32_is_accepted(name, exercise, check):
    for call, path, expected, _ in asked(name, exercise, check):
        rounded = answer(name, call, path).astype(np.float32)
        assert compare(rounded, expected.values, expected.tolerance).ok


@pytest.mark.parametrize(("name", "exercise", "check"), checks_of("value", "gradient", "analytic"))
def test_numbers_that_are_one_part_in_a_thousand_too_large_are_rejected(name, exercise, check):
    """At all usual inputs; one part in a hundred at all unusual ones, where differences of a step of 0.01 are coarse.

    Where everything is 0 (one class is always certain) or nearly so, no factor shows.
    """
    if check.output in FAR_OUT:
        pytest.skip("differences are coarse there: it shows gradients that are capped, and no factor")
    trials = list(asked(name, exercise, check))
    assert sum(not where for *_, where in trials) >= 1
    for call, path, expected, where in trials:
        right = answer(name, call, path).astype(float)
        too_large = (1.01 if where else 1.001) * right
        assert not compare(too_large, expected.values, expected.tolerance).ok or (
            where and np.all(np.abs(right) < expected.tolerance)
        )
