"""The failing call as a line to paste: it runs, and says exactly what was asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, FunctionRef
from autograder.judging.failing_call import pasted

TILT = FunctionRef("source", "tilt", "def tilt(x):\n    return 1.5 * x\n")
SIN = FunctionRef("numpy", "sin")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((np.array([-1.25, 0.5]),), "f(np.array([-1.25, 0.5]))"),
        ((np.array(2.0), 3, True), "f(np.array(2.0), 3, True)"),
        (([SIN, np.zeros((1, 2))], (1.5,)), "f([np.sin, np.array([[0.0, 0.0]])], (1.5,))"),
        ((np.array([np.nan, -np.inf]), np.zeros((0, 3))), "f(np.array([np.nan, -np.inf]), np.zeros((0, 3)))"),
        ((TILT, FunctionRef("answer", "square")), "def tilt(x):\n    return 1.5 * x\nf(tilt, square)"),
    ],
)
def test_a_call_is_written_as_one_types_it(arguments: tuple[Any, ...], line: str) -> None:
    assert pasted(Call("f", arguments)) == line


def test_the_line_asks_for_the_very_same_numbers() -> None:
    x = np.random.default_rng(1).normal(size=(3, 2))
    seen: list[Any] = []
    exec(pasted(Call("f", (x,))), {"np": np, "f": seen.append})
    assert np.array_equal(seen[0], x)
