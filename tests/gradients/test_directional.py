"""The stages of gradcheck: as few evaluations of f as will do, and what they are bound to find."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
import pytest

from autograder.gradients import directional
from autograder.gradients.evaluation import forward_at
from autograder.gradients.gradcheck import gradcheck
from autograder.gradients.numeric import Gradient, tolerance

AT_X, DIRECTIONS, ENTRY = 1, 24, 12


class Counted:
    """A function that counts how often it is called."""

    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, x):
        self.calls += 1
        return self.f(x)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_slope(x):
    return sigmoid(x) * sigmoid(-x)


def relu(x):
    return np.maximum(x, 0)


class Product:
    """sigma(XW) as a function of X, with a random upstream gradient, and its gradient in closed form."""

    def __init__(self, n, k, m, sigma=sigmoid, slope=sigmoid_slope, seed=1):
        random = np.random.default_rng(seed)
        self.X, self.W, self.upstream = (random.normal(size=size) for size in ((n, k), (k, m), (n, m)))
        self.f = Counted(lambda X: sigma(X @ self.W))
        self.gradient = (self.upstream * slope(self.X @ self.W)) @ self.W.T

    def check(self, gradient, **options):
        return gradcheck(self.f, gradient, self.X, self.upstream, **options)


# --- right gradients ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(1, 1, 1), (3, 3, 2), (5, 4, 3), (64, 128, 64)])
@pytest.mark.parametrize(("sigma", "slope"), [(sigmoid, sigmoid_slope), (np.sin, np.cos)])
def test_two_directions_settle_a_right_gradient_of_any_size(sizes, sigma, slope):
    case = Product(*sizes, sigma, slope)
    found = case.check(case.gradient)
    assert (found.ok, found.worst, found.wrong, found.total) == (True, None, 0, 0)
    assert case.f.calls == AT_X + DIRECTIONS


def test_a_right_gradient_across_many_kinks_takes_smaller_steps_at_most():
    case = Product(20, 30, 80, relu, lambda N: N > 0)
    found = case.check(case.gradient)
    assert (found.ok, found.total) == (True, 0)
    assert case.f.calls <= AT_X + 3 * DIRECTIONS


def test_the_books_numeric_slope_is_accepted_entry_by_entry():
    case = Product(5, 4, 3)
    N = case.X @ case.W
    found = case.check((case.upstream * (sigmoid(N + 0.001) - sigmoid(N - 0.001)) / 0.002) @ case.W.T)
    assert (found.ok, found.total) == (True, 20)
    assert case.f.calls <= AT_X + DIRECTIONS + 20 * ENTRY


def test_the_books_numeric_slope_is_accepted_in_a_large_array_too():
    case = Product(20, 30, 4)
    N = case.X @ case.W
    found = case.check((case.upstream * (sigmoid(N + 0.001) - sigmoid(N - 0.001)) / 0.002) @ case.W.T)
    assert (found.ok, found.total) == (True, 256)


# --- wrong gradients ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "factor"), [((17, 93), 1.001), ((0, 0), 0.0), ((63, 127), -1.0)])
def test_one_wrong_entry_of_64_by_128_is_found_and_located(place, factor):
    case = Product(64, 128, 4)
    wrong = case.gradient.copy()
    wrong[place] *= factor
    found = case.check(wrong)
    assert (found.ok, found.worst, found.wrong, found.total) == (False, place, 1, 256)
    assert found.got == wrong[place]
    assert np.isclose(found.want, case.gradient[place], rtol=1e-9)
    assert case.f.calls <= AT_X + DIRECTIONS + (64 + 128) * ENTRY + 256 * ENTRY


def test_wrong_entries_in_several_rows_are_all_found():
    case = Product(20, 30, 4)
    places = [(3, 4), (3, 29), (11, 4), (19, 0)]
    wrong = case.gradient.copy()
    for place in places:
        wrong[place] += 0.01
    found = case.check(wrong)
    assert (found.ok, found.wrong) == (False, 4)
    assert found.worst in places


def test_a_wrong_entry_of_a_long_vector_is_located():
    x = np.linspace(-2, 2, 1000)
    wrong = np.cos(x)
    wrong[123] += 1e-4
    found = gradcheck(np.sin, wrong, x)
    assert (found.ok, found.worst, found.wrong) == (False, (123,), 1)


def test_a_wrong_entry_of_a_stack_of_matrices_is_located():
    x = np.linspace(-2, 2, 600).reshape(3, 20, 10)
    wrong = np.cos(x)
    wrong[2, 7, 5] += 1e-4
    assert gradcheck(np.sin, wrong, x).worst == (2, 7, 5)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_an_entry_that_is_not_finite_is_located_without_a_direction(bad):
    case = Product(20, 30, 4)
    wrong = case.gradient.copy()
    wrong[7, 8] = bad
    found = case.check(wrong)
    assert (found.ok, found.worst, found.wrong) == (False, (7, 8), 1)


def test_a_wrong_entry_across_many_kinks_is_located():
    case = Product(20, 30, 4, relu, lambda N: N > 0)
    wrong = case.gradient.copy()
    wrong[5, 6] += 0.01
    found = case.check(wrong)
    assert (found.ok, found.worst) == (False, (5, 6))


@pytest.mark.parametrize("sizes", [(4, 4, 3), (20, 20, 3)])
@pytest.mark.parametrize(
    ("change", "relation"),
    [
        (lambda g: -g, "negated"),
        (lambda g: g.T, "transposed"),
        (lambda g: 2 * g, "scaled by 2"),
        (lambda g: g / 20, "scaled by 0.05"),
        (lambda g: g**3, ""),
    ],
)
def test_what_the_whole_gradient_is_of_the_right_one_is_said_at_any_size(sizes, change, relation):
    case = Product(*sizes)
    found = case.check(change(case.gradient))
    assert (found.ok, found.relation) == (False, relation)


def test_a_small_entry_beside_huge_ones_is_not_lost_among_them():
    x = np.array([1e3, 1.0])
    assert gradcheck(lambda x: x**3, 3 * x**2, x).ok
    found = gradcheck(lambda x: x**3, 3 * x**2 * [1, 1.001], x)
    assert (found.ok, found.worst) == (False, (1,))


# --- how sure the directions are ---------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [1.0, 2.0])
def test_the_directions_miss_as_often_as_is_promised_and_no_more(monkeypatch, off):
    monkeypatch.setattr(directional, "STRICT", 0.5)  # with the true 0.01, misses are too rare to be counted
    x = np.zeros(4)
    forward = forward_at(lambda x: x.sum(), x)
    allowed = np.full(4, 1e-5)
    wrong = np.array([1 + off * 1e-5, 1, 1, 1])
    trials = 1000
    missed = sum(
        directional.random_direction_test(forward, wrong, allowed, np.random.default_rng(seed))
        for seed in range(trials)
    )
    expected = erf(0.5 / off / sqrt(2)) ** 2
    assert expected < (0.8 * 0.5 / off) ** 2
    assert abs(missed / trials - expected) < 4 * sqrt(expected / trials)


def test_the_directions_let_no_gradient_pass_that_is_off_by_its_tolerance_in_one_entry():
    case = Product(5, 4, 3)
    forward = forward_at(case.f, case.X, case.upstream)
    exact = Gradient(case.gradient, np.zeros((5, 4)), np.zeros((5, 4), dtype=bool))
    allowed = tolerance(exact, forward.largest)
    wrong = case.gradient.copy()
    wrong[2, 2] += allowed[2, 2]
    missed = [
        directional.random_direction_test(forward, wrong, allowed, np.random.default_rng(seed)) for seed in range(200)
    ]
    assert not any(missed)


def test_the_directions_are_the_same_at_every_call_unless_others_are_asked_for():
    def points(**options):
        seen = []
        gradcheck(lambda x: seen.append(x.copy()) or x.sum(), np.ones(3), np.zeros(3), **options)
        return np.array(seen)

    assert np.array_equal(points(), points())
    assert not np.array_equal(points(), points(random=np.random.default_rng(1)))


# --- the upstream gradient, float32 ------------------------------------------------------------------------------


def test_a_backward_pass_is_tried_on_an_upstream_gradient_that_is_drawn():
    case = Product(5, 4, 3)

    def backward(X, upstream):
        return (upstream * sigmoid_slope(X @ case.W)) @ case.W.T

    def forgetful(X, upstream):
        return backward(X, np.ones_like(upstream))

    assert gradcheck(case.f, backward, case.X, np.random.default_rng(0)).ok
    assert not gradcheck(case.f, forgetful, case.X, np.random.default_rng(0)).ok
    assert gradcheck(case.f, forgetful(case.X, np.ones((5, 3))), case.X).ok


@pytest.mark.parametrize("sizes", [(5, 4, 3), (20, 30, 4)])
def test_of_a_gradient_in_float32_float32_accuracy_is_asked(sizes):
    case = Product(*sizes, np.sin, np.cos)
    off = case.gradient * (1 + 5e-5)
    assert case.check(off.astype(np.float32)).ok
    assert not case.check(off).ok
    assert not case.check((1.01 * case.gradient).astype(np.float32)).ok


def test_a_function_may_return_the_same_buffer_every_time():
    buffer = np.empty(3)
    assert gradcheck(lambda x: np.sin(x, out=buffer), np.cos, np.arange(3.0)).ok
