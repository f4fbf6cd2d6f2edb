"""A closed form passes however it is written; a numeric derivative gives itself away, by its digits or by its cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.audit.known_answers import audit
from autograder.authoring.assignment import Workbook, load_workbook
from autograder.checks import analytic
from autograder.core.answer_key import AnswerKey, ExerciseKey, Output, Trial
from autograder.core.calls import Call, Returned
from autograder.core.exercise import Expected
from autograder.core.large_calls import is_large
from autograder.core.model import Limits, Status
from autograder.core.verdicts import ExerciseReport
from autograder.errors import SourceError
from autograder.grading.grade import grade
from autograder.judging.judge import judge
from autograder.judging.kinds.numbers import allowed_difference
from autograder.keys.build import exercise_keys
from autograder.keys.public import dump, load
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import code
from support.tiny import make_course

LESSON = '''\
# %% given="setup"
import math

import numpy as np

def sigmoid(z):
    """Return 1 / (1 + exp(-z)), entry by entry."""
    return 1.0 / (1.0 + np.exp(-z))

def total(X, w):
    """Return the sum of sigmoid(X @ w)."""
    return np.sum(sigmoid(np.dot(X, w)))

# %% exercise="slope"
def slope(z):
    """Return the slope of the sigmoid at every entry of z, by a closed form."""
    ### BEGIN SOLUTION
    s = sigmoid(z)
    return s * (1.0 - s)
    ### END SOLUTION

# %% exercise="steepest"
def steepest(X, w):
    """Return the gradient of total with respect to X, by a closed form."""
    ### BEGIN SOLUTION
    s = sigmoid(np.dot(X, w))
    return np.dot(s * (1.0 - s), w.T)
    ### END SOLUTION
'''

CHECKS = '''\
from autograder.checks import Exercise, analytic, shape


def slope(answer, draw):
    """Points of both signs."""
    z = draw.both_signs(7)
    return {"z": z, "dsdz": answer.slope(z)}


def steepest(answer, draw):
    """A small matrix, and one with many entries."""
    X, w = draw.normal(4, 3), draw.normal(3, 1)
    many, v = draw.normal(600, 100), draw.normal(100, 1, scale=0.1)
    return {"X": X, "dLdX": answer.steepest(X, w), "dLdX_of_many": answer.steepest(many, v)}


EXERCISES = [
    Exercise(slope, points=40, checks=[
        shape("dsdz", like="z", points=10),
        analytic("dsdz", points=30, hint="which formula has the slope of the sigmoid?")]),
    Exercise(steepest, points=60, checks=[
        shape("dLdX", like="X", points=10),
        analytic("dLdX", points=20, rtol=1e-3),
        analytic("dLdX_of_many", points=30, rtol=1e-3, hidden=True)]),
]
'''

ANSWERS = '''\
from autograder.mistakes import mistake, right
from lesson import np, sigmoid, total


@mistake("slope")
def difference_quotient(z):
    """This is a difference quotient."""
    return (sigmoid(z + 0.001) - sigmoid(z - 0.001)) / 0.002


@mistake("steepest")
def entry_by_entry(X, w):
    """This turns one entry after the other."""
    out = np.zeros(X.shape)
    for at in np.ndindex(X.shape):
        ahead, behind = X.copy(), X.copy()
        ahead[at] += 0.001
        behind[at] -= 0.001
        out[at] = (total(ahead, w) - total(behind, w)) / 0.002
    return out
'''
LIMITS = Limits(call_seconds=0.3, patience=100.0)  # CPU time alone, however busy the machine is


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    folder = make_course(tmp_path_factory.mktemp("course"), lesson=LESSON, checks=CHECKS, answers=ANSWERS)
    return load_workbook(folder.solutions / "tiny")


@pytest.fixture(scope="module")
def key(workbook: Workbook) -> AnswerKey:
    given = tuple(cell.source for cell in workbook.lesson.given)
    return AnswerKey("tiny", exercise_keys(workbook, "secret"), given, {}, "", "secret")


@pytest.fixture
def reports(key: AnswerKey, course_sandbox: AnySandbox) -> Callable[[str], dict[str, ExerciseReport]]:
    """A function that grades one cell of code."""

    def run(source: str) -> dict[str, ExerciseReport]:
        report = grade(key, [code(source)], course_sandbox, LIMITS)
        return {exercise.name: exercise for exercise in report.exercises}

    return run


def lost(report: ExerciseReport) -> dict[str, tuple[Status, str]]:
    return {v.check.output: (v.status, v.message) for v in report.verdicts if v.status is not Status.PASSED}


# --- by its digits -----------------------------------------------------------------------------------------------

CLOSED = {
    "s (1 - s)": "s = sigmoid(z); return s * (1 - s)",
    "s - s squared": "return sigmoid(z) - sigmoid(z) ** 2",
    "exponentials": "return np.exp(-z) / (1 + np.exp(-z)) ** 2",
    "tanh": "return (1 - np.tanh(z / 2) ** 2) / 4",
    "cosh": "return 1 / (2 + 2 * np.cosh(z))",
    "s (1 - s), s by tanh": "s = (1 + np.tanh(z / 2)) / 2; return s * (1 - s)",
    "np.vectorize": "return np.vectorize(lambda t: sigmoid(t) * sigmoid(-t))(z)",
    "a loop with math": "return np.array([1 / (2 + 2 * math.cosh(t)) for t in z])",
    "a diagonal matrix": "return np.diag(np.diagflat(sigmoid(z) * sigmoid(-z)))",
    "single precision": "s = sigmoid(z.astype(np.float32)); return s * (1 - s)",
    "a dual number": "e, d = np.exp(-z), -np.exp(-z); return -d / (1 + e) ** 2",
}
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


def defined(body: str) -> str:
    return f"import numpy as np, math\n\ndef slope(z):\n    {body}\n"


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
