"""What the lesson on two layers says in prose and shows in its figures is so: numbers worked by hand, and trainings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from autograder.core.model import Array
from support.real_course import workbook

ONE = np.ones((1, 1))
XOR, ANSWERS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])
Weights = tuple[Array, ...]
Step = Callable[[Array, Array, Weights, float], Weights]


def of_lesson(name: str) -> Any:
    return workbook("two_layer_backprop").solution[name]


# --- worked by hand ----------------------------------------------------------------------------------------------


def test_the_two_neurons_worked_by_hand() -> None:
    network = (0.5 * ONE, 0 * ONE, 2 * ONE, -ONE)
    values = of_lesson("two_layer_forward")(ONE, *network)
    assert_allclose(np.ravel(values), [0.5, 0.4621, -0.0758, 0.4811], atol=5e-5)
    assert of_lesson("nll_loss")(values[3], ONE) == pytest.approx(0.7317, abs=5e-5)
    slopes = [of_lesson("tanh_derivative")(values[0]), of_lesson("sigmoid_derivative")(values[2])]
    assert_allclose(np.ravel(slopes), [0.7864, 0.2496], atol=5e-5)
    assert of_lesson("nll_loss_derivative")(values[3], ONE).item() == pytest.approx(-2.0787, abs=5e-5)
    made = of_lesson("two_layer_backward")(ONE, ONE, *network)
    assert_allclose(np.ravel(made), [-0.8162, -0.8162, -0.2398, -0.5189], atol=5e-5)
    assert_allclose(2 * made[3], -1.0379, atol=5e-5)  # at the first neuron's output


def test_the_one_neuron_worked_by_hand() -> None:
    w, w0, x = np.array([[0.5], [-1.0]]), np.log(3.0) * ONE, np.array([[2.0], [1.0]])
    for made, right in zip(of_lesson("neuron_backward")(w, w0, x, 0 * ONE), ([[1.5], [0.75]], [[0.75]]), strict=True):
        assert_allclose(made, right)


def test_any_number_of_layers_includes_two() -> None:
    start = of_lesson("xor_start")()
    for deep, two in zip(
        of_lesson("deep_backward")(XOR, ANSWERS, start),
        of_lesson("two_layer_backward")(XOR, ANSWERS, *start),
        strict=True,
    ):
        assert_allclose(deep, two)


# --- trainings ---------------------------------------------------------------------------------------------------


def one_point(x: Array, y: Array, weights: Weights, eta: float) -> Weights:
    trained: Weights = of_lesson("sgd_train")(x, y, *weights, eta, [0])
    return trained


def too_long(x: Array, y: Array, weights: Weights, eta: float) -> Weights:
    """The hidden layer's gradients are 4.5 times as long as they should be."""
    right = one_point(x, y, weights, eta)
    return (*(old + 4.5 * (new - old) for old, new in zip(weights[:2], right[:2], strict=True)), *right[2:])


def changed(x: Array, y: Array, weights: Weights, eta: float, *, slope_again: bool, early: bool) -> Weights:
    """One step with sigma' behind A2 - Y once more, or with a W2 that is updated before the gradient goes through."""
    W1, W10, W2, W20 = weights
    A1, A2 = of_lesson("two_layer_forward")(x, *weights)[1::2]
    dZ2 = (A2 - y) * (A2 * (1 - A2) if slope_again else 1.0)
    new = W2 - eta * A1 @ dZ2.T
    dZ1 = (new if early else W2) @ dZ2 * (1 - A1**2)
    return W1 - eta * x @ dZ1.T, W10 - eta * dZ1, new, W20 - eta * dZ2


def slope_again(x: Array, y: Array, weights: Weights, eta: float) -> Weights:
    return changed(x, y, weights, eta, slope_again=True, early=False)


def updated_early(x: Array, y: Array, weights: Weights, eta: float) -> Weights:
    return changed(x, y, weights, eta, slope_again=False, early=True)


def losses(start: Weights, rounds: int, eta: float, step: Step = one_point) -> list[float]:
    """Return the loss of XOR before the training and after each round, in the lesson's order of points."""
    shuffle, weights, found = np.random.default_rng(6390), start, [loss(start)]
    for _ in range(rounds):
        for i in shuffle.permutation(4):
            weights = step(XOR[:, [i]], ANSWERS[:, [i]], weights, eta)
        found.append(loss(weights))
    return found


def loss(weights: Weights) -> float:
    return float(of_lesson("nll_loss")(of_lesson("two_layer_forward")(XOR, *weights)[3], ANSWERS))


def test_the_loss_rises_before_it_falls() -> None:
    found = losses(of_lesson("xor_start")(), 40, 1.0)
    assert found[1] > found[0] + 0.1
    assert found[40] < 0.1


@pytest.mark.parametrize(("seed", "end"), [(1, 1.47), (4, 0.08), (6, 1.47), (10, 0.12)])
def test_of_four_random_starts_with_two_hidden_neurons_two_are_stuck(seed: int, end: float) -> None:
    assert losses(of_lesson("random_start")(seed, hidden=2), 100, 0.5)[100] == pytest.approx(end, abs=0.02)


def test_neurons_that_start_equal_stay_equal() -> None:
    start = (np.full((2, 2), 0.5), np.zeros((2, 1)), np.full((2, 1), 0.5), np.zeros((1, 1)))
    W1, W10, W2, _ = of_lesson("sgd_train")(XOR, ANSWERS, *start, 0.5, [0, 3, 1, 2] * 10)
    assert_allclose(W1[:, 0], W1[:, 1])
    assert_allclose([W10[0], W2[0]], [W10[1], W2[1]])
    assert losses(start, 100, 0.5)[100] > 2.7


def test_a_hidden_gradient_that_is_far_too_long_learns_xor_all_the_same() -> None:
    start = of_lesson("xor_start")()
    wrong, right = losses(start, 200, 0.3, too_long), losses(start, 200, 0.3)
    assert wrong[50] < right[50]
    assert wrong[200] < 0.1


def test_with_a_larger_step_it_does_not() -> None:
    start = of_lesson("xor_start")()
    assert losses(start, 100, 2.0, too_long)[100] > 2.0
    assert losses(start, 100, 2.0)[100] < 0.1


def test_a_slope_too_many_at_the_output_learns_only_slowly() -> None:
    start = of_lesson("xor_start")()
    assert 5 * losses(start, 100, 1.0)[100] < losses(start, 100, 1.0, slope_again)[100] < 1.0


def test_weights_that_are_updated_too_early_learn_unnoticed() -> None:
    start = of_lesson("xor_start")()
    assert losses(start, 100, 1.0, updated_early)[100] == pytest.approx(losses(start, 100, 1.0)[100], rel=0.1)
