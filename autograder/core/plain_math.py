r"""Formulas of a text as a line of plain text: `$\sigma'(x^2)$` becomes σ'(x²).

Lessons set formulas by MathJax; a terminal, a page of feedback and a list of choices do not.
"""

from __future__ import annotations

import re

_LETTERS = """
    Delta Δ Lambda Λ Sigma Σ alpha α beta β delta δ epsilon ε eta η lambda λ mu μ nu ν pi π sigma σ theta θ partial ∂
    nabla ∇ sum ∑ prod ∏ infty ∞ dots …
"""
_OPERATORS = "cdot · times × circ ∘ odot ⊙ pm ± to → approx ≈ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠"


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_SIGNS = _pairs(_LETTERS) | {name: f" {sign} " for name, sign in _pairs(_OPERATORS).items()}
_RAISED = dict(zip("0123456789+-−nT'", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿᵀ'", strict=True))
_LOWERED = dict(zip("0123456789+-−ijkn", "₀₁₂₃₄₅₆₇₈₉₊₋₋ᵢⱼₖₙ", strict=True))
# As Pandoc has it: no space inside either dollar, and no digit after the last, so that "$5 and $6" is none.
_FORMULA = re.compile(r"\$(?! )([^$\n]+)(?<! )\$(?!\d)")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_WORD = re.compile(r"\\([A-Za-z]+)(?: (?=[A-Za-z\\]))?")  # the space between `\partial L` only ends the command
_SPACE = re.compile(r"\\[;,:! ]|~")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|(\w))")


def plain_math(text: str) -> str:
    """Return a text with its formulas written in plain characters; a command that has none keeps its name."""
    return _FORMULA.sub(lambda found: _plain(found[1]), text)


def _plain(formula: str) -> str:
    formula = _FRACTION.sub(r"\1/\2", formula)
    formula = _WORD.sub(lambda found: _SIGNS.get(found[1], found[1]), _SPACE.sub(" ", formula))
    return " ".join(_SCRIPT.sub(_script, formula).replace("{", "").replace("}", "").split())


def _script(found: re.Match[str]) -> str:
    sign, inside = found[1], found[2] if found[2] is not None else found[3]
    known = _RAISED if sign == "^" else _LOWERED
    if all(letter in known for letter in inside):
        return "".join(known[letter] for letter in inside)
    return f"{sign}{inside}"
