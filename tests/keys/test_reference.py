"""The solution answers calls on fresh copies, and what its functions ask of one another is written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.authoring.lesson import read_lesson, run_solution
from autograder.core.calls import Call, Failed, FunctionRef, Returned
from autograder.core.model import Status
from autograder.keys.reference import Reference, try_call

LESSON = """\
# %% given="setup"
import numpy as np

def square(x):
    return x * x

# %% exercise="grow"
def grow(x):
    ### BEGIN SOLUTION
    x += 1.0
    return x
    ### END SOLUTION

# %% exercise="through"
def through(functions, x):
    ### BEGIN SOLUTION
    for function in functions:
        x = function(x)
    return x
    ### END SOLUTION

# %% exercise="outer"
def outer(x):
    ### BEGIN SOLUTION
    copy = np.array(x)
    return grow(copy) * through([square, np.sin], x)
    ### END SOLUTION

# %% exercise="passing_on"
def passing_on(function, x):
    ### BEGIN SOLUTION
    return through([function], x)
    ### END SOLUTION

# %% exercise="sly"
def sly(x):
    ### BEGIN SOLUTION
    return through([lambda y: y], x)
    ### END SOLUTION

# %% exercise="packed"
def packed(x):
    ### BEGIN SOLUTION
    return {"x": x}
    ### END SOLUTION

# %% exercise="unpacked"
def unpacked(x):
    ### BEGIN SOLUTION
    return packed(x)["x"]
    ### END SOLUTION

# %% exercise="countdown"
def countdown(n):
    ### BEGIN SOLUTION
    return 0 if n == 0 else 1 + countdown(n - 1)
    ### END SOLUTION
"""
X = np.array([1.0, 2.0])


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    path = tmp_path / "lesson.py"
    path.write_text(LESSON, "utf-8")
    lesson = read_lesson(path)
    return Reference(run_solution(lesson), tuple(lesson.exercises))


def made_from(source: str) -> FunctionRef:
    return FunctionRef("source", "made", source)


# --- answering ---------------------------------------------------------------------------------------------------


def test_every_call_is_answered_in_order(reference: Reference) -> None:
    first, second = reference.answer([Call("grow", (X,)), Call("countdown", (3,))])
    np.testing.assert_array_equal(first, [2.0, 3.0])
    assert second == 3


def test_what_a_call_does_to_its_arguments_does_not_leak(reference: Reference) -> None:
    call = Call("grow", (X.copy(),))
    for result in reference.answer([call, call]):
        np.testing.assert_array_equal(result, [2.0, 3.0])
    np.testing.assert_array_equal(call.args[0], X)


def test_references_become_functions(reference: Reference) -> None:
    made = made_from("def made(x): return np.abs(x)")
    chain = [FunctionRef("answer", "square"), FunctionRef("numpy", "negative"), made]
    (result,) = reference.answer([Call("through", (chain, X))])
    np.testing.assert_array_equal(result, X * X)


def test_another_function_may_take_the_place_of_the_solutions_own(reference: Reference) -> None:
    calls = [Call("grow", (X,)), Call("through", ([FunctionRef("answer", "grow")], X))]
    for result in reference.answer(calls, {"grow": lambda x: 0.0 * x}):
        np.testing.assert_array_equal(result, [0.0, 0.0])


# --- which exercises call which ----------------------------------------------------------------------------------


def test_nested_calls_are_noted_and_the_outer_one_is_not(reference: Reference) -> None:
    assert reference.nested([Call("outer", (X,))]) == {"grow", "through"}


def test_exercises_called_through_an_argument_are_noted(reference: Reference) -> None:
    assert reference.nested([Call("through", ([FunctionRef("answer", "grow")], X))]) == {"grow"}


def test_what_is_called_in_turn_is_noted_too(reference: Reference) -> None:
    assert reference.nested([Call("unpacked", (X,)), Call("sly", (X,))]) == {"packed", "through"}


def test_recursion_is_noted(reference: Reference) -> None:
    assert reference.nested([Call("countdown", (2,))]) == {"countdown"}


def test_the_solution_is_as_before_afterwards(reference: Reference) -> None:
    before = dict(reference.solution)
    reference.nested([Call("outer", (X,))])
    assert dict(reference.solution) == before


def test_the_solution_is_as_before_even_when_a_call_raises(reference: Reference) -> None:
    before = dict(reference.solution)
    with pytest.raises(TypeError):
        reference.nested([Call("outer", (None,))])
    assert dict(reference.solution) == before


# --- trying a call in this process itself --------------------------------------------------------------------------


def tried(function: Any, *args: Any) -> Any:
    return try_call(Call("f", args), {} if function is None else {"f": function})


def test_a_result_comes_back_as_a_worker_would_send_it() -> None:
    outcome = tried(lambda: (np.float64(1.0), [np.zeros(2)]))
    assert isinstance(outcome, Returned)
    assert isinstance(outcome.value[0], np.ndarray)
    assert isinstance(outcome.value[1][0], np.ndarray)


def test_a_function_that_is_not_there_was_not_attempted() -> None:
    assert tried(None) == Failed(Status.NOT_ATTEMPTED, "`f` is not defined")


def test_an_argument_that_is_not_there_is_named() -> None:
    outcome = tried(lambda g: g, FunctionRef("answer", "g"))
    assert outcome == Failed(Status.ERROR, "`f` is called with `g`, which is not defined")


def test_a_stub_was_not_attempted() -> None:
    def f() -> None:
        raise NotImplementedError

    assert tried(f) == Failed(Status.NOT_ATTEMPTED, "not attempted")


def test_a_stub_further_down_is_named() -> None:
    def g() -> None:
        raise NotImplementedError

    def f() -> None:
        g()

    assert tried(f) == Failed(Status.ERROR, "`f` calls `g`, which is not written yet", "g")


def test_an_exception_becomes_a_sentence() -> None:
    outcome = tried(lambda: 1 / 0)
    assert outcome == Failed(Status.ERROR, "`f` raised ZeroDivisionError: division by zero")


def test_a_key_error_of_the_answer_itself_is_not_taken_for_a_missing_argument() -> None:
    assert tried(lambda: vars(np)["a"]) == Failed(Status.ERROR, "`f` raised KeyError: 'a'")


def test_overflow_warns_nobody() -> None:
    assert isinstance(tried(np.exp, 1000.0), Returned)
