"""A closed form passes however it is written; a numeric derivative gives itself away by its digits."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks import analytic
from autograder.core.answer_key import AnswerKey, ExerciseKey, Output, Trial
from autograder.core.calls import Call, Returned
from autograder.core.exercise import Expected
from autograder.core.model import Status
from autograder.judging.judge import judge
from autograder.judging.kinds.numbers import allowed_difference
from autograder.keys.public import dump, load
from support.closed_forms import CLOSED, defined, lost

EXACT = {"a complex step": "return sigmoid(z + 1e-30j).imag / 1e-30"}
NUMERIC = {
    "step 0.01": "return (sigmoid(z + 0.01) - sigmoid(z - 0.01)) / 0.02",
    "step 0.001": "return (sigmoid(z + 0.001) - sigmoid(z - 0.001)) / 0.002",
    "step 1e-5": "return (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5",
    "step 6e-6": "return (sigmoid(z + 6e-6) - sigmoid(z - 6e-6)) / 12e-6",
    "one-sided": "return (sigmoid(z + 1e-8) - sigmoid(z)) / 1e-8",
    "five points": "h = 0.003; f = sigmoid; "
    "return (f(z - 2 * h) - 8 * f(z - h) + 8 * f(z + h) - f(z + 2 * h)) / (12 * h)",
    "Richardson": "q = lambda h: (sigmoid(z + h) - sigmoid(z - h)) / (2 * h); return (4 * q(0.01) - q(0.02)) / 3",
    "single precision throughout": "z = z.astype(np.float32); h = np.float32(0.001); "
    "return (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)",
}


@pytest.mark.parametrize("body", [*CLOSED.values(), *EXACT.values()], ids=[*CLOSED, *EXACT])
def test_a_closed_form_passes_however_it_is_written(reports, body: str) -> None:
    """So does a complex step: it has no difference in it, so it loses no digits, and element-wise it costs no more."""
    assert lost(reports(defined(body))["slope"]) == {}


@pytest.mark.parametrize("body", NUMERIC.values(), ids=NUMERIC)
def test_a_difference_quotient_is_right_to_its_digits_and_no_more(reports, body: str) -> None:
    assert lost(reports(defined(body))["slope"]).keys() == {"dsdz"}


@pytest.mark.parametrize(("name", "digits"), [("step 0.01", 5), ("step 0.001", 7)])
def test_it_is_told_how_many_digits_it_has(key: AnswerKey, reports, name: str, digits: int) -> None:
    status, message = lost(reports(defined(NUMERIC[name]))["slope"])["dsdz"]
    assert status is Status.FAILED
    assert message.startswith(f"right to {digits} digits, as a difference quotient is: derive the closed form")


def test_a_known_difference_quotient_is_named_in_place_of_the_hint(reports) -> None:
    report = reports(defined(NUMERIC["step 0.001"]))["slope"]
    assert report.verdicts[1].mistake == "difference_quotient"
    assert report.verdicts[1].message.endswith("derive the closed form")
    assert report.verdicts[1].advice == "This is a difference quotient."


def test_what_is_simply_wrong_is_told_so(reports) -> None:
    _, message = lost(reports(defined("return 2 * sigmoid(z)"))["slope"])["dsdz"]
    assert message.startswith("at [")


@pytest.mark.parametrize("bad", ["np.nan", "np.inf"])
def test_what_is_not_finite_is_no_closed_form(reports, bad: str) -> None:
    status, message = lost(reports(defined(f"return z * {bad}"))["slope"])["dsdz"]
    assert (status, message[:4]) == (Status.FAILED, "at [")


@pytest.mark.parametrize("scale", [1e-8, 1e-3, 1.0, 1e5])
def test_a_closed_form_passes_by_the_rounded_numbers_of_the_published_key_too(scale: float) -> None:
    random = np.random.default_rng(0)
    check = analytic("y", points=1)
    for _ in range(200):
        want = scale * random.uniform(-1.0, 1.0, size=(3, 4))
        trial = Trial(
            (Call("f", ()),),
            {"y": Output(0)},
            {check.name: Expected(want, allowed_difference(want, check.rtol, 0.0))},
            (),
        )
        text = dump(AnswerKey("tiny", (ExerciseKey("f", 1, (check,), (trial,)),), (), {}, "", ""))
        (published,) = load(text).exercises
        scores = [judge(published, [[Returned(got)]]).score for got in (want, want * (1 + 1e-14), want * (1 + 1e-11))]
        assert scores == [1, 1, 0]
