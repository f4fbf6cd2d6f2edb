"""Every derivative that a lesson displays is true: what the formula says is compared with central differences.

Each is repeated in `formulas/`, as the TeX of the lesson and as Python beside it. A formula that is changed in
the lesson is no longer found, one that is new has to be written down there, and one that is wrong is found out.
"""

from __future__ import annotations

import re
from importlib import import_module

import numpy as np
import pytest
from formulas import Formula, central_difference, squeezed

from support.real_course import ASSIGNMENTS, LESSONS

FORMULAS = [(name, formula) for name in ASSIGNMENTS for formula in import_module(f"formulas.{name}").FORMULAS]
NOT_COMPARED = [(name, *left) for name in ASSIGNMENTS for left in import_module(f"formulas.{name}").NOT_COMPARED]
DERIVATIVE = re.compile(r"\\partial|'|\\prime|\\nabla|\\frac\{d|\bd\w*\s*/\s*d\w")
DISPLAYED = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)

every_formula = pytest.mark.parametrize(("name", "formula"), FORMULAS, ids=lambda each: squeezed(str(each))[:50])


def text_of(name: str) -> str:
    return "\n".join(cell.source for cell in LESSONS[name].cells if cell.kind == "markdown")


@every_formula
def test_the_lesson_says_so(name: str, formula: Formula) -> None:
    found = squeezed(formula.tex) in squeezed(text_of(name))
    assert found, f"formulas/{name}.py must have it as the lesson has it now"


@every_formula
def test_it_is_true(name: str, formula: Formula) -> None:
    claimed, true = formula.claimed(), formula.true()
    assert claimed.shape == true.shape
    np.testing.assert_allclose(claimed, true, rtol=0, atol=formula.within)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_displayed_derivative_is_looked_at(name: str) -> None:
    known = [squeezed(formula.tex) for lesson, formula in FORMULAS if lesson == name]
    known += [squeezed(tex) for lesson, tex, _ in NOT_COMPARED if lesson == name]
    displayed = [squeezed(tex) for tex in DISPLAYED.findall(text_of(name)) if DERIVATIVE.search(tex)]
    new = [tex for tex in displayed if not any(each in tex for each in known)]
    assert not new, f"write them into formulas/{name}.py"


@pytest.mark.parametrize(("name", "tex", "reason"), NOT_COMPARED)
def test_what_is_not_compared_is_still_there(name: str, tex: str, reason: str) -> None:
    found = squeezed(tex) in squeezed(text_of(name))
    assert found, f"it can be taken out of formulas/{name}.py ({reason})"


@pytest.mark.parametrize("claim", [lambda x: 3 * x, lambda x: x, lambda x: np.array([2 * x])])
def test_a_wrong_formula_is_found_out(claim: object) -> None:
    with pytest.raises(AssertionError):
        test_it_is_true("", Formula("", claim, of=np.square, at=2.0))


def test_central_differences_of_a_matrix_by_a_matrix_have_the_shapes_of_both() -> None:
    a, b = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
    slopes = central_difference(lambda x: x @ b, a)
    assert slopes.shape == (2, 4, 2, 3)
    np.testing.assert_allclose(slopes, np.einsum("ik,lj->ijkl", np.eye(2), b), atol=1e-6)
