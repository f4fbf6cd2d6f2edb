"""The numbers that the book and the slides print, and those computed from them, come out of our solutions.

Four decimals, as printed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from autograder.core.model import Array
from support.real_course import workbook


def solution(assignment: str, name: str) -> Callable[..., Any]:
    """Return a function that a lesson gives or solves."""
    function: Callable[..., Any] = workbook(assignment).solution[name]
    return function


def assert_prints(value: Any, printed: Any, decimals: int = 4) -> None:
    """Pass if value has printed's shape and rounds to it."""
    assert np.shape(value) == np.shape(printed)
    assert_allclose(value, printed, rtol=0, atol=0.5001 * 10.0**-decimals)


# --- a row and a column: seed 190203 -----------------------------------------------------------------------------

DOT = "dot_product_gradient"


@pytest.fixture
def row_and_column() -> tuple[Array, Array]:
    random = np.random.RandomState(190203)
    return random.randn(1, 3), random.randn(3, 1)


def test_the_seed_gives_the_row_and_the_column_of_the_book(row_and_column: tuple[Array, Array]) -> None:
    X, W = row_and_column
    assert_prints(X, [[0.4723, 0.6151, -1.7262]])
    assert_prints(W, [[0.9282], [-0.6075], [-1.2214]])


def test_forward_through_the_dot_product_and_the_sigmoid(row_and_column: tuple[Array, Array]) -> None:
    X, W = row_and_column
    assert_prints(solution(DOT, "matmul_forward")(X, W), [[2.173]], decimals=3)
    assert_prints(solution(DOT, "matrix_forward_extra")(X, W, solution(DOT, "sigmoid")), [[0.8978]])


def test_the_gradient_with_respect_to_the_row_is_the_printed_one(row_and_column: tuple[Array, Array]) -> None:
    dSdX = solution(DOT, "matrix_function_backward_1")(*row_and_column, solution(DOT, "sigmoid"))
    assert_prints(dSdX, [[0.0852, -0.0557, -0.1121]])


def test_the_gradient_with_respect_to_the_column(row_and_column: tuple[Array, Array]) -> None:
    dSdW = solution(DOT, "matrix_function_backward_2")(*row_and_column, solution(DOT, "sigmoid"))
    assert_prints(dSdW, [[0.0433], [0.0564], [-0.1584]])


def test_a_hundredth_more_of_the_third_feature_moves_the_result_as_the_lesson_says(
    row_and_column: tuple[Array, Array],
) -> None:
    X, W = row_and_column
    forward, sigmoid = solution(DOT, "matrix_forward_extra"), solution(DOT, "sigmoid")
    moved = forward(np.add(X, [[0.0, 0.0, 0.01]]), W, sigmoid) - forward(X, W, sigmoid)
    assert_prints(moved, [[-0.001126]], decimals=6)


# --- two matrices: seed 190204 -----------------------------------------------------------------------------------

MATRIX = "matrix_backprop"


@pytest.fixture
def matrices() -> tuple[Array, Array]:
    random = np.random.RandomState(190204)
    return random.randn(3, 3), random.randn(3, 2)


def test_the_seed_gives_the_matrices_of_the_book(matrices: tuple[Array, Array]) -> None:
    X, W = matrices
    assert_prints(X, [[-1.5775, -0.6664, 0.6391], [-0.5615, 0.7373, -1.4231], [-1.4435, -0.3913, 0.1539]])
    assert_prints(W, [[0.7551, 0.2556], [-0.5611, -0.975], [0.981, -0.9587]])


def test_the_sum_of_the_outputs(matrices: tuple[Array, Array]) -> None:
    L = solution(MATRIX, "matrix_function_forward_sum")(*matrices, solution(MATRIX, "sigmoid"))
    assert_prints(L, 2.3754951014, decimals=10)


def test_the_gradient_with_respect_to_the_first_matrix_is_the_printed_one(matrices: tuple[Array, Array]) -> None:
    dLdX = solution(MATRIX, "matrix_function_backward_sum_1")(*matrices, solution(MATRIX, "sigmoid"))
    assert_prints(dLdX, [[0.2489, -0.3748, 0.0112], [0.126, -0.2781, -0.1395], [0.2299, -0.3662, -0.0225]])


def test_the_gradient_with_respect_to_the_second_matrix(matrices: tuple[Array, Array]) -> None:
    dLdW = solution(MATRIX, "matrix_function_backward_sum_2")(*matrices, solution(MATRIX, "sigmoid"))
    assert_prints(dLdW, [[-0.7578, -0.8726], [-0.1868, -0.0853], [0.0679, -0.1414]])


def test_an_upstream_gradient_of_ones_gives_the_gradients_of_the_sum(matrices: tuple[Array, Array]) -> None:
    sigmoid = solution(MATRIX, "sigmoid")
    both = solution(MATRIX, "matrix_function_backward_upstream")(*matrices, sigmoid, np.ones((3, 2)))
    for gradient, name in zip(both, ("sum_1", "sum_2"), strict=True):
        assert_allclose(gradient, solution(MATRIX, f"matrix_function_backward_{name}")(*matrices, sigmoid))


def test_the_curve_of_the_first_entry_runs_as_the_lesson_says(matrices: tuple[Array, Array]) -> None:
    X, W = matrices
    ends = X[0, 0] + np.array([-1.0, 1.0])
    heights = solution(MATRIX, "loss_of_one_entry")(X, W, solution(MATRIX, "sigmoid"), 0, 0, ends)
    assert_prints(heights, [2.143, 2.623], decimals=3)


# --- XOR ---------------------------------------------------------------------------------------------------------

TWO = "two_layer_backprop"


def test_the_weights_of_the_slides_solve_xor() -> None:
    X, Y = solution(TWO, "X_XOR"), solution(TWO, "Y_XOR")
    linear, sigmoid = solution(TWO, "linear_forward"), solution(TWO, "sigmoid")
    hidden = sigmoid(linear(np.array([[20.0, -20.0], [20.0, -20.0]]), np.array([[-10.0], [30.0]]), X))
    output = sigmoid(linear(np.array([[20.0], [20.0]]), np.array([[-30.0]]), hidden))
    assert_allclose(output, Y, atol=1e-3)


def test_training_from_the_start_that_is_given_learns_xor() -> None:
    X, Y, order = solution(TWO, "X_XOR"), solution(TWO, "Y_XOR"), np.random.default_rng(6390)
    weights = solution(TWO, "xor_start")()
    for _ in range(100):
        weights = solution(TWO, "sgd_train")(X, Y, *weights, 1.0, order.permutation(4))
    assert_allclose(solution(TWO, "two_layer_forward")(X, *weights)[3], Y, atol=0.1)


# --- worked by hand ----------------------------------------------------------------------------------------------


def test_three_nested_functions_walked_by_hand() -> None:
    chain = [lambda u: 2 * u, lambda u: u**2, lambda u: u**3]
    assert_prints(solution("chain_rule", "chain_length_3")(chain, np.array([1.0])), [64.0])
    assert_allclose(solution("chain_rule", "chain_deriv_3")(chain, np.array([1.0])), [384.0], rtol=1e-5)


def test_every_slope_on_the_way_back_through_them() -> None:
    chain = [lambda u: 2 * u, lambda u: u**2, lambda u: u**3]
    rows = solution("chain_rule", "chain_backward")(chain, np.array([1.0]))
    assert_allclose(rows, [[384.0], [192.0], [48.0], [1.0]], rtol=1e-5)


def test_the_sigmoid_taken_apart_into_four_boxes_has_the_slope_that_is_worked_out() -> None:
    chain = [lambda u: -u, np.exp, lambda u: 1 + u, lambda u: 1 / u]
    x = np.log([3.0])
    assert_prints(solution("chain_rule", "chain_forward")(chain, x), [0.75])
    assert_prints(solution("chain_rule", "chain_deriv")(chain, x), [3 / 16])


def test_the_neuron_of_one_input_hands_back_what_its_figure_says() -> None:
    sigmoid, multiply = solution("chain_rule", "sigmoid"), solution("chain_rule", "multiple_inputs_multiply_backward")
    dadx, dadw = multiply(np.array([2.0]), np.array([0.5]), lambda m: sigmoid(m - 1.0))
    dadm, dadb = solution("chain_rule", "multiple_inputs_add_backward")(np.array([1.0]), np.array([-1.0]), sigmoid)
    for found, drawn in ((dadx, 0.125), (dadw, 0.5), (dadm, 0.25), (dadb, 0.25)):
        assert_prints(found, [drawn])


def test_a_string_through_the_square_moves_as_the_table_says() -> None:
    square, pull = solution("derivatives", "square"), np.array([0.01, -0.02, 1.0])
    assert_prints(solution("derivatives", "string_move")(square, 3.0, pull), [0.06, -0.12, 6.0])
    assert_prints(square(3.0 + pull) - square(3.0), [0.0601, -0.1196, 7.0])


def test_a_central_difference_of_the_cube_is_off_by_the_square_of_its_step() -> None:
    deriv = solution("derivatives", "deriv")
    found = [deriv(lambda u: u**3, 1.0, step) for step in (0.5, 0.1, 0.001)]
    assert_prints(found, [3.25, 3.01, 3.000001], decimals=6)


def test_at_its_corner_the_central_difference_of_leaky_relu_is_no_slope_of_it() -> None:
    corner = np.arange(-3, 3, 0.01)[300]
    assert corner == pytest.approx(-6.4e-14, rel=0.01)
    assert_prints(solution("derivatives", "deriv")(solution("derivatives", "leaky_relu"), corner), 0.6)
