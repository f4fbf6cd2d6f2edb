"""What the answer keys of the course accept as a gradient: rounding to float32 does no harm, one percent does."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.gradients.compare import compare
from autograder.judging.observe import as_array, extract
from autograder.keys.reference import Reference
from support.real_course import ASSIGNMENTS, key, workbook

GRADIENTS = [
    pytest.param(name, exercise.name, check, id=f"{exercise.name}-{check.output}")
    for name in ASSIGNMENTS
    for exercise in workbook(name).exercises
    for check in exercise.checks
    if check.kind == "gradient"
]


def asked(name, exercise, check):
    """Return each trial's call, where in its result the gradient is, and what is expected."""
    (wanted,) = [one for one in key(name).exercises if one.name == exercise]
    for trial in wanted.trials:
        if check.name in trial.expected:
            output = trial.outputs[check.output]
            yield trial.calls[output.call], output.path, trial.expected[check.name]


def answer(name, call, path):
    lesson = workbook(name)
    result = Reference(lesson.solution, tuple(lesson.lesson.exercises)).answer([call])[0]
    return as_array(extract(result, path))


@pytest.mark.parametrize(("name", "exercise", "check"), GRADIENTS)
def test_a_right_gradient_that_is_rounded_to_float32_is_accepted(name, exercise, check):
    for call, path, expected in asked(name, exercise, check):
        rounded = answer(name, call, path).astype(np.float32)
        assert compare(rounded, expected.values, expected.tolerance).ok


@pytest.mark.parametrize(("name", "exercise", "check"), GRADIENTS)
def test_a_gradient_that_is_one_part_in_a_hundred_too_long_is_rejected(name, exercise, check):
    for call, path, expected in asked(name, exercise, check):
        found = compare(1.01 * answer(name, call, path), expected.values, expected.tolerance)
        assert not found.ok
