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
# Where unusual inputs leave nothing to tell apart: slopes of 0, and one beside a pole, where a step of 0.01 is coarse.
INDISTINCT = {
    ("matrix_function_backward_upstream", "dLdX_of_square_matrices"),  # a sigmoid that is flat
    ("matrix_function_backward_upstream", "dLdW_of_square_matrices"),
    ("softmax_nllm_derivative", "dLdZ_square"),  # one class, which is always certain
    ("nll_loss_derivative", "dLdA_sure"),
}


def asked(name, exercise, check):
    """Return each trial's call, where in its result the gradient is, what is expected, and what is unusual there."""
    (wanted,) = [one for one in key(name).exercises if one.name == exercise]
    for trial in wanted.trials:
        if check.name in trial.expected:
            output = trial.outputs[check.output]
            yield trial.calls[output.call], output.path, trial.expected[check.name], trial.where


def answer(name, call, path):
    lesson = workbook(name)
    result = Reference(lesson.solution, tuple(lesson.lesson.exercises)).answer([call])[0]
    return as_array(extract(result, path))


@pytest.mark.parametrize(("name", "exercise", "check"), GRADIENTS)
def test_a_right_gradient_that_is_rounded_to_float32_is_accepted(name, exercise, check):
    for call, path, expected, _ in asked(name, exercise, check):
        rounded = answer(name, call, path).astype(np.float32)
        assert compare(rounded, expected.values, expected.tolerance).ok


@pytest.mark.parametrize(("name", "exercise", "check"), GRADIENTS)
def test_a_gradient_that_is_one_part_in_a_hundred_too_long_is_rejected(name, exercise, check):
    """At all usual inputs, and at all unusual ones but for those of INDISTINCT."""
    trials = [(where, *trial) for *trial, where in asked(name, exercise, check)]
    assert sum(not where for where, *_ in trials) >= 2
    for where, call, path, expected in trials:
        found = compare(1.01 * answer(name, call, path), expected.values, expected.tolerance)
        assert not found.ok or (where and (exercise, check.output) in INDISTINCT)
