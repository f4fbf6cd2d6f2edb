"""The derivatives of a dot product, and of what is made of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from formulas import Floats, Formula, printed, sigmoid, sigmoid_slope

X, W = np.array([[0.5, -1.0, 2.0]]), np.array([[1.5], [0.3], [-0.7]])
A, B = 1.0, 3.0
TABLE = r"\frac{\partial w}{\partial v} = \begin{bmatrix} 3 & 4 & 0 \\ 2 & 0 & 5 \end{bmatrix}"


def f(a: Any, b: Any) -> Any:
    return a**2 * b


def w_of(v: Floats) -> Floats:
    return np.array([np.sin(v[0]) * v[1], v[1] ** 3, v[0]])


def dwdv(v: Floats) -> Floats:
    """Return a row for each input and a column for each output."""
    return np.array([[np.cos(v[0]) * v[1], 0, 1], [np.sin(v[0]), 3 * v[1] ** 2, 0]])


def product(X: Floats, W: Floats) -> Any:
    return (X @ W).item()


FORMULAS = [
    Formula(r"\frac{\partial f}{\partial a} = 2ab = 6", claim=lambda a: 2 * a * B, of=lambda a: f(a, B), at=A),
    Formula(r"\frac{\partial f}{\partial b} = a^2 = 1", claim=lambda b: A**2, of=lambda b: f(A, b), at=B),
    Formula(
        r"\Delta f \approx \frac{\partial f}{\partial a}\, \Delta a + \frac{\partial f}{\partial b}\, \Delta b",
        claim=lambda step: 2 * A * B * 0.3 + A**2 * 0.4,
        of=lambda step: f(A + 0.3 * step, B + 0.4 * step),
        at=0.0,
    ),
    Formula(
        r"\Delta f \approx \sum_i \frac{\partial f}{\partial x_i}\, \Delta x_i",
        claim=lambda step: sum(slope * move for slope, move in ((2 * A * B, -0.2), (A**2, 0.5))),
        of=lambda step: f(A - 0.2 * step, B + 0.5 * step),
        at=0.0,
    ),
    Formula(
        r"\frac{df}{ds} = \underbrace{\frac{\partial f}{\partial a}\frac{da}{ds}}_{\text{through } a} "
        r"+ \underbrace{\frac{\partial f}{\partial b}\frac{db}{ds}}_{\text{through } b} = 6 \cdot 1 + 1 \cdot (-2) = 4",
        claim=lambda s: 6 * 1 + 1 * (-2),
        of=lambda s: f(1 + s, 3 - 2 * s),
        at=0.0,
    ),
    Formula(
        r"\Delta w \approx \left(\frac{\partial w}{\partial v}\right)^{T} \Delta v",
        claim=lambda v: dwdv(v).T,
        of=w_of,
        at=np.array([0.7, 1.3]),
    ),
    Formula(
        r"\frac{\partial N}{\partial x_i} = w_i",
        claim=lambda x: W.ravel(),
        of=lambda x: np.sum(x * W.ravel()),
        at=X.ravel(),
    ),
    Formula(
        r"\frac{\partial N}{\partial X} = \begin{bmatrix} w_1 & w_2 & \cdots & w_n \end{bmatrix} = W^T",
        claim=lambda x: W.T,
        of=lambda x: product(x, W),
        at=X,
    ),
    Formula(
        r"\frac{\partial S}{\partial X} = \underbrace{\sigma'(N)}_{(1,\,1)}"
        r"\underbrace{\frac{\partial N}{\partial X}}_{(1,\,n)} = \sigma'(N)\, W^T",
        claim=lambda x: sigmoid_slope(product(x, W)) * W.T,
        of=lambda x: sigmoid(product(x, W)),
        at=X,
    ),
    Formula(
        r"\frac{\partial S}{\partial W} = \underbrace{\frac{\partial N}{\partial W}}_{(n,\,1)}"
        r"\underbrace{\sigma'(N)}_{(1,\,1)} = X^T \sigma'(N)",
        claim=lambda w: X.T * sigmoid_slope(product(X, w)),
        of=lambda w: sigmoid(product(X, w)),
        at=W,
    ),
    Formula(
        TABLE,
        claim=lambda v: printed(TABLE).T,  # the lesson's derivative of a column by a column has the inputs down
        of=lambda v: np.array([v[0] * v[1], v[0] ** 2, 5 * v[1]]),
        at=np.array([2.0, 3.0]),
    ),
    Formula(
        r"\frac{\partial S}{\partial X} = -2 \begin{bmatrix} 1 & 0.5 & -1 \end{bmatrix} = "
        r"\begin{bmatrix} -2 & -1 & 2 \end{bmatrix}",
        claim=None,
        of=lambda x: product(x, np.array([[1.0], [0.5], [-1.0]])) ** 2,
        at=np.array([[1.0, 2.0, 3.0]]),
    ),
]

NOT_COMPARED = [
    (r"\begin{bmatrix} \partial w_1/\partial v_1 & \partial w_2/\partial v_1", "says how the derivative is laid out"),
]
