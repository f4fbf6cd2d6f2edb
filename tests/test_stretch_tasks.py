"""A stretch task has no points and no checks: its own self-test must know a right answer from a wrong one."""

from __future__ import annotations

import contextlib
import io

import pytest
from real_course import workbook

STACKED = """
def two_layers_backward(X, W1, W2, sigma):
    S1 = sigma(X @ W1)
    dLdS1, dLdW2 = matrix_function_backward_upstream(S1, W2, sigma, {upstream})
    return matrix_function_backward_upstream(X, W1, sigma, dLdS1)[1], dLdW2
"""
ROW_BY_ROW = """
def numeric_derivative(f, v, delta):
    moves = delta * np.eye(len(v))[:, :, None]
    return np.array([(f(v + move) - f(v - move)).ravel() / (2 * delta) for move in moves]){turned}
"""
TASKS = {
    "dot_product_gradient": (ROW_BY_ROW.format(turned=""), ROW_BY_ROW.format(turned="[::-1]")),
    "matrix_backprop": (
        STACKED.format(upstream="np.ones((len(X), W2.shape[1]))"),
        STACKED.format(upstream="2 * np.ones((len(X), W2.shape[1]))"),
    ),
}
every_task = pytest.mark.parametrize("assignment", TASKS)


def said(assignment: str, answer: str) -> str:
    """Return what the self-test prints, with this answer in the place of the task's empty function."""
    names, printed = dict(workbook(assignment).solution), io.StringIO()
    cells = [
        c for c in workbook(assignment).lesson.cells if c.kind == "code" and not (c.exercise or c.given or c.check)
    ]
    for cell in cells:
        if "# your lines here" in cell.source:
            exec(cell.source + answer, names)
            printed = io.StringIO()
        else:
            with contextlib.redirect_stdout(printed):
                exec(cell.source, names)
    return printed.getvalue()


@every_task
def test_a_task_that_nobody_tried_is_not_written_yet(assignment: str) -> None:
    assert "not written yet" in said(assignment, "")


@every_task
def test_a_right_answer_is_right(assignment: str) -> None:
    answer = said(assignment, TASKS[assignment][0])
    assert "right" in answer
    assert "not" not in answer


@every_task
def test_a_wrong_answer_is_not_there_yet(assignment: str) -> None:
    assert "not yet" in said(assignment, TASKS[assignment][1])
