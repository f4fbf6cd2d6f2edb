"""Arrays that are no plain ones are told where they are returned; an exercise that trips over one gets the credit."""

from __future__ import annotations

import pytest

from autograder.cli.sample_class import solved_cells
from autograder.core.model import Cell
from autograder.core.student_code import odd_array
from autograder.core.verdicts import Report
from autograder.grading.questions import Sandbox
from support.real_course import graded, key, lost, workbook

NAME = "two_layer_backprop"
ODD = {
    "np.matrix(W).T * np.matrix(A) + W0": "np.matrix",
    "np.ma.array(W.T @ A + W0)": "np.ma",
    "(W.T @ A + W0).astype(object)": "dtype=object",
}


def report(result: str, sandbox: Sandbox) -> Report:
    solved = solved_cells(workbook(NAME)) | {"linear_forward": f"def linear_forward(W, W0, A):\n    return {result}"}
    return graded(key(NAME), [Cell("code", source, exercise=name) for name, source in solved.items()], sandbox)


@pytest.mark.parametrize(("result", "name"), ODD.items())
def test_an_odd_array_costs_its_callers_nothing_and_is_told_where_it_is_returned(
    result: str, name: str, course_sandbox: Sandbox
) -> None:
    made = report(result, course_sandbox)
    assert not any(lost(exercise) for exercise in made.exercises)
    notes = {exercise.name: exercise.note for exercise in made.exercises}
    assert notes["linear_forward"].startswith(f"right, but its cell has `{name}` in it: return a plain array")
    assert "right with a right `linear_forward`, which passes its own checks" in notes["two_layer_backward"]
    said = f"it rests on `linear_forward`, whose cell has `{name}` in it"
    assert any(exercise.note.startswith(said) for exercise in made.public)


def test_an_odd_array_that_nobody_trips_over_is_not_told(course_sandbox: Sandbox) -> None:
    made = report("np.asarray(np.matrix(W).T * np.matrix(A) + W0)", course_sandbox)
    assert {exercise.note for exercise in made.exercises} == {""}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("def f(x):\n    return numpy.matrix(x)", "np.matrix"),
        ("def f(x):\n    return x.astype('float')", ""),
        ("def f(x:", ""),
    ],
)
def test_odd_arrays_are_found_in_the_text_of_a_cell(source: str, name: str) -> None:
    assert odd_array(source) == name
