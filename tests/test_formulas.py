"""Every derivative that a lesson displays is true: what the formula says is compared with central differences.

Each formula stands here a second time, as the TeX of the lesson and as Python beside it. A formula that is changed in
the lesson is no longer found, one that is new has to be written down here, and one that is wrong is found out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from real_course import ASSIGNMENTS, LESSONS

Floats = NDArray[np.float64]
STEP = 1e-5
DERIVATIVE = re.compile(r"\\partial|'|\\prime|\\nabla|\\frac\{d|\bd\w*\s*/\s*d\w")
DISPLAYED = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
SPACING = re.compile(r"\s+|\\[,;:! ]|\\q?quad\b|&|\\displaystyle|\\(?:big|Big|bigg|Bigg)[lr]?(?![a-z])|~")


@dataclass(frozen=True)
class Formula:
    """A derivative that a lesson states.

    tex: what the lesson says, up to spacing. claim: x to the derivative by the formula; of: x to what is derived, a
    number or an array; at: the x. The derivative of an array f by an array x has f's shape, then x's.
    """

    lesson: str
    tex: str
    claim: Callable[[Any], Any]
    of: Callable[[Any], Any]
    at: Any
    within: float = 1e-7

    def __str__(self) -> str:
        return f"{self.lesson}: {squeezed(self.tex)[:60]}"


def squeezed(tex: str) -> str:
    """Return TeX without what only moves it about."""
    return r"\\".join(SPACING.sub("", row) for row in tex.split(r"\\"))


def central_difference(f: Callable[[Any], Any], x: Any) -> Floats:
    """Return df/dx, of f's shape and then x's: one entry of x at a time goes a step up and a step down."""
    x = np.asarray(x, dtype=float)
    slopes = np.empty((*np.shape(f(x)), *x.shape))
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = STEP
        slopes[(..., *place)] = (np.asarray(f(x + step)) - np.asarray(f(x - step))) / (2 * STEP)
    return slopes


def printed(tex: str) -> Floats:
    """Return the last matrix of numbers in TeX."""
    body = re.findall(r"\\begin\{bmatrix\}(.*?)\\end\{bmatrix\}", tex, re.DOTALL)[-1]
    return np.array([[float(number) for number in row.split("&")] for row in body.split(r"\\") if row.strip()])


def text_of(lesson: str) -> str:
    return "\n".join(cell.source for cell in LESSONS[lesson].cells if cell.kind == "markdown")


# --- what the formulas are about ---------------------------------------------------------------------------------


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def sigmoid_slope(x: Any) -> Any:
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


FORMULAS: list[Formula] = []
NOT_A_DERIVATIVE: list[tuple[str, str, str]] = []  # lesson, TeX, why there is nothing to compare


# --- the tests ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_the_lesson_still_says_so(formula: Formula) -> None:
    assert squeezed(formula.tex) in squeezed(text_of(formula.lesson)), (
        "write the formula down here as the lesson has it now"
    )


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_what_the_formula_says_is_true(formula: Formula) -> None:
    claimed, true = np.asarray(formula.claim(formula.at)), central_difference(formula.of, formula.at)
    assert claimed.shape == true.shape
    np.testing.assert_allclose(claimed, true, rtol=formula.within, atol=formula.within)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_displayed_derivative_is_looked_at(name: str) -> None:
    known = [squeezed(each.tex) for each in FORMULAS if each.lesson == name]
    known += [squeezed(tex) for lesson, tex, _ in NOT_A_DERIVATIVE if lesson == name]
    displayed = [squeezed(tex) for tex in DISPLAYED.findall(text_of(name)) if DERIVATIVE.search(tex)]
    assert not [tex for tex in displayed if not any(each in tex for each in known)]


@pytest.mark.parametrize(("name", "tex", "reason"), NOT_A_DERIVATIVE)
def test_what_is_left_out_is_still_there(name: str, tex: str, reason: str) -> None:
    assert reason
    assert squeezed(tex) in squeezed(text_of(name))


def test_a_wrong_formula_is_found_out() -> None:
    wrong = Formula("", "", claim=lambda x: 3 * x, of=np.square, at=np.array(2.0))
    with pytest.raises(AssertionError):
        test_what_the_formula_says_is_true(wrong)


def test_central_differences_of_a_matrix_by_a_matrix_have_the_shapes_of_both() -> None:
    a, b = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
    slopes = central_difference(lambda x: x @ b, a)
    assert slopes.shape == (2, 4, 2, 3)
    np.testing.assert_allclose(slopes, np.einsum("ik,lj->ijkl", np.eye(2), b), atol=1e-6)
