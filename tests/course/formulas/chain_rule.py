"""The derivatives of nested functions, and of functions of two inputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from formulas import Formula, sigmoid, sigmoid_slope

LINKS = ((np.sin, np.cos), (np.exp, np.exp), (np.square, lambda u: 2 * u), (sigmoid, sigmoid_slope))


def passed_forward(x: Any) -> list[Any]:
    """Return u_0 … u_m."""
    u = [x]
    for f, _ in LINKS:
        u.append(f(u[-1]))
    return u


def long_chain(x: Any) -> Any:
    return passed_forward(x)[-1]


def product_of_slopes(x: Any) -> Any:
    u = passed_forward(x)
    return np.prod([slope(u[k]) for k, (_, slope) in enumerate(LINKS)])


def walked_back(x: Any) -> Any:
    u, g = passed_forward(x), 1.0
    for k in range(len(LINKS), 0, -1):
        g = g * LINKS[k - 1][1](u[k - 1])
    return g


SUM = r"\frac{\partial s}{\partial %s} = \frac{d\sigma}{du}(x + y) \cdot \frac{\partial \alpha}{\partial %s}(x, y)"
PRODUCT = r"\frac{\partial s}{\partial %s} = \frac{d\sigma}{du}(x y) \cdot %s"

FORMULAS = [
    Formula(
        r"\frac{d\,(f_2 \circ f_1)}{du}(x) = \frac{df_2}{du}\bigl(f_1(x)\bigr) \cdot \frac{df_1}{du}(x)",
        claim=lambda x: np.cos(x**3) * 3 * x**2,
        of=lambda x: np.sin(x**3),
        at=0.7,
    ),
    Formula(
        r"\frac{d\,(f_3 \circ f_2 \circ f_1)}{du}(x) = \frac{df_3}{du}\bigl(f_2(f_1(x))\bigr) "
        r"\cdot \frac{df_2}{du}\bigl(f_1(x)\bigr) \cdot \frac{df_1}{du}(x)",
        claim=lambda x: np.exp(np.sin(x**3)) * np.cos(x**3) * 3 * x**2,
        of=lambda x: np.exp(np.sin(x**3)),
        at=0.7,
    ),
    Formula(r"= \prod_{k=1}^{m} \frac{df_k}{du}(u_{k-1})", product_of_slopes, long_chain, at=0.7),
    Formula(r"g_m = 1, g_{k-1} = g_k \cdot \frac{df_k}{du}(u_{k-1})", walked_back, long_chain, at=0.7),
    Formula(
        r"\frac{d\sigma}{du}(x) = \sigma(x)\,\bigl(1 - \sigma(x)\bigr)",
        claim=lambda x: sigmoid(x) * (1 - sigmoid(x)),
        of=sigmoid,
        at=0.7,
    ),
    Formula(SUM % ("x", "x"), claim=lambda x: np.cos(x + 2) * 1, of=lambda x: np.sin(x + 2), at=0.7),
    Formula(SUM % ("y", "y"), claim=lambda y: np.cos(3 + y) * 1, of=lambda y: np.sin(3 + y), at=0.7),
    Formula(r"\frac{\partial \mu}{\partial x} = y,", claim=lambda x: 2, of=lambda x: x * 2, at=0.7),
    Formula(r"\frac{\partial \mu}{\partial y} = x,", claim=lambda y: 3, of=lambda y: 3 * y, at=0.7),
    Formula(PRODUCT % ("x", "y"), claim=lambda x: np.cos(x * 2) * 2, of=lambda x: np.sin(x * 2), at=0.7),
    Formula(PRODUCT % ("y", "x"), claim=lambda y: np.cos(3 * y) * 3, of=lambda y: np.sin(3 * y), at=0.7),
    Formula(r"\frac{\partial s}{\partial x} = 12 \cdot y = 36", claim=lambda x: 36, of=lambda x: (x * 3) ** 2, at=2),
    Formula(r"\frac{\partial s}{\partial y} = 12 \cdot x = 24", claim=lambda y: 24, of=lambda y: (2 * y) ** 2, at=3),
    Formula(
        r"\frac{ds}{dx} = \underbrace{\frac{\partial s}{\partial p} \cdot \frac{dp}{dx}}_{\text{road through } p} "
        r"+ \underbrace{\frac{\partial s}{\partial q} \cdot \frac{dq}{dx}}_{\text{road through } q}",
        claim=lambda x: np.exp(x) * np.cos(x) + np.sin(x) * np.exp(x),
        of=lambda x: np.sin(x) * np.exp(x),
        at=0.7,
    ),
]

NOT_COMPARED: list[tuple[str, str]] = []
