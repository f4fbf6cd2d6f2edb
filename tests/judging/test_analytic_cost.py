"""A numeric derivative gives itself away by its cost, and a large case costs us little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.audit.known_answers import audit
from autograder.authoring.assignment import Workbook, load_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.large_calls import is_large
from autograder.core.model import Status
from autograder.errors import SourceError
from autograder.keys.build import exercise_keys
from autograder.keys.public import dump
from support.closed_forms import ANSWERS, CHECKS, CLOSED, LESSON, defined, lost
from support.tiny import make_course

# --- by its cost -------------------------------------------------------------------------------------------------


HEAD = "import numpy as np\n\ndef steepest(X, w):\n"
CHEAP = {
    "a closed form": "    s = sigmoid(X @ w)\n    return (s * (1 - s)) @ w.T",
    "numeric slopes of sigma alone": (
        "    N = X @ w\n    return (sigmoid(N + 0.001) - sigmoid(N - 0.001)) / 0.002 @ w.T"
    ),
    "loops": (
        "    out = np.zeros(X.shape)\n"
        "    for i in range(X.shape[0]):\n"
        "        n = 0.0\n"
        "        for k in range(X.shape[1]):\n"
        "            n += X[i, k] * w[k, 0]\n"
        "        s = sigmoid(n)\n"
        "        for k in range(X.shape[1]):\n"
        "            out[i, k] = s * (1 - s) * w[k, 0]\n"
        "    return out"
    ),
    "np.vectorize": "    return np.vectorize(lambda n: sigmoid(n) * sigmoid(-n))(X @ w) @ w.T",
}
COSTLY = {
    "central differences": "(total(X + 0.001 * e, w) - total(X - 0.001 * e, w)) / 0.002",
    "one-sided differences": "(total(X + 1e-6 * e, w) - total(X, w)) / 1e-6",
    "a complex step": "total(X + 1e-30j * e, w).imag / 1e-30",
}
EACH = (
    "    out = np.zeros(X.shape)\n"
    "    for at in np.ndindex(X.shape):\n"
    "        e = np.zeros(X.shape)\n"
    "        e[at] = 1.0\n"
)


@pytest.mark.parametrize("body", CHEAP.values(), ids=CHEAP)
def test_a_closed_form_has_time_enough_for_a_large_case(reports, body: str) -> None:
    assert lost(reports(HEAD + body)["steepest"]) == {}


@pytest.mark.parametrize("quotient", COSTLY.values(), ids=COSTLY)
def test_turning_one_entry_after_the_other_takes_too_long(reports, quotient: str) -> None:
    report = reports(f"{HEAD}{EACH}        out[at] = {quotient}\n    return out")["steepest"]
    message = "`steepest` took longer than 0.3 s, where a closed form needs milliseconds"
    assert lost(report) == {"dLdX_of_many": (Status.TIMEOUT, message)}
    assert [verdict.advice for verdict in report.verdicts] == ["", "", "This turns one entry after the other."]


def test_an_answer_that_takes_too_long_costs_no_other_exercise_its_points(reports) -> None:
    both = f"{defined(CLOSED['tanh'])}\n{HEAD}    while X.size > 1000: pass"
    assert lost(reports(both)["slope"]) == {}


# --- what a large case costs us ----------------------------------------------------------------------------------


def test_a_large_case_is_asked_once_and_not_of_students(workbook: Workbook, key: AnswerKey) -> None:
    trials = key.exercises[1].trials
    assert [sum(map(is_large, trial.calls)) for trial in trials] == [0] * (len(trials) - 1) + [1]
    public = AnswerKey("tiny", exercise_keys(workbook, None), (), {}, "", "")
    assert not any(is_large(call) for each in public.exercises for trial in each.trials for call in trial.calls)
    assert len(dump(public)) < 16_000


def test_known_mistakes_are_not_tried_on_it(key: AnswerKey) -> None:
    (made,) = key.exercises[1].trials[-1].mistakes
    assert made.outputs.keys() == {"dLdX"}


def test_a_public_check_of_a_large_case_is_refused(tmp_path: Path) -> None:
    public = CHECKS.replace(", hidden=True", "")
    folder = make_course(tmp_path, lesson=LESSON, checks=public, answers=ANSWERS)
    with pytest.raises(SourceError, match="analytic of dLdX_of_many looks at a call with more than 1000 numbers"):
        exercise_keys(load_workbook(folder.solutions / "tiny"), None)


def test_the_audit_sees_a_mistake_that_is_merely_slow_lose_its_points(workbook: Workbook, monkeypatch: Any) -> None:
    monkeypatch.setattr("autograder.audit.in_process.SECONDS", 0.3)
    found = audit(workbook, "secret")
    assert (found.mistakes, found.caught, found.named) == (2, 2, 2)
