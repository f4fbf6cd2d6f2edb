"""Formulas in sentences, for readers without MathJax."""

from __future__ import annotations

import pytest

from autograder.core.plain_math import plain_math


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"The slope of $f_2$ is $\sigma'(x^2)$.", "The slope of f₂ is σ'(x²)."),
        (r"$\partial L/\partial W^T$ and $10^{-13}$", "∂L/∂Wᵀ and 10⁻¹³"),
        (r"$s = \sigma(x \cdot w)$", "s = σ(x · w)"),
        (r"$X = [5\;\;{-2}]$", "X = [5 -2]"),
        (r"$\frac{1}{n}$ of $x_{max}$", "1/n of x_max"),
        (r"$\foo$ has no sign", "foo has no sign"),
        ("it costs $5, not $6", "it costs $5, not $6"),
        ("no formula at all", "no formula at all"),
    ],
)
def test_a_formula_becomes_plain_text(text: str, plain: str) -> None:
    assert plain_math(text) == plain
