"""The solution answers what looks like the right pass, from the asker's numbers, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.model import Call, Failed, FunctionRef, Outcome, Returned
from autograder.upstream import answering, distinct

SOLUTION = (
    "import numpy as np",
    "def scaled(x, factor=2.0):\n    return factor * x",
    "def through(chain, x):\n    for f in chain:\n        x = f(x)\n    return x",
    "def picked(x, n, on, how, none):\n    return x[n], on, how, none",
    "def in_place(x):\n    x += 1\n    return x",
)
EXERCISES = ("scaled", "through", "picked", "in_place")
X, W = np.arange(3.0), np.ones((2, 3))
SIN = FunctionRef("numpy", "sin")
RIGHT_PASS = (
    Call("scaled", (X,)),
    Call("scaled", (W, 3.0)),
    Call("through", ([SIN, FunctionRef("answer", "scaled")], X)),
    Call("picked", (X, 1, True, "sum", None)),
    Call("in_place", (np.array([1, 2]),)),
)


def sent(name: str) -> FunctionRef:
    return FunctionRef("answer", name)


@pytest.fixture
def answer() -> Callable[..., Any]:
    ask: Callable[[Call], Outcome] = answering(SOLUTION, EXERCISES, EXERCISES, RIGHT_PASS)
    return lambda function, *args: ask(Call(function, args))


def result(outcome: Outcome) -> Any:
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def test_other_numbers_of_the_same_shape_are_answered(answer) -> None:
    """An own way to the right result, a difference quotient say, asks for others than the solution does."""
    assert result(answer("scaled", X + 0.5)).tolist() == [1.0, 3.0, 5.0]
    assert result(answer("scaled", W, 0.5)).tolist() == [[0.5] * 3] * 2


def test_a_list_of_numbers_counts_as_the_array_that_it_is(answer) -> None:
    assert result(answer("scaled", [1, 2.0, np.array(3)])).tolist() == [2.0, 4.0, 6.0]


def test_functions_are_the_right_ones_whatever_was_sent(answer) -> None:
    evil = FunctionRef("source", "sin", "def sin(x):\n    raise SystemExit")
    np.testing.assert_array_equal(result(answer("through", (evil, sent("scaled")), X)), 2 * np.sin(X))


def test_what_is_no_float_must_be_as_in_the_right_pass(answer) -> None:
    assert result(answer("picked", X, 1.0, True, "sum", None)) == (1.0, True, "sum", None)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("unknown", (X,)),
        ("scaled", ()),
        ("scaled", (X[:2],)),
        ("scaled", (X.reshape(1, 3),)),
        ("scaled", (X, 3.0)),
        ("scaled", (X * 1j,)),
        ("scaled", ("abc",)),
        ("scaled", (None,)),
        ("scaled", (10**400,)),
        ("scaled", ([X, [1]],)),
        ("through", ([SIN], X)),
        ("through", ([sent("cos"), sent("scaled")], X)),
        ("through", (sent("sin"), X)),
        ("picked", (X, 2, True, "sum", None)),
        ("picked", (X, 1, 1, "sum", None)),
        ("picked", (X, 1, True, "mean", None)),
        ("picked", (X, 1, True, "sum", 0)),
        ("in_place", (np.array([1, 3]),)),
    ],
)
def test_nothing_else_is_answered(answer, function, args) -> None:
    refused = answer(function, *args)
    assert isinstance(refused, Failed)
    assert refused.message == "called with arguments that the right pass never uses"


def test_numbers_that_the_solution_cannot_take_are_refused_without_an_error_of_ours() -> None:
    ask = answering(("def f(x):\n    return 1 // int(x)",), ("f",), ("f",), (Call("f", (1.0,)),))
    for number in (0.0, float("nan"), float("inf")):
        assert isinstance(ask(Call("f", (number,))), Failed)


def test_only_the_functions_named_are_answered() -> None:
    ask = answering(SOLUTION, EXERCISES, ("through",), RIGHT_PASS)
    assert isinstance(ask(Call("scaled", (X,))), Failed)


def test_the_same_question_gets_the_same_answer(answer) -> None:
    for _ in range(2):
        assert result(answer("in_place", [1, 2])).tolist() == [2, 3]


def test_calls_that_differ_in_numbers_alone_are_one_form() -> None:
    of_f = [Call("f", (argument,)) for argument in (X, X + 1, W, 2.0, 3.0)]
    calls = (*of_f[:3], Call("g", (X,)), *of_f[3:])
    assert [(call.function, np.shape(call.args[0])) for call in distinct(calls)] == [
        ("f", (3,)),
        ("f", (2, 3)),
        ("g", (3,)),
        ("f", ()),
    ]


def test_calls_that_differ_in_a_whole_number_or_a_function_are_two_forms() -> None:
    calls = (Call("f", (1,)), Call("f", (2,)), Call("f", ([SIN],)), Call("f", ([sent("g")],)), Call("f", (True,)))
    assert len(distinct(calls)) == 5
