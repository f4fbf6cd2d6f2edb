"""The numeric gradient: never sure of a wrong number, and sure of the right ones."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.gradients.compare import compare
from autograder.gradients.evaluation import NotFiniteError
from autograder.gradients.gradcheck import gradcheck
from autograder.gradients.numeric import numeric_gradient, tolerance
from support.functions import BOTH_SIGNS, book_deriv, cube, leaky_relu, sigmoid


def sigmoid_slope(x):
    return sigmoid(x) * sigmoid(-x)


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def allowed(numeric, scale=1.0):
    return tolerance(numeric, scale)


# --- smooth functions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (np.sin, np.cos),
        (np.square, lambda x: 2 * x),
        (cube, lambda x: 3 * x**2),
        (np.exp, np.exp),
        (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
        (sigmoid, sigmoid_slope),
    ],
)
def test_smooth_functions_are_exact_to_ten_digits_and_within_the_promised_error(f, slope):
    numeric = numeric_gradient(f, BOTH_SIGNS)
    assert np.allclose(numeric.values, slope(BOTH_SIGNS), rtol=1e-10, atol=1e-12)
    assert np.all(np.abs(numeric.values - slope(BOTH_SIGNS)) <= 4 * numeric.error)
    assert not numeric.kinks.any()


def test_every_entry_of_a_softmax_is_differentiated_through_all_its_outputs(rng):
    z, upstream = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    a = softmax(z)
    want = a * (upstream - (a * upstream).sum(axis=0))
    assert np.allclose(numeric_gradient(softmax, z, upstream).values, want, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("n", "k", "m"), [(5, 4, 3), (3, 3, 3), (1, 3, 1)])
def test_a_matrix_product_has_the_gradients_of_the_book(rng, n, k, m):
    x, w, upstream = rng.normal(size=(n, k)), rng.normal(size=(k, m)), rng.normal(size=(n, m))
    by_x = numeric_gradient(lambda x: np.sin(x @ w), x, upstream)
    by_w = numeric_gradient(lambda w: np.sin(x @ w), w, upstream)
    behind = upstream * np.cos(x @ w)
    assert np.allclose(by_x.values, behind @ w.T, rtol=1e-9, atol=1e-11)
    assert np.allclose(by_w.values, x.T @ behind, rtol=1e-9, atol=1e-11)


def test_it_agrees_with_a_complex_step_on_a_two_layer_network(rng):
    x, w2 = rng.normal(size=(5, 4)), rng.normal(size=(3, 2))

    def loss(w1):
        return np.sum(np.tanh(np.sin(x @ w1) @ w2) ** 3)

    w1, step = rng.normal(size=(4, 3)), 1e-30
    want = np.empty_like(w1)
    for i in np.ndindex(w1.shape):
        moved = w1.astype(complex)
        moved[i] += 1j * step
        want[i] = loss(moved).imag / step
    assert np.allclose(numeric_gradient(loss, w1).values, want, rtol=1e-9, atol=1e-11)


def test_the_golden_numbers_of_the_book_are_reproduced():
    legacy = np.random.RandomState(190204)  # what the book's np.random.seed draws
    x, w = legacy.randn(3, 3), legacy.randn(3, 2)
    by_x = numeric_gradient(lambda x: np.sum(sigmoid(x @ w)), x).values
    printed = [[0.2489, -0.3748, 0.0112], [0.126, -0.2781, -0.1395], [0.2299, -0.3662, -0.0225]]
    assert np.array_equal(by_x.round(4), printed)


def test_a_vector_valued_function_is_weighted_by_its_upstream_gradient(rng):
    x, matrix, upstream = rng.normal(size=3), rng.normal(size=(7, 3)), rng.normal(size=7)
    assert np.allclose(numeric_gradient(lambda x: matrix @ x, x, upstream).values, matrix.T @ upstream)


def test_no_upstream_gradient_stands_for_ones(rng):
    x = rng.normal(size=(2, 3))
    assert np.array_equal(numeric_gradient(cube, x).values, numeric_gradient(cube, x, np.ones((2, 3))).values)


@pytest.mark.parametrize("x", [0.7, np.array(0.7), np.array([0.7]), np.array([[0.7]]), np.full((2, 1, 3), 0.7)])
def test_the_result_has_the_shape_of_x(x):
    numeric = numeric_gradient(lambda x: float(np.sum(x**2)), x)
    assert numeric.values.shape == numeric.error.shape == numeric.kinks.shape == np.shape(x)
    assert np.allclose(numeric.values, 1.4)


def test_an_empty_array_has_an_empty_gradient():
    numeric = numeric_gradient(np.sum, np.zeros((0, 3)))
    assert numeric.values.shape == tolerance(numeric, 1.0).shape == (0, 3)


@pytest.mark.parametrize("x", [np.ones(()), np.ones(7), np.ones((40, 30))])
def test_a_smooth_function_is_evaluated_twelve_times_an_entry(x):
    calls = []
    numeric_gradient(lambda x: calls.append(1) or np.sin(x).sum(), x)
    assert len(calls) == 1 + 12 * x.size


def test_integers_are_differentiated_as_floats():
    assert np.allclose(numeric_gradient(cube, np.array([1, 2, 3])).values, [3, 12, 27])


def test_a_function_that_works_in_place_spoils_neither_x_nor_the_result():
    def doubled_in_place(x):
        x *= 2
        return x

    x = np.array([1.0, 2.0])
    assert np.allclose(numeric_gradient(doubled_in_place, x).values, 2)
    assert np.array_equal(x, [1, 2])


# --- kinks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slope", [0.0, 0.2])
@pytest.mark.parametrize("x", [0.02, -0.02, 0.005, 0.0012, -0.0012, 0.3, -3.0])
def test_steps_shrink_until_they_do_not_cross_a_kink(x, slope):
    numeric = numeric_gradient(lambda x: leaky_relu(x, slope), x)
    assert np.isclose(numeric.values, 1.0 if x > 0 else slope, rtol=1e-9, atol=1e-12)
    assert not numeric.kinks


@pytest.mark.parametrize("x", [0.0, -6.4e-14, 1e-8, -1e-8, 1e-6, 3e-5, 0.0003, -0.0009])
def test_a_kink_too_near_is_flagged_and_just_the_slopes_beside_it_are_accepted(x):
    numeric = numeric_gradient(leaky_relu, x)
    assert numeric.kinks
    for right in (0.2, 1.0) if abs(x) < 1e-12 else (leaky_relu(np.sign(x)) * np.sign(x),):
        assert compare(right, numeric.values, allowed(numeric)).ok
    for wrong in (-0.2, 1.3):
        assert not compare(wrong, numeric.values, allowed(numeric)).ok


def test_the_books_central_difference_is_never_rejected_for_a_kink_that_it_crosses():
    x = np.concatenate([np.linspace(-0.003, 0.003, 601), [-6.4e-14]])
    assert gradcheck(leaky_relu, lambda x: book_deriv(leaky_relu, x), x).ok


def test_only_the_entry_at_the_kink_is_flagged(rng):
    x = np.array([-2.0, -0.02, 0.0, 0.02, 2.0])
    assert np.array_equal(numeric_gradient(np.abs, x).kinks, x == 0)


def test_a_kink_inside_a_matrix_function_is_flagged_for_every_entry_that_moves_it():
    x, w = np.array([[1.0, -1.0], [0.3, 2.0]]), np.array([[1.0, 0.5], [1.0, 0.25]])
    numeric = numeric_gradient(lambda x: np.sin(leaky_relu(x @ w)), x)
    assert np.array_equal(numeric.kinks, [[True, True], [False, False]])


def test_a_kink_at_any_distance_is_stepped_around_or_flagged_but_never_believed():
    for distance in np.geomspace(1e-9, 1, 200):
        numeric = numeric_gradient(leaky_relu, distance)
        assert numeric.kinks or abs(numeric.values - 1) < 1e-9


def test_an_even_function_has_no_kink_at_its_turning_point():
    for f in (np.cos, np.square, np.cosh, lambda x: x**4):
        numeric = numeric_gradient(f, np.zeros(1))
        assert not numeric.kinks.any()
        assert np.allclose(numeric.values, 0, atol=1e-12)


def test_a_function_has_no_kink_where_its_second_derivative_passes_through_zero():
    for x in np.linspace(-0.02, 0.02, 201):
        assert not numeric_gradient(np.sin, x).kinks
        assert not numeric_gradient(lambda x: (x**3 / 10 - x) ** 2, np.sqrt(np.sqrt(5 / 3)) + x).kinks


def test_the_edge_of_a_domain_is_stepped_around():
    numeric = numeric_gradient(np.log, np.array([0.003, 0.02, 0.1, 0.5]))
    assert np.allclose(numeric.values, [1 / 0.003, 50, 10, 2], rtol=1e-6)
    assert not numeric.kinks.any()


def test_where_only_one_side_is_finite_nothing_is_claimed():
    numeric = numeric_gradient(np.sqrt, 0.0)
    assert (numeric.values, numeric.error, numeric.kinks) == (0.0, np.inf, True)


# --- large, tiny, saturated --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "slope"), [(np.sin, np.cos), (cube, lambda x: 3 * x**2), (leaky_relu, lambda x: np.where(x > 0, 1, 0.2))]
)
def test_large_entries_are_differentiated(f, slope):
    x = np.array([-1000.0, 970.0, 1234.5])
    numeric = numeric_gradient(f, x)
    assert np.allclose(numeric.values, slope(x), rtol=1e-8, atol=1e-9)
    assert not numeric.kinks.any()


@pytest.mark.parametrize(("f", "slope"), [(np.sin, np.cos), (cube, lambda x: 3 * x**2), (sigmoid, sigmoid_slope)])
def test_tiny_entries_are_differentiated(f, slope):
    x = np.array([-1e-8, 1e-8, 3e-9])
    numeric = numeric_gradient(f, x)
    assert np.allclose(numeric.values, slope(x), rtol=1e-9, atol=1e-12)
    assert not numeric.kinks.any()


@pytest.mark.filterwarnings("error")
def test_a_saturated_sigmoid_has_a_tiny_gradient_and_no_kink():
    x = np.array([-800.0, -40.0, -15.0, 12.0, 25.0, 40.0, 700.0])
    numeric = numeric_gradient(sigmoid, x)
    with np.errstate(all="ignore"):
        want = sigmoid_slope(x)
    assert compare(want, numeric.values, allowed(numeric)).ok
    assert np.allclose(numeric.values, want, rtol=1e-6, atol=1e-14)
    assert not numeric.kinks.any()


def test_the_loss_of_a_confident_right_answer_has_no_kink():
    numeric = numeric_gradient(lambda z: -np.log(sigmoid(z)), np.array([5.0, 15.0, 25.0, 30.0]))
    assert not numeric.kinks.any()


# --- errors ------------------------------------------------------------------------------------------------------


def test_an_upstream_gradient_of_another_shape_is_refused_even_if_it_would_broadcast():
    with pytest.raises(ValueError, match=r"upstream has shape \(1, 3\), but f\(x\) has shape \(2, 3\)"):
        numeric_gradient(np.sin, np.ones((2, 3)), np.ones((1, 3)))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("f", "x", "upstream", "message"),
    [
        (np.log, [1.0, 0.0], None, r"f\(x\) must be finite, but is -inf at \(1,\)"),
        (lambda x: np.nan, [1.0], None, r"f\(x\) must be finite, but is nan$"),
        (np.sin, [1.0, np.nan], None, r"x must be finite, but is nan at \(1,\)"),
        (np.sin, [1.0], [np.inf], r"upstream must be finite, but is inf at \(0,\)"),
    ],
)
def test_what_is_not_finite_is_named(f, x, upstream, message):
    with pytest.raises(NotFiniteError, match=message):
        numeric_gradient(f, x, upstream)


def test_a_function_whose_result_changes_shape_is_refused():
    with pytest.raises(ValueError, match=r"f returns shape \(1,\) at x, but \(2,\) near it"):
        numeric_gradient(lambda x: x if x[0] == 1 else np.append(x, x), np.ones(1))


def test_a_function_that_does_not_return_real_numbers_is_refused():
    with pytest.raises(ValueError, match=r"f\(x\) must hold real numbers, not complex128"):
        numeric_gradient(lambda x: x * 1j, np.ones(1))


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shapes must be the same"):
        gradcheck(lambda x: np.sum(x), 1.0, np.ones(3))
