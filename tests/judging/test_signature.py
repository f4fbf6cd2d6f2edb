"""Signatures of wrong answers: the same results have the same one, others another; rounding tells none apart."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Failed, Returned
from autograder.core.model import Status
from autograder.judging.signature import same_results, signature

X = np.linspace(-2.0, 2.0, 7)
ERROR = Failed(Status.ERROR, "raised ValueError")


def of(*values: Any) -> str:
    return signature([value if isinstance(value, Failed) else Returned(value) for value in values])


def test_the_same_results_have_the_same_signature_and_numeric_noise_does_not_matter() -> None:
    assert of(X, 1.0) == of(X.copy(), 1.0)
    assert same_results(of(X), of(X * (1 + 1e-6) + 1e-9))


@pytest.mark.parametrize(
    "other", [X[::-1], 2 * X, X[:6], -X, X.reshape(1, 7), None, [X, X], "text", np.append(X[:6], np.nan), ERROR]
)
def test_another_result_has_another_signature(other: Any) -> None:
    assert not same_results(of(X, X), of(X, other))


def test_a_signature_is_short_and_where_nothing_came_back_there_is_none() -> None:
    assert len(of(*[np.ones((50, 50))] * 20)) < 80
    assert of(ERROR, ERROR) == ""
    assert not same_results("", "")


def test_values_that_are_not_finite_have_a_signature_too() -> None:
    assert same_results(of(np.array([np.nan, np.inf, 1.0])), of(np.array([np.nan, np.inf, 1.0])))


def test_results_far_too_large_have_none_and_cost_no_time() -> None:
    large = Returned([np.ones(10**5)] * 40)
    started = time.process_time()
    assert signature([large] * 10) == ""
    assert time.process_time() - started < 0.5
