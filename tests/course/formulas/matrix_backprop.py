"""The derivatives of a number made of a matrix product."""

from __future__ import annotations

from typing import Any

import numpy as np

from formulas import Floats, Formula, sigmoid, sigmoid_slope

DRAWN = np.random.RandomState(190204)  # the book's own numbers
X, W = DRAWN.randn(3, 3), DRAWN.randn(3, 2)
N = X @ W
UPSTREAM = np.array([[0.5, -2.0], [1.5, 0.25], [-1.0, 3.0]])
DLDN = UPSTREAM * sigmoid_slope(N)
SMALL_X = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
SMALL_W = np.array([[1.0, 0.0], [0.0, -1.0], [2.0, 1.0]])
SMALL_UPSTREAM = np.array([[10.0, -1.0], [1.0, 0.0]])
UPPER_W = np.array([[1.0], [0.5]])
FOUR_DIGITS = 5.1e-5


def loss(S: Floats) -> Any:
    """Return a number that answers to every entry of S differently: UPSTREAM is its gradient."""
    return np.sum(UPSTREAM * S)


def squared_twice(lower: Floats, upper: Floats) -> Any:
    """Return L of two layers whose sigma is the square."""
    return np.sum(((SMALL_X @ lower) ** 2 @ upper) ** 2)


def with_x12(value: Any) -> Floats:
    changed = X.copy()
    changed[0, 1] = value
    return changed


FORMULAS = [
    Formula(
        r"\frac{\partial L}{\partial N} = \frac{\partial L}{\partial S} \odot \sigma'(N)",
        claim=lambda n: UPSTREAM * sigmoid_slope(n),
        of=lambda n: loss(sigmoid(n)),
        at=N,
    ),
    Formula(
        r"\frac{\partial L}{\partial x_{12}} = "
        r"\frac{\partial L}{\partial n_{11}} w_{21} + \frac{\partial L}{\partial n_{12}} w_{22}",
        claim=lambda x: DLDN[0, 0] * W[1, 0] + DLDN[0, 1] * W[1, 1],
        of=lambda x: loss(sigmoid(with_x12(x) @ W)),
        at=X[0, 1],
    ),
    Formula(
        r"\frac{\partial L}{\partial x_{ia}} = \sum_{j} \frac{\partial L}{\partial n_{ij}}\, w_{aj}",
        claim=lambda x: np.einsum("ij,aj->ia", DLDN, W),
        of=lambda x: loss(sigmoid(x @ W)),
        at=X,
    ),
    Formula(
        r"\frac{\partial L}{\partial X} = \left(\frac{\partial L}{\partial S} \odot \sigma'(N)\right) W^T",
        claim=lambda x: (UPSTREAM * sigmoid_slope(x @ W)) @ W.T,
        of=lambda x: loss(sigmoid(x @ W)),
        at=X,
    ),
    Formula(
        r"\frac{\partial L}{\partial X} = \begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix} "
        r"\begin{bmatrix} 1 & 0 & 2 \\ 0 & -1 & 1 \end{bmatrix} = \begin{bmatrix} 2 & 4 & 0 \\ 4 & 0 & 8 \end{bmatrix}",
        claim=None,
        of=lambda x: np.sum((x @ SMALL_W) ** 2),
        at=SMALL_X,
    ),
    Formula(
        r"\frac{\partial L}{\partial X} = \begin{bmatrix} 0.2489 & -0.3748 & 0.0112 \\ 0.1260 & -0.2781 & -0.1395 \\"
        r"0.2299 & -0.3662 & -0.0225 \end{bmatrix}",
        claim=None,
        of=lambda x: np.sum(sigmoid(x @ W)),
        at=X,
        within=FOUR_DIGITS,
    ),
    Formula(
        r"\frac{\partial L}{\partial w_{aj}} = \sum_{i} x_{ia}\, \frac{\partial L}{\partial n_{ij}}",
        claim=lambda w: np.einsum("ia,ij->aj", X, DLDN),
        of=lambda w: loss(sigmoid(X @ w)),
        at=W,
    ),
    Formula(
        r"\frac{\partial L}{\partial W} = X^T \left(\frac{\partial L}{\partial S} \odot \sigma'(N)\right)",
        claim=lambda w: X.T @ (UPSTREAM * sigmoid_slope(X @ w)),
        of=lambda w: loss(sigmoid(X @ w)),
        at=W,
    ),
    Formula(
        r"\begin{bmatrix} -0.7578 & -0.8726 \\ -0.1868 & -0.0853 \\ 0.0679 & -0.1414 \end{bmatrix}",
        claim=None,
        of=lambda w: np.sum(sigmoid(X @ w)),
        at=W,
        within=FOUR_DIGITS,
    ),
    Formula(
        r"\frac{\partial L}{\partial N} = \begin{bmatrix} 10 & -1 \\ 1 & 0 \end{bmatrix} \odot "
        r"\begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix} = \begin{bmatrix} 20 & 4 \\ 4 & 0 \end{bmatrix}",
        claim=None,
        of=lambda n: np.sum(SMALL_UPSTREAM * n**2),
        at=SMALL_X @ SMALL_W,
    ),
    Formula(
        r"\frac{\partial L}{\partial X} = \begin{bmatrix} 20 & 4 \\ 4 & 0 \end{bmatrix} "
        r"\begin{bmatrix} 1 & 0 & 2 \\ 0 & -1 & 1 \end{bmatrix} = "
        r"\begin{bmatrix} 20 & -4 & 44 \\ 4 & 0 & 8 \end{bmatrix}",
        claim=None,
        of=lambda x: np.sum(SMALL_UPSTREAM * (x @ SMALL_W) ** 2),
        at=SMALL_X,
    ),
    Formula(
        r"\frac{\partial L}{\partial W} = \begin{bmatrix} 1 & 0 \\ 2 & 1 \\ 0 & 1 \end{bmatrix} "
        r"\begin{bmatrix} 20 & 4 \\ 4 & 0 \end{bmatrix} = \begin{bmatrix} 20 & 4 \\ 44 & 8 \\ 4 & 0 \end{bmatrix}",
        claim=None,
        of=lambda w: np.sum(SMALL_UPSTREAM * (SMALL_X @ w) ** 2),
        at=SMALL_W,
    ),
    Formula(
        r"\frac{\partial L}{\partial W_2} = \begin{bmatrix} 1 & 4 \\ 4 & 0 \end{bmatrix} "
        r"\begin{bmatrix} 6 \\ 8 \end{bmatrix} = \begin{bmatrix} 38 \\ 24 \end{bmatrix}",
        claim=None,
        of=lambda w: squared_twice(SMALL_W, w),
        at=UPPER_W,
    ),
    Formula(
        r"\frac{\partial L}{\partial S_1} = \begin{bmatrix} 6 \\ 8 \end{bmatrix} \begin{bmatrix} 1 & 0.5 \end{bmatrix}"
        r"= \begin{bmatrix} 6 & 3 \\ 8 & 4 \end{bmatrix}",
        claim=None,
        of=lambda s: np.sum((s @ UPPER_W) ** 2),
        at=(SMALL_X @ SMALL_W) ** 2,
    ),
    Formula(
        r"\frac{\partial L}{\partial W_1} = X^T \left( \begin{bmatrix} 6 & 3 \\ 8 & 4 \end{bmatrix} \odot "
        r"\begin{bmatrix} 2 & -4 \\ 4 & 0 \end{bmatrix} \right) = "
        r"\begin{bmatrix} 1 & 0 \\ 2 & 1 \\ 0 & 1 \end{bmatrix} \begin{bmatrix} 12 & -12 \\ 32 & 0 \end{bmatrix} = "
        r"\begin{bmatrix} 12 & -12 \\ 56 & -24 \\ 32 & 0 \end{bmatrix}",
        claim=None,
        of=lambda w: squared_twice(w, UPPER_W),
        at=SMALL_W,
    ),
    Formula(
        r"\frac{\partial L}{\partial b_j} = \sum_i \frac{\partial L}{\partial n_{ij}} \cdot 1",
        claim=lambda b: np.sum(UPSTREAM * sigmoid_slope(N + b) * 1, axis=0),
        of=lambda b: loss(sigmoid(N + b)),
        at=np.array([0.3, -0.2]),
    ),
]

NOT_COMPARED = [
    (r"\frac{\partial L}{\partial X} = \frac{\partial L}{\partial N} \cdot \;?", "a question that the reader answers"),
    (r"\begin{bmatrix} \partial L/\partial x_{11} & \partial L/\partial x_{12} & \cdots", "says how it is laid out"),
]
