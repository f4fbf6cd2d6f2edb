"""The derivatives that the lessons display, a module a lesson: the TeX of each, and the same in Python.

A module's FORMULAS are those that can be compared with a central difference. NOT_COMPARED are the others, each with the
reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEP = 1e-5
SPACING = re.compile(r"\s+|\\[,;:! ]|\\q?quad\b|\\displaystyle|\\(?:big|Big|bigg|Bigg)[lr]?(?![a-z])|~")


@dataclass(frozen=True)
class Formula:
    """A derivative that a lesson states.

    tex: what the lesson says, up to spacing. claim: x to the derivative by the formula, or None where the formula's
    last matrix of numbers is the claim. of: x to what is derived, a number or an array; at: the x. The derivative of an
    array by an array x has the array's shape, then x's. within: how far off the claim may be.
    """

    tex: str
    claim: Callable[[Any], Any] | None
    of: Callable[[Any], Any]
    at: Any
    within: float = 1e-7

    def claimed(self) -> Floats:
        """Return what the formula says the derivative is."""
        return np.asarray(printed(self.tex) if self.claim is None else self.claim(self.at), dtype=float)

    def true(self) -> Floats:
        """Return what it is."""
        return central_difference(self.of, self.at)


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
    return np.array([[float(number) for number in row.split("&")] for row in body.split(r"\\")])


# --- what several lessons are about ------------------------------------------------------------------------------


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def sigmoid_slope(x: Any) -> Any:
    return np.exp(-x) / (1 + np.exp(-x)) ** 2
