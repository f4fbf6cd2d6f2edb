"""The solution answers for earlier exercises, from the asker's plain numbers, and for nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Failed, FunctionRef, Job, Opaque, Outcome, Returned
from autograder.core.model import Limits
from autograder.grading.question_size import LARGER, MOST
from autograder.grading.reference_calls import MAX_WHOLE, answering, reference_job
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.session import AnySandbox

SOLUTION = (
    "import numpy as np",
    "def given(x):\n    return 10 * x",
    "def scaled(x, factor=2.0):\n    return factor * x",
    "def through(chain, x):\n    for f in chain:\n        x = f(x)\n    return x",
    "def picked(x, n, on, how, none):\n    return x[n], on, how, none",
    "def in_place(x):\n    x += 1\n    return x",
    "def outer(x):\n    return np.outer(x, x)",
    "def later(x):\n    return 3 * x",
)
EXERCISES = ("scaled", "through", "picked", "in_place", "outer", "later")
X, W = np.arange(3.0), np.ones((2, 3))
CUBE = FunctionRef("source", "cube", "def cube(x):\n    return x**3")
UNDER_WAY = Call("later", ([CUBE, FunctionRef("answer", "later")], X))
LIMITS = Limits(call_seconds=20, cell_seconds=20, total_seconds=200)
EARLIER = EXERCISES[:-1]
Ask = Callable[[Call], Outcome]


def sent(name: str) -> FunctionRef:
    return FunctionRef("answer", name)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[AnySandbox]:
    with open_sandbox("forked" if hasattr(os, "pidfd_open") else "spawned") as opened:
        yield opened


@pytest.fixture
def ask(sandbox: AnySandbox) -> Iterator[Ask]:
    """What asks the solution in a worker of its own, beside that of a submission, as grading does."""
    with sandbox.open(Job((), (), ()), LIMITS) as session:
        yield session.reference(reference_job(SOLUTION, EXERCISES))


@pytest.fixture
def answer(ask: Ask) -> Callable[..., Outcome]:
    answered = answering(SOLUTION, EXERCISES, EARLIER, ask)
    return lambda function, *args: answered(UNDER_WAY, Call(function, args))


def result(outcome: Outcome) -> Any:
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def test_numbers_of_any_shape_are_answered(answer) -> None:
    assert result(answer("scaled", X + 0.5)).tolist() == [1.0, 3.0, 5.0]
    assert result(answer("scaled", W, 0.5)).tolist() == [[0.5] * 3] * 2
    assert result(answer("scaled", np.array(2.5))) == 5.0
    assert result(answer("scaled", 3)) == 6.0


def test_a_float32_array_is_answered_in_double_precision(answer) -> None:
    assert result(answer("scaled", X.astype(np.float32))).dtype == np.float64


def test_functions_are_the_right_ones_whatever_was_sent(answer) -> None:
    evil = FunctionRef("source", "sin", "def sin(x):\n    raise SystemExit")
    np.testing.assert_array_equal(result(answer("through", [evil, sent("scaled")], X)), 2 * np.sin(X))


def test_functions_of_the_lesson_and_of_the_call_under_way_are_known_by_name(answer) -> None:
    assert result(answer("through", [sent("given"), sent("cube")], X)).tolist() == [0.0, 1000.0, 8000.0]


def test_whole_numbers_words_and_none_arrive_as_they_are(answer) -> None:
    assert result(answer("picked", X, 1, True, "sum", None)) == (1.0, True, "sum", None)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("unknown", (X,)),
        ("given", (X,)),
        ("later", (X,)),
        ("scaled", ()),
        ("scaled", (X * 1j,)),
        ("scaled", ("abc",)),
        ("scaled", (None,)),
        ("scaled", (10**400,)),
        ("scaled", (Opaque("dict"),)),
        ("scaled", (np.zeros(MOST.entries + 1),)),
        ("scaled", (np.zeros(MOST.entries), X)),
        ("scaled", ([0.0] * MOST.parts,)),
        ("scaled", (MAX_WHOLE + 1,)),
        ("through", ([sent("later")], X)),
        ("through", ([sent("load")], "a.npy")),
        ("through", ([FunctionRef("numpy", "fromfile")], "a.npy")),
        ("through", (sent("sin"), X)),
        ("picked", (X, 7, True, "sum", None)),
        ("picked", (X, 0, True, "s" * (MOST.characters + 1), None)),
    ],
)
def test_nothing_else_is_answered(answer, function, args) -> None:
    refused = answer(function, *args)
    assert isinstance(refused, Failed)
    assert refused.message == "called with arguments that the right pass never uses"


def test_a_right_earlier_exercise_may_be_passed_on_as_a_function(ask) -> None:
    answered = answering(SOLUTION, EXERCISES, ["through"], ask)
    assert result(answered(UNDER_WAY, Call("through", ([sent("scaled")], X)))).tolist() == [0.0, 2.0, 4.0]


def test_a_lessons_data_is_answered_for_whatever_the_call_under_way_has(answer) -> None:
    assert result(answer("scaled", np.ones((1797, 64)))).shape == (1797, 64)
    assert result(answer("scaled", np.full(3, 2026))).tolist() == [4052.0] * 3
    assert result(answer("picked", [0.5] * 10_000, 9999, True, "a text " * 1000, None))[2] == "a text " * 1000


@pytest.mark.parametrize(("times", "answered"), [(LARGER, True), (LARGER + 1, False)])
def test_more_is_answered_where_the_call_under_way_has_more(ask, times, answered) -> None:
    large = Call("later", (np.zeros(MOST.entries),))
    question = Call("scaled", (np.zeros((times, MOST.entries)),))
    assert isinstance(answering(SOLUTION, EXERCISES, EARLIER, ask)(large, question), Returned) is answered


def test_what_takes_more_memory_than_the_reference_has_is_refused(answer) -> None:
    assert isinstance(answer("outer", np.ones(20_000)), Failed)
    assert result(answer("outer", np.ones(500))).shape == (500, 500)


def test_numbers_that_the_solution_cannot_take_are_refused_without_an_error_of_ours(sandbox) -> None:
    solution = ("def f(x):\n    return 1 // int(x)",)
    with sandbox.open(Job((), (), ()), LIMITS) as session:
        answered = answering(solution, ("f",), ("f",), session.reference(reference_job(solution, ("f",))))
        for number in (0.0, float("nan"), float("inf")):
            assert isinstance(answered(Call("g", ()), Call("f", (number,))), Failed)
        assert result(answered(Call("g", ()), Call("f", (1.0,)))) == 1


@pytest.mark.parametrize(
    "question",
    [
        Call("given", (X,)),
        Call("scaled", (X * 1j,)),
        Call("scaled", (Opaque("dict"),)),
        Call("scaled", (np.zeros(MOST.entries + 1),)),
        Call("through", ([FunctionRef("numpy", "fromfile")], "a.npy")),
        Call("through", ([FunctionRef("source", "evil", "def evil(x):\n    return x")], X)),
    ],
)
def test_what_is_refused_for_its_arguments_is_never_asked(question) -> None:
    asked: list[Call] = []

    def noting(call: Call) -> Outcome:
        asked.append(call)
        return Returned(0.0)

    assert isinstance(answering(SOLUTION, EXERCISES, EARLIER, noting)(UNDER_WAY, question), Failed)
    assert asked == []


@pytest.mark.parametrize(
    "outcome", [Returned(Opaque("dict")), Returned([1.0, Opaque("dict")]), Returned(np.zeros(MOST.entries + 1))]
)
def test_a_result_that_the_right_pass_never_uses_does_not_go_back(outcome) -> None:
    assert isinstance(
        answering(SOLUTION, EXERCISES, EARLIER, lambda call: outcome)(UNDER_WAY, Call("scaled", (X,))), Failed
    )


def test_the_same_question_gets_the_same_answer(answer) -> None:
    numbers = np.array([1, 2])
    for _ in range(2):
        assert result(answer("in_place", numbers)).tolist() == [2, 3]
