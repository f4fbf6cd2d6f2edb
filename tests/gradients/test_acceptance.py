"""How far a gradient may be off from the numeric one, and what a difference says."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.gradients.compare import compare
from autograder.gradients.gradcheck import gradcheck
from autograder.gradients.numeric import Gradient, central_difference_error, numeric_gradient, tolerance
from support.functions import BOTH_SIGNS, book_deriv, cube, leaky_relu, sigmoid

# --- the acceptance rule -----------------------------------------------------------------------------------------


def exact(values):
    values = np.asarray(values, dtype=float)
    return Gradient(values, np.zeros_like(values), np.zeros(values.shape, dtype=bool))


def test_the_tolerance_is_the_documented_sum():
    numeric = Gradient(np.array([2.0, -4.0]), np.array([1e-6, 0.5]), np.array([False, True]))
    want = [4e-6 + 2e-5 * 2 + 2e-12 * 50 + 1e-9, 0.5 + 2e-5 * 4 + 2e-12 * 50 + 1e-9]
    assert np.allclose(tolerance(numeric, 50.0), want, rtol=1e-12)


def test_what_the_books_step_of_a_thousandth_is_off_by_is_allowed_four_times():
    numeric = Gradient(np.array([2.0]), np.zeros(1), np.zeros(1, dtype=bool), second_order_coefficient=np.array([30.0]))
    assert np.allclose(tolerance(numeric, 1.0), 4 * 30e-6 + 4e-5 + 1e-9 + 2e-12, rtol=1e-12)


def test_the_curve_tells_what_a_central_difference_of_any_small_step_is_off_by():
    numeric = numeric_gradient(cube, BOTH_SIGNS)
    for step in (0.001, 0.01):
        off = np.abs(book_deriv(cube, BOTH_SIGNS, step) - numeric.values)
        assert np.allclose(central_difference_error(numeric, step), off, rtol=1e-3)


def test_an_answer_in_single_precision_is_allowed_single_precision():
    numeric = exact([[3.0, 0.0], [4.0, 5.0]])
    neighbours = np.minimum(np.sqrt([[4.5], [20.5]]), np.sqrt([[12.5, 12.5]]))
    want = 1e-4 * (numeric.values + neighbours) + 1e-4 * 50 + 1e-9
    assert np.allclose(tolerance(numeric, 50.0, single=True), want, rtol=1e-12)


def test_an_entry_of_a_matrix_may_be_off_by_a_share_of_its_row_or_column():
    values = np.array([[0.0, 3.0], [4.0, 5.0]])
    rows, columns = np.sqrt([4.5, 20.5]), np.sqrt([8.0, 17.0])
    smaller = np.minimum(rows[:, np.newaxis], columns)
    assert np.allclose(tolerance(exact(values), 1.0), 2e-5 * (values + 0.1 * smaller) + 1e-9 + 2e-12, rtol=1e-12)
    assert np.allclose(tolerance(exact(values), 1.0, elementwise=True), 2e-5 * values + 1e-9 + 2e-12, rtol=1e-12)


@pytest.mark.parametrize("f", [np.sin, sigmoid, np.tanh, leaky_relu])
def test_the_books_central_difference_is_accepted_and_a_one_sided_one_rejected(f):
    x = BOTH_SIGNS
    one_sided = (f(x + 0.001) - f(x)) / 0.001
    assert gradcheck(f, lambda x: book_deriv(f, x), x).ok
    assert gradcheck(f, one_sided, x).ok is (f is leaky_relu)  # which is straight there


def test_the_books_central_difference_of_a_cube_is_accepted_even_where_the_slope_vanishes():
    x = np.append(BOTH_SIGNS, 0.0)
    assert gradcheck(cube, book_deriv(cube, x), x).ok
    assert not gradcheck(cube, book_deriv(cube, x, 0.01), x).ok


def test_the_books_central_difference_is_accepted_inside_a_matrix_function(rng):
    x, w, upstream = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
    for sigma in (np.sin, sigmoid, cube):
        right = (upstream * book_deriv(sigma, x @ w)) @ w.T
        assert gradcheck(lambda x, sigma=sigma: sigma(x @ w), right, x, upstream).ok


@pytest.mark.parametrize("factor", [1.001, 0.9999])
def test_a_gradient_that_is_a_little_too_long_is_rejected(factor):
    assert not gradcheck(np.sin, factor * np.cos(BOTH_SIGNS), BOTH_SIGNS).ok


def test_a_gradient_that_forgets_its_upstream_is_rejected(rng):
    assert not gradcheck(np.sin, np.cos(BOTH_SIGNS), BOTH_SIGNS, upstream=rng.normal(size=BOTH_SIGNS.size)).ok


# --- what a difference says --------------------------------------------------------------------------------------


def differ(got, want):
    return compare(got, want, np.full(np.shape(want), 1e-6))


def test_equal_arrays_do_not_differ(want):
    found = differ(want, want)
    assert (found.ok, found.wrong, found.total, found.relation) == (True, 0, 9, "")


def test_one_wrong_entry_is_located(want):
    got = want.copy()
    got[1, 2] += 0.5
    found = differ(got, want)
    assert (found.ok, found.worst, found.wrong, found.relation) == (False, (1, 2), 1, "")
    assert (found.got, found.want) == (got[1, 2], want[1, 2])


def test_the_worst_entry_is_the_one_furthest_beyond_its_own_limit():
    found = compare([1.0, 2.0, 0.5], [0.0, 0.0, 0.0], [0.9, 1e3, 0.01])
    assert (found.worst, found.wrong) == ((2,), 2)


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        (lambda g: -g, "negated"),
        (lambda g: g.T, "transposed"),
        (lambda g: 2 * g, "scaled by 2"),
        (lambda g: g / 3, "scaled by 0.3333"),
        (lambda g: -2 * g, "scaled by -2"),
        (lambda g: 1.00005 * g, "scaled by 1.00005"),
        (lambda g: 0 * g, ""),
        (lambda g: g * np.nan, ""),
        (lambda g: g + 1, "plus 1 in every entry"),
        (lambda g: g**2, "squared, entry by entry"),
        (lambda g: g**3, ""),
        (lambda g: abs(g), "without its minus signs"),
        (lambda g: np.maximum(g, 0), "with 0 for each negative entry"),
        (lambda g: np.minimum(g, 0), "with 0 for each positive entry"),
        (lambda g: 1 / g, "turned into 1/entry"),
        (lambda g: np.full_like(g, g.mean()), "with its mean in every place"),
        (lambda g: np.full_like(g, g.sum()), "with its sum in every place"),
        (lambda g: np.sign(g), "with nothing but its signs, 1 and -1"),
        (lambda g: np.clip(g, -0.5, 0.5), "cut off above 0.5 and below -0.5"),
        (lambda g: np.round(g, 2), "rounded to 2 decimals"),
        (lambda g: np.trunc(g), "cut down to whole numbers"),
        (lambda g: g[::-1], "with its rows in reverse order"),
        (lambda g: g[:, ::-1], "with its columns in reverse order"),
        (lambda g: np.sort(g, axis=None).reshape(g.shape), "with its entries in other places"),
    ],
)
def test_simple_relations_are_recognised(want, change, relation):
    found = differ(change(want), want)
    assert not found.ok
    assert found.relation == relation


@pytest.mark.parametrize(
    ("change", "relation"),
    [(lambda g: -g, "negated"), (lambda g: g.T, "transposed"), (lambda g: 2 * g, "scaled by 2")],
)
def test_relations_are_recognised_against_a_numeric_gradient_through_the_books_deriv(rng, change, relation):
    x, w = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    found = gradcheck(lambda x: sigmoid(x @ w), change(book_deriv(sigmoid, x @ w) @ w.T), x)
    assert (found.ok, found.relation) == (False, relation)


def test_a_single_number_is_not_called_a_multiple_of_another_unless_the_factor_is_plain():
    assert differ(0.7, 0.3).relation == ""
    assert differ(0.7 / 8, 0.7).relation == "divided by 8"
    assert differ(1.4, 0.7).relation == "times 2"
    assert differ(4e-7, 2e-7).relation == ""
    assert differ([0.7, 0.0], [0.3, 0.0]).relation == ""


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_wrong_whatever_is_allowed(want, bad):
    got = want.copy()
    got[2, 0] = bad
    found = compare(got, want, np.full((3, 3), np.inf))
    assert (found.ok, found.worst, found.wrong) == (False, (2, 0), 1)


def test_nan_is_wrong_even_where_nan_is_wanted():
    assert not compare(np.nan, np.nan, 1.0).ok


def test_no_allowance_at_all_accepts_equal_values_only():
    assert compare([1.0, 2.0], [1.0, 2.0], [0.0, 0.0]).ok
    assert compare([1.0, 2.5], [1.0, 2.0], [0.0, 0.0]).worst == (1,)


def test_numbers_and_empty_arrays_can_be_compared():
    assert compare(1.0, 1.0, 0.1).worst == ()
    assert compare([], [], []).worst is None


@pytest.mark.parametrize("got", [np.ones((1, 3)), np.ones(3), 1.0, np.ones((3, 3, 1))])
def test_shapes_are_never_broadcast(want, got):
    with pytest.raises(ValueError, match="shapes must be the same: got"):
        differ(got, want)


@pytest.mark.parametrize("got", [np.ones(2) * 1j, np.array(["1", "2"]), np.array([None, 1.0])])
def test_what_is_not_a_real_number_is_not_compared(got):
    with pytest.raises(ValueError, match="got must hold real numbers"):
        compare(got, np.ones(2), np.ones(2))
