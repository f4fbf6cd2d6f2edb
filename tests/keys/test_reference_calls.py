"""The solution answers for earlier exercises, from the asker's plain numbers, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Failed, FunctionRef, Opaque, Outcome, Returned
from autograder.grading.reference_calls import MAX_NUMBERS, MAX_WHOLE, answering

SOLUTION = (
    "import numpy as np",
    "def given(x):\n    return 10 * x",
    "def scaled(x, factor=2.0):\n    return factor * x",
    "def through(chain, x):\n    for f in chain:\n        x = f(x)\n    return x",
    "def picked(x, n, on, how, none):\n    return x[n], on, how, none",
    "def in_place(x):\n    x += 1\n    return x",
    "def later(x):\n    return 3 * x",
)
EXERCISES = ("scaled", "through", "picked", "in_place", "later")
X, W = np.arange(3.0), np.ones((2, 3))
CUBE = FunctionRef("source", "cube", "def cube(x):\n    return x**3")
ASKED = (Call("later", ([CUBE, FunctionRef("answer", "later")], X)),)


def sent(name: str) -> FunctionRef:
    return FunctionRef("answer", name)


@pytest.fixture
def answer() -> Callable[..., Any]:
    ask: Callable[[Call], Outcome] = answering(SOLUTION, EXERCISES, EXERCISES[:-1], ASKED)
    return lambda function, *args: ask(Call(function, args))


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
        ("scaled", (np.zeros(MAX_NUMBERS + 1),)),
        ("scaled", ([0.0] * (MAX_NUMBERS + 1),)),
        ("scaled", (MAX_WHOLE + 1,)),
        ("scaled", (np.array([MAX_WHOLE + 1]),)),
        ("through", ([sent("later")], X)),
        ("through", ([sent("load")], "a.npy")),
        ("through", ([FunctionRef("numpy", "fromfile")], "a.npy")),
        ("through", (sent("sin"), X)),
        ("picked", (X, 7, True, "sum", None)),
        ("picked", (X, 0, True, "s" * 101, None)),
    ],
)
def test_nothing_else_is_answered(answer, function, args) -> None:
    refused = answer(function, *args)
    assert isinstance(refused, Failed)
    assert refused.message == "called with arguments that the right pass never uses"


def test_a_right_earlier_exercise_may_be_passed_on_as_a_function() -> None:
    ask = answering(SOLUTION, EXERCISES, ["through"], ASKED)
    assert result(ask(Call("through", ([sent("scaled")], X)))).tolist() == [0.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("shape", "answered"), [((100, 60), True), ((60, 100), True), ((101, 60), False), ((2100,), False)]
)
def test_large_arrays_are_answered_where_the_call_under_way_has_such(shape, answered) -> None:
    large = Call("later", (np.zeros((100, 60)),))
    ask = answering(SOLUTION, EXERCISES, EXERCISES[:-1], [large])
    assert isinstance(ask(Call("scaled", (np.zeros(shape),))), Returned) is answered


def test_numbers_that_the_solution_cannot_take_are_refused_without_an_error_of_ours() -> None:
    ask = answering(("def f(x):\n    return 1 // int(x)",), ("f",), ("f",), ())
    for number in (0.0, float("nan"), float("inf")):
        assert isinstance(ask(Call("f", (number,))), Failed)


def test_the_same_question_gets_the_same_answer(answer) -> None:
    numbers = np.array([1, 2])
    for _ in range(2):
        assert result(answer("in_place", numbers)).tolist() == [2, 3]
