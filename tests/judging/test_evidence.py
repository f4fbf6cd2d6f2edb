"""The evidence for a fault: the shortest published call that shows it, with the numbers that differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks import unchanged, value
from autograder.core.answer_key import ExerciseKey, Output, Trial
from autograder.core.calls import Call, Failed, Outcome, Returned
from autograder.core.evidence_text import number_lines
from autograder.core.exercise import Expected
from autograder.core.explanation import Explanation
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport
from autograder.judging.evidence import judge_in_public

LONG, SHORT = np.array([1.0, -2.0, 3.0]), np.array([-4.0, 2.0])
CHECK = value("y", points=1.0)


def judged(answer: Callable[[Any], Outcome], *inputs: Any, **key: Any) -> ExerciseReport:
    """Return the report on an answer to "the absolute value" at these inputs, a trial each."""
    trials = tuple(
        Trial((Call("f", (x,)),), {"y": Output(0)}, {CHECK.name: Expected(np.abs(x), np.full(x.shape, 1e-9))}, ())
        for x in inputs
    )
    return judge_in_public(ExerciseKey("f", 1.0, (CHECK,), trials, **key), [[answer(x)] for x in inputs])


def test_the_shortest_call_that_fails_is_shown_and_no_shorter_one_that_passes() -> None:
    positive = np.array([7.0])
    found = judged(lambda x: Returned(x), LONG, SHORT, positive).evidence
    assert found is not None
    assert found.call == "f(np.array([-4.0, 2.0]))"
    assert (found.want, found.got, found.worst) == ((4.0, 2.0), (-4.0, 2.0), 0)


def test_the_entry_that_is_furthest_off_is_marked() -> None:
    found = judged(lambda x: Returned(x), np.array([[1.0, -2.0], [-30.0, 4.0]])).evidence
    assert found is not None
    assert [line.split() for line in number_lines(found)] == [
        ["expected", "1", "2"],
        [">30<", "4"],
        ["got", "1", "-2"],
        [">-30<", "4"],
    ]


def test_numbers_that_look_the_same_get_digits_that_tell_them_apart() -> None:
    found = judged(lambda x: Returned(np.abs(x) + 1e-7), np.array([1.5])).evidence
    assert found is not None
    assert [line.split()[-1] for line in number_lines(found)] == [">1.5<", ">1.5000001<"]


def test_a_zero_has_no_sign_whichever_the_system_gave_it() -> None:
    found = judged(lambda x: Returned(np.full(x.shape, -0.0)), np.array([-2.0])).evidence
    assert found is not None
    assert [line.split()[-1] for line in number_lines(found)] == [">2<", ">0<"]


def test_nan_is_the_worst_entry() -> None:
    found = judged(lambda x: Returned(np.where(x < 0, np.nan, 9.0)), LONG).evidence
    assert found is not None
    assert found.worst == 1


def test_what_raises_or_is_of_another_shape_has_a_call_and_no_numbers() -> None:
    for outcome in (Failed(Status.ERROR, "`f` raised ValueError"), Returned(1.0), Returned(None)):
        found = judged(lambda x, outcome=outcome: outcome, LONG).evidence
        assert found is not None
        assert found.got == ()
        assert found.call == "f(np.array([1.0, -2.0, 3.0]))"


def test_a_call_too_long_to_read_is_not_shown_and_right_answers_need_none() -> None:
    assert judged(lambda x: Returned(x), np.linspace(-1, 1, 500)).evidence is None
    assert judged(lambda x: Returned(np.abs(x)), LONG).evidence is None


def test_an_argument_that_is_changed_is_looked_at_after_the_call() -> None:
    check = unchanged("x_after", points=1.0)
    trial = Trial(
        (Call("f", (SHORT,), leaves=0),), {"x_after": Output(0)}, {check.name: Expected(SHORT, np.full(2, 1e-9))}, ()
    )
    found = judge_in_public(ExerciseKey("f", 1.0, (check,), (trial,)), [[Returned(np.abs(SHORT))]]).evidence
    assert found is not None
    assert found.call == "before = np.array([-4.0, 2.0])\nf(before)\nbefore"


def test_an_authors_explanation_of_an_exception_is_the_advice_on_it() -> None:
    told = (Explanation(r"KeyError: '(\w+)'", "There is no {1}: see section 2."),)
    report = judged(lambda _: Failed(Status.ERROR, "`f` raised KeyError: 'eve'"), LONG, explanations=told)
    assert report.verdicts[0].advice == "There is no eve: see section 2."
