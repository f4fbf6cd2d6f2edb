"""Calls that did not come back, several trials, calls asked twice, and known mistakes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.checks import value
from autograder.core.answer_key import ExerciseKey, MistakeOutputs, Observation, Output, Trial
from autograder.core.calls import Call, Failed, Returned
from autograder.core.exercise import Check, Expected
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.judging.judge import judge
from support.judged import GRADIENT, SHAPE, VALUE, WANT, trial

# --- calls that did not come back --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.ERROR, Status.TIMEOUT, Status.CRASHED, Status.NOT_ATTEMPTED, Status.BROKEN])
def test_a_failed_call_keeps_its_status_and_words_and_gets_no_hint(status: Status) -> None:
    key = ExerciseKey("f", 1, (GRADIENT,), (trial(WANT, GRADIENT),))
    assert judge(key, [[Failed(status, "it broke")]]).verdicts[0] == Verdict(GRADIENT, status, 0.0, "it broke")


# --- several trials ----------------------------------------------------------------------------------------------


HIDDEN = value("y", points=3, hidden=True, hint="think of zero")


def two_trials(*got: Any, mistakes: tuple[MistakeOutputs, ...] = ()) -> ExerciseReport:
    """Judge a public and a hidden check, where [1, 2] is right at the published inputs and [3, 4] at fresh ones."""
    trials = tuple(trial(want, VALUE, HIDDEN, mistakes=mistakes) for want in ([1.0, 2.0], [3.0, 4.0]))
    return judge(ExerciseKey("f", 4, (VALUE, HIDDEN), trials), [[Returned(np.array(each))] for each in got])


def test_what_is_right_everywhere_gets_all_points() -> None:
    report = two_trials([1.0, 2.0], [3.0, 4.0])
    assert report.score == report.max_score == 4


def test_results_copied_from_the_published_key_fail_at_fresh_inputs() -> None:
    public, hidden = two_trials([1.0, 2.0], [1.0, 2.0]).verdicts
    assert public.message.startswith("right at the published inputs, but at fresh ones: at [0] expected 3, got 1")
    assert public.points == 0
    assert hidden.message.startswith("at [0] expected 3, got 1")


def test_what_is_wrong_at_the_published_inputs_is_said_there_first() -> None:
    public, _ = two_trials([1.0, 5.0], [3.0, 4.0]).verdicts
    assert public.message == "at [1] expected 2, got 5 (1 of 2 entries is wrong)"
    public, hidden = two_trials([1.0, 5.0], [3.0, 9.0]).verdicts
    assert public.message == "at [1] expected 2, got 5 (1 of 2 entries is wrong)"
    assert hidden.message.startswith(public.message)


def test_a_hidden_check_may_fail_alone() -> None:
    outputs = {"y": Output(0), "z": Output(1)}
    hidden = value("z", points=3, hidden=True, hint="think of zero")
    one = Expected(np.array(1.0), np.array(1e-6))
    made = Trial((Call("f", (1,)), Call("f", (0,))), outputs, {VALUE.name: one, hidden.name: one}, ())
    report = judge(ExerciseKey("f", 4, (VALUE, hidden), (made,)), [[Returned(1.0), Returned(2.5)]])
    assert [found.status for found in report.verdicts] == [Status.PASSED, Status.FAILED]
    assert (report.verdicts[1].message, report.verdicts[1].advice) == ("expected 1, got 2.5", "think of zero")
    assert report.score == 1


# --- calls that are asked twice ----------------------------------------------------------------------------------


def asked_twice(first: Any, again: Any, check: Check = VALUE) -> Verdict:
    made = replace(trial(WANT, check), calls=(Call("f", ()),) * 2, outputs={"y": Output(1)}, repeats={1: 0})
    return judge(ExerciseKey("f", 1, (check,), (made,)), [[Returned(first), Returned(again)]]).verdicts[0]


def test_the_same_answer_to_the_same_call_passes() -> None:
    assert asked_twice(WANT, WANT).status is Status.PASSED


def test_an_answer_that_changes_when_asked_again_fails_and_is_told_so() -> None:
    assert asked_twice(WANT, 2 * WANT).message.startswith(
        "right when asked first, but asked the same again after other calls: at [2] expected 4, got 8"
    )


def test_what_was_wrong_from_the_first_is_not_called_forgetful() -> None:
    assert asked_twice(3 * WANT, 2 * WANT).message.startswith("at [2] expected 4, got 8")


def test_a_check_is_judged_only_where_something_is_expected_of_it() -> None:
    restrict = replace(trial(WANT), expected={})
    report = judge(ExerciseKey("f", 1, (VALUE,), (restrict, trial(WANT, VALUE))), [[Returned(0.0)], [Returned(WANT)]])
    assert report.score == 1


# --- known mistakes ----------------------------------------------------------------------------------------------


def mistaken(got: Any, *prints: MistakeOutputs, check: Check = GRADIENT) -> Verdict:
    key = ExerciseKey("f", 1, (check,), (trial(WANT, check, mistakes=prints),))
    return judge(key, [[Returned(got)]]).verdicts[0]


HALVED = MistakeOutputs("halved", "It is half of it: double it.", {"y": Observation(WANT / 2)})


def test_a_known_mistake_is_named_in_place_of_the_hint() -> None:
    found = mistaken(WANT / 2, HALVED)
    assert found.mistake == "halved"
    assert found.message.endswith("the right one scaled by 0.5")
    assert found.advice == "It is half of it: double it."


def test_an_unknown_mistake_gets_the_hint() -> None:
    found = mistaken(WANT / 3, HALVED)
    assert found.mistake is None
    assert found.advice == "where is the slope taken?"


def test_two_different_mistakes_that_fit_are_named_together() -> None:
    other = MistakeOutputs("other", "Something else.", {"y": Observation(WANT / 2)})
    found = mistaken(WANT / 2, HALVED, other)
    assert found.mistake == "halved or other"
    assert found.advice == ("One of 2 things. Either: It is half of it: double it. Or: Something else.")


def test_a_mistake_of_another_shape_is_named_at_the_shape_check() -> None:
    summed = MistakeOutputs("summed", "It is summed.", {"y": Observation(np.array(3.0))})
    found = mistaken(np.array(3.0), summed, check=SHAPE)
    assert found.message == "expected an array of shape (3,), that of x, got a single number"
    assert found.advice == "It is summed."


def test_no_mistake_is_named_where_a_check_passes() -> None:
    harmless = MistakeOutputs("harmless", "It is harmless.", {"y": Observation(WANT)})
    assert mistaken(WANT, harmless) == Verdict(GRADIENT, Status.PASSED, 1, "")
