"""The numeric gradient against other ways to differentiate: complex steps, SciPy, and laws that gradients obey."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.gradients.compare import compare
from autograder.gradients.gradcheck import gradcheck
from autograder.gradients.numeric import numeric_gradient, tolerance

ANALYTIC = (
    np.sin,
    np.cos,
    np.tanh,
    np.square,
    lambda x: x**3 / 10 - x,
    lambda x: 1 / (2 + x * x),
    lambda x: np.exp(-x),
)
functions = st.lists(st.sampled_from(ANALYTIC), min_size=1, max_size=3)
points = arrays(np.float64, (4,), elements=st.floats(-1.5, 1.5))
seeds = st.integers(0, 2**32 - 1)


def chain(functions):
    return lambda x: reduce(lambda value, function: function(value), functions, x)


def complex_step(f, x, upstream):
    """Return the gradient of sum(upstream * f(x)), exact to rounding: f must be analytic.

    Source: Squire and Trapp, "Using complex variables to estimate derivatives of real functions", SIAM Review 40, 1998.
    """
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[index] += 1e-30j
        gradient[index] = np.sum(upstream * f(moved).imag) / 1e-30
    return gradient


def assert_within_its_error(numeric, exact):
    assert not numeric.kinks.any()
    scale = 1 + np.max(np.abs(exact), initial=0.0)
    assert np.all(np.abs(numeric.values - exact) <= 4 * numeric.error + 1e-13 * scale)
    assert np.all(numeric.error <= 1e-7 * scale)


@settings(deadline=None)
@given(functions, points)
def test_chains_agree_with_complex_steps_to_the_promised_error(functions, x):
    f = chain(functions)
    assert_within_its_error(numeric_gradient(f, x), complex_step(f, x, np.ones(4)))


@settings(deadline=None)
@given(functions, seeds)
def test_products_of_matrices_agree_with_complex_steps_to_the_promised_error(functions, seed):
    random = np.random.default_rng(seed)
    X, W, upstream = (random.normal(size=size, scale=0.5) for size in ((3, 4), (4, 2), (3, 2)))
    sigma = chain(functions)
    exact = complex_step(lambda W: sigma(X @ W), W, upstream)
    assert_within_its_error(numeric_gradient(lambda W: sigma(X @ W), W, upstream), exact)


@settings(deadline=None)
@given(functions, points, st.sampled_from([-3.0, 0.5, 1e4, 1e-4]))
def test_the_gradient_of_a_multiple_is_the_multiple_of_the_gradient(functions, x, factor):
    f = chain(functions)
    once, often = numeric_gradient(f, x), numeric_gradient(lambda x: factor * f(x), x)
    off = np.abs(often.values - factor * once.values)
    assert np.all(off <= 4 * (often.error + abs(factor) * once.error) + 1e-12 * abs(factor))


@settings(deadline=None)
@given(functions, points, seeds)
def test_gradcheck_accepts_the_complex_step_and_says_what_the_numeric_gradient_says(functions, x, seed):
    f, upstream = chain(functions), np.random.default_rng(seed).normal(size=4)
    exact = complex_step(f, x, upstream)
    assert gradcheck(f, exact, x, upstream).ok
    numeric = numeric_gradient(f, x, upstream)
    for wrong in (-exact, 1.001 * exact, exact + 1e-3 * np.eye(4)[1], np.roll(exact, 1)):
        scale = float(np.max(np.abs(f(x))))
        assert gradcheck(f, wrong, x, upstream).ok == compare(wrong, numeric.values, tolerance(numeric, scale)).ok


@pytest.mark.parametrize("x", [2569.2288283417524, 156.88621831145142, 314.79147558186054, 1000 * np.pi])
def test_waves_that_are_much_shorter_than_the_steps_do_not_pass_for_a_slope(x):
    numeric = numeric_gradient(np.sin, x)
    assert np.isclose(numeric.values, np.cos(x), rtol=1e-8)
    assert not numeric.kinks


def test_entries_of_many_magnitudes_agree_with_scipys_derivative():
    differentiate = pytest.importorskip("scipy.differentiate")
    x = np.concatenate([-np.geomspace(1e-3, 30, 15), np.geomspace(1e-3, 30, 15)])
    for f in (np.sin, np.tanh, np.cosh, np.arctan):
        theirs = differentiate.derivative(f, x)
        mine = numeric_gradient(f, x)
        # SciPy's error is an estimate for a step of its own choice, not a bound.
        allowed = 10 * theirs.error + 4 * mine.error + 1e-9 * (1 + np.abs(theirs.df))
        assert np.all(np.abs(mine.values - theirs.df) <= allowed)


def test_a_two_layer_network_agrees_with_scipys_jacobian():
    differentiate = pytest.importorskip("scipy.differentiate")
    random = np.random.default_rng(4)
    X, W2, w1 = random.normal(size=(5, 4)), random.normal(size=(3, 2)), random.normal(size=12)

    def outputs(w1):  # (12, *batch) -> (10, *batch)
        W1 = np.moveaxis(w1, 0, -1).reshape(*w1.shape[1:], 4, 3)
        made = np.tanh(np.sin(X @ W1) @ W2)
        return np.moveaxis(made.reshape(*w1.shape[1:], 10), -1, 0)

    upstream = random.normal(size=10)
    theirs = upstream @ differentiate.jacobian(outputs, w1).df
    mine = numeric_gradient(outputs, w1, upstream)
    assert np.allclose(mine.values, theirs, rtol=1e-8, atol=1e-9)
