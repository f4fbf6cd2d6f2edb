"""What is said of floats of low precision: only where nothing but their precision is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.core.exercise import Expected
from autograder.judging.kinds.numbers import allowed_difference, wrong_numbers

X = np.array([1.2345678901, -0.2487, 3.0])


def said(got: np.ndarray, want: np.ndarray) -> str:
    return wrong_numbers(got, Expected(want, allowed_difference(want, 1e-6)))


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_a_result_of_low_precision_is_told_so(dtype: type) -> None:
    want = X * 1e3 if dtype is np.float16 else np.append(X, 1e-3)
    got = (want.astype(dtype) * dtype(1 + 2e-6 if dtype is np.float32 else 1)).astype(dtype)
    assert f"it is computed in {np.dtype(dtype).name}, which has too few digits" in said(got, want)


def test_what_was_rounded_on_purpose_is_not_blamed_on_the_dtype() -> None:
    assert "computed in" not in said(np.round(X, 2).astype(np.float32), X)


def test_where_the_solution_has_that_precision_it_is_no_fault() -> None:
    want = X.astype(np.float32).astype(float)
    assert "computed in" not in said((X * 1.0001).astype(np.float32), want)
