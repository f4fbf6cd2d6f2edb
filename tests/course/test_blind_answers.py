"""Answers from outside, each with the points that it deserves: a slip loses some, a right answer none.

They run in this process, as `autograder audit` runs known answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np
import pytest

from autograder.audit.known_answers import try_out
from autograder.authoring.assignment import Workbook
from autograder.core.answer_key import ExerciseKey
from autograder.core.exercise import Variation
from autograder.core.model import Array, Status
from autograder.core.verdicts import ExerciseReport
from autograder.keys.build import KeyBuilder
from support.real_course import ASSIGNMENTS
from support.real_course import workbook as workbook_of

SLIPS = {
    "weighted_sums": [
        "lambda table, w: np.squeeze(table @ w[:, None])",
        "lambda table, w: (table @ w)[:5]",
    ],
    "bias_gradient": [
        "lambda g: np.squeeze(g.sum(axis=0, keepdims=True))",
        "lambda g: g if len(g) == 1 else g.sum(axis=0)",
    ],
    "diagonal_jacobian": ["lambda Z, d: np.diag(np.squeeze(d(Z)))", "lambda Z, d: np.diag(abs(d(Z))[:, 0])"],
    "tanh_derivative": [
        "lambda Z: np.array([[1 - np.tanh(z) ** 2 for z in row] for row in Z])",
        "lambda Z: 1 - np.tanh(np.clip(Z, -4, 4)) ** 2",
    ],
    "sigmoid_derivative": [
        "lambda Z: sigmoid(np.clip(Z, -4, 4)) * (1 - sigmoid(np.clip(Z, -4, 4)))",
        "lambda Z: np.where(abs(Z) < 10, sigmoid(Z) * (1 - sigmoid(Z)), 0.0)",
    ],
    "chain_length_2": ["lambda chain, x: np.clip(chain[1](chain[0](x)), -5, 5)"],
    "chain_length_3": [
        "lambda chain, x: np.clip(chain[2](chain[1](chain[0](x))), -1, 1)",
        "lambda chain, x: np.maximum(chain[2](chain[1](chain[0](x))), 0)",
    ],
    "chain_forward": [f"lambda chain, x: reduce(lambda v, f: f(v), chain[:{n}], x)" for n in (5, 10, 20)],
    "chain_deriv": [f"lambda chain, x: deriv(lambda u: reduce(lambda v, f: f(v), chain[:{n}], u), x)" for n in (6, 20)],
    "sigmoid": ["lambda x: 1 / (1 + np.exp(-np.clip(x, -4, 4)))", "lambda x: 1 / (1 + np.exp(-np.clip(x, -10, 10)))"],
    "relu": ["lambda x: np.minimum(np.maximum(x, 0), 6)", "lambda x: np.maximum(np.squeeze(x), 0)"],
    "square": ["lambda x: np.clip(x, -5, 5) ** 2", "lambda x: np.array([v * v for v in x.ravel()])"],
    "leaky_relu": ["lambda x: np.where(np.clip(x, -5, 5) > 0, np.clip(x, -5, 5), 0.2 * np.clip(x, -5, 5))"],
    "softmax": [
        "lambda Z: np.exp(Z - Z[0]) / np.exp(Z - Z[0]).sum(axis=0)",
        "lambda Z: np.exp(Z - Z.mean(axis=0)) / np.exp(Z - Z.mean(axis=0)).sum(axis=0)",
        "lambda Z: np.exp(Z - Z[-1]) / np.exp(Z - Z[-1]).sum(axis=0)",
    ],
    "multiple_inputs_multiply_backward": [
        "lambda x, y, s: (deriv(s, x * y) * (x * y) / x, deriv(s, x * y) * (x * y) / y)"
    ],
    "matrix_function_backward_sum_1": ["lambda X, W, s: 1.001 * deriv(s, X @ W) @ W.T"],
    "matrix_function_backward_sum_2": ["lambda X, W, s: 1.001 * X.T @ deriv(s, X @ W)"],
    "matmul_backward_first": ["lambda X, W: 1.001 * W.T", "lambda X, W: np.squeeze(W)[None, :]"],
    "matmul_backward_second": ["lambda X, W: 0.999 * X.T"],
    "matrix_function_backward_1": ["lambda X, W, s: 1.001 * deriv(s, X @ W) @ W.T"],
    "linear_backward": ["lambda W, A, g: (1.001 * A @ g.T, g.sum(axis=1, keepdims=True), W @ g)"],
    "square_loss_derivative": ["lambda A, Y: 2.002 * (A - Y)"],
    "matrix_forward_extra": ["lambda X, W, s: s(np.clip(X @ W, -3, 3))"],
    "loss_of_one_entry": [
        "lambda X, W, s, i, j, v: np.array([np.sum(s(put(X, i, j, min(t, 5.0)) @ W)) for t in v])",
    ],
    "activation_backward": ["lambda g, Z, d: np.clip(g, -2, 2) * d(Z)", "lambda g, Z, d: g * d(np.clip(Z, -2, 2))"],
    "softmax_nllm_derivative": ["lambda Z, Y: softmax(np.clip(Z, -4, 4)) - Y"],
    "walk_downhill": [
        "lambda f, x, rate, steps: walk(f, x, rate, min(steps, 50))",
        "lambda f, x, rate, steps: np.clip(walk(f, x, rate, steps), -10, 10)",
        "lambda f, x, rate, steps: walk(lambda u: np.clip(f(u), -9, 9), x, rate, steps)",
    ],
    "neuron_backward": [
        "lambda w, w0, x, y: tuple(np.clip(g, -5, 5) for g in neuron(w, w0, x, y))",
        "lambda w, w0, x, y: neuron(w, np.clip(w0, -2, 2), x, y)",
    ],
    "two_layer_forward": ["lambda X, *p: tuple(np.clip(part, -8, 8) for part in forward(X, *p))"],
    "two_layer_backward": ["lambda X, Y, *p: tuple(np.clip(g, -10, 10) for g in backward(X, Y, *p))"],
    "sgd_train": [
        "lambda X, Y, a, b, c, d, eta, order: train(X, Y, a, b, c, d, 1.001 * eta, order)",
        *(f"lambda X, Y, a, b, c, d, eta, order: train(X, Y, a, b, c, d, eta, order[:{n}])" for n in (10, 20, 40)),
        "lambda X, Y, a, b, c, d, eta, order: train(X, Y, a, b, c, d, eta, where_wrong(X, Y, (a, b, c, d), order))",
    ],
    "deep_backward": [f"lambda X, Y, p: [np.clip(g, -{n}, {n}) for g in deep(X, Y, p)]" for n in (1, 5)],
    "confusions": ["lambda l, n, c: count(l, n, c) * (np.arange(c) < c - 1)[:, None]"],
    "network_backward": ["lambda X, Y, *p: tuple(np.clip(g, -5, 5) for g in network(X, Y, *p))"],
    "train": ["lambda X, Y, p, eta, batches: learn(X, Y, p, eta, batches[:20])"],
    "gradients_of": [
        "lambda build, v: np.clip(engine(build, v), -5, 5)",
        "lambda build, v: np.squeeze(engine(build, v))",
    ],
    "deriv": [
        "lambda f, x, delta=0.01: (f(x + delta) - f(x - delta)) / (2 * delta)",
        "lambda f, x, delta=1e-5: (f(x + delta) - f(x - delta)) / (2 * delta)",
        "lambda f, x, delta=0.001: abs(f(x + delta) - f(x - delta)) / (2 * delta)",
    ],
}
SHORT = {  # of the solution's own functions
    "walk": "walk_downhill",
    "neuron": "neuron_backward",
    "forward": "two_layer_forward",
    "backward": "two_layer_backward",
    "train": "sgd_train",
    "deep": "deep_backward",
    "count": "confusions",
    "network": "network_backward",
    "learn": "train",
    "engine": "gradients_of",
}
KEPT = {  # a forbidden method keeps at most half of the points
    "sigmoid_derivative": "lambda Z: (sigmoid(Z + 1e-3) - sigmoid(Z - 1e-3)) / 2e-3",
    "tanh_derivative": "lambda Z: (np.tanh(Z + 1e-3) - np.tanh(Z - 1e-3)) / 2e-3",
}
RIGHT = {
    "weighted_sums": ["lambda table, w: table @ w", "lambda t, w: np.einsum('ij,j', t, w)"],
    "bias_gradient": ["lambda g: np.ones(len(g)) @ g", "lambda g: sum(g)"],
    "diagonal_jacobian": ["lambda Z, d: np.eye(len(Z)) * d(Z)", "lambda Z, d: np.diag(d(Z)[:, 0])"],
    "tanh_derivative": ["lambda Z: 1 / np.cosh(Z) ** 2", "lambda Z: (1 - np.tanh(Z)) * (1 + np.tanh(Z))"],
    "sigmoid_derivative": ["lambda Z: sigmoid(Z) * sigmoid(-Z)", "lambda Z: np.exp(-Z) / (1 + np.exp(-Z)) ** 2"],
    "chain_forward": ["lambda chain, x: reduce(lambda v, f: f(v), chain, x)"],
    "chain_deriv": ["lambda chain, x: deriv(lambda u: reduce(lambda v, f: f(v), chain, u), x)"],
    "sigmoid": ["lambda x: np.exp(x) / (1 + np.exp(x))", "lambda x: (1 + np.tanh(x / 2)) / 2"],
    "relu": ["lambda x: (x + abs(x)) / 2", "lambda x: x * (x > 0)"],
    "square": ["lambda x: x * x", "lambda x: abs(x) ** 2"],
    "leaky_relu": ["lambda x: np.maximum(x, 0.2 * x)"],
    "softmax": ["lambda Z: np.exp(Z - Z.max(0)) / np.exp(Z - Z.max(0)).sum(0)"],
    "multiple_inputs_multiply_backward": ["lambda x, y, s: (y * deriv(s, x * y, 0.01), x * deriv(s, x * y, 1e-5))"],
    "matrix_function_backward_sum_1": ["lambda X, W, s: deriv(s, X @ W, 0.01) @ W.T"],
    "matrix_function_backward_sum_2": ["lambda X, W, s: X.T @ deriv(s, X @ W, 1e-5)"],
    "matmul_backward_first": ["lambda X, W: W.reshape(1, -1)"],
    "matmul_backward_second": ["lambda X, W: X.reshape(-1, 1)"],
    "matrix_function_backward_1": ["lambda X, W, s: deriv(s, X @ W, 0.01) * W.T"],
    "linear_backward": ["lambda W, A, g: (A.dot(g.T), g.sum(1).reshape(-1, 1), W.dot(g))"],
    "square_loss_derivative": ["lambda A, Y: 2 * A - 2 * Y"],
    "deriv": ["lambda f, x, delta=0.001: 0.5 * (f(x + delta) - f(x - delta)) / delta"],
}


@lru_cache
def key_of(name: str) -> tuple[Workbook, ExerciseKey]:
    for workbook in map(workbook_of, ASSIGNMENTS):
        for exercise in workbook.exercises:
            if exercise.name == name:
                return workbook, KeyBuilder(workbook, exercise).key("a seed of this test")
    raise LookupError(name)


def report(name: str, source: str) -> ExerciseReport:
    workbook, key = key_of(name)
    return try_out(workbook, key, Variation(name, "answer", "", source, answer(workbook, source)))


def answer(workbook: Workbook, source: str) -> Callable[..., Any]:
    from functools import reduce

    solution = workbook.solution
    more = {short: solution.get(name) for short, name in SHORT.items()}

    def where_wrong(X: Array, Y: Array, weights: tuple[Array, ...], order: list[int]) -> list[int]:
        said = solution["two_layer_forward"](X, *weights)[3]
        return [i for i in order if abs(said - Y)[:, i].max() > 0.05]

    here = {"put": put, "reduce": reduce, "where_wrong": where_wrong, "np": np}
    function: Callable[..., Any] = eval(source, {**solution, **more, **here})
    return function


def put(X: Array, i: int, j: int, value: float) -> Array:
    moved = X.copy()
    moved[i, j] = value
    return moved


def differences() -> list[tuple[str, Callable[..., Any]]]:
    """Return the known right answers that take differences, with the exercise that each one answers."""
    known = [right for name in ASSIGNMENTS for right in workbook_of(name).right]
    chosen = [right for right in known if "delta=0.001" in right.source.partition(":")[0]]
    return [(right.exercise, right.function) for right in chosen if right.exercise != "deriv"]


def cases(answers: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, source) for name, sources in answers.items() for source in sources]


@pytest.mark.parametrize(("name", "source"), cases(SLIPS))
def test_a_slip_of_shape_range_or_size_loses_points(name: str, source: str) -> None:
    found = report(name, source)
    assert found.score < found.max_score


@pytest.mark.parametrize(("name", "source"), cases(RIGHT))
def test_a_right_answer_loses_nothing(name: str, source: str) -> None:
    found = report(name, source)
    assert [(v.check.name, v.message) for v in found.verdicts if v.status is not Status.PASSED] == []


@pytest.mark.parametrize("step", [0.01, 1e-5])
@pytest.mark.parametrize(("name", "function"), differences(), ids=lambda each: getattr(each, "__name__", each))
def test_differences_of_any_step_that_students_take_lose_nothing(
    name: str, function: Callable[..., Any], step: float
) -> None:
    workbook, key = key_of(name)
    found = try_out(workbook, key, Variation(name, "answer", "", "", partial(function, delta=step)))
    assert [(v.check.name, v.message) for v in found.verdicts if v.status is not Status.PASSED] == []


@pytest.mark.parametrize(("name", "source"), KEPT.items())
def test_a_forbidden_method_keeps_half_of_the_points_at_most(name: str, source: str) -> None:
    found = report(name, source)
    assert found.score <= found.max_score / 2
