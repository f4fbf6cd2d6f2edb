"""Where few values are possible, each is looked at by itself; a right sample is not rejected."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks import distributed
from autograder.core.calls import Call
from autograder.core.exercise import Context
from autograder.core.values import portable

RANDOM = np.random.default_rng(11)
CHECK = distributed("y", points=1)


def told(solution: Any, answer: Any) -> str:
    own = Context(np.zeros(0), {}, {}, "f", value=portable(solution), call=Call("f", ()))
    return CHECK.wrong(portable(answer), CHECK.expect(own))


def walks(steps: int, size: int = 2000) -> Any:
    return RANDOM.choice([-1, 1], (size, steps)).sum(axis=1)


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: RANDOM.integers(1, 7, 1000),
        lambda: walks(10),
        lambda: RANDOM.poisson(0.01, 3000),
        lambda: RANDOM.geometric(0.3, 500),
        lambda: RANDOM.binomial(1, 0.001, 2000),
        lambda: RANDOM.integers(0, 2, 200).astype(bool),
    ],
)
def test_right_samples_are_accepted(drawn: Any) -> None:
    assert [told(drawn(), drawn()) for _ in range(300)] == [""] * 300


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        (RANDOM.integers(1, 7, 2000), RANDOM.integers(0, 6, 2000), "expected "),
        (RANDOM.integers(1, 7, 2000), RANDOM.integers(1, 8, 2000), "expected none to be 7, got 1"),
        (walks(10), walks(9), "expected "),
        (walks(10), np.zeros(2000), "all numbers are the same, 0"),
        (RANDOM.integers(0, 2, 2000), RANDOM.uniform(0, 2, 2000).round(1), "to be "),
    ],
)
def test_a_value_that_comes_too_often_or_never_is_told(right: Any, wrong: Any, words: str) -> None:
    assert words in told(right, wrong)


def test_a_sample_of_many_values_is_not_counted() -> None:
    assert told(RANDOM.normal(size=500), RANDOM.normal(size=500)) == ""
