"""A check of an author's own sees inputs and result; a bad one is said with its line."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.checks import (
    Verdict,
    own,
)
from autograder.core.calls import Opaque
from autograder.core.exercise import DeclarationError
from support.plain_kinds import NONE, context


def ascending(inputs, result):  # type: ignore[no-untyped-def]
    if not isinstance(result, list):
        return Verdict(False, "a list is expected")
    return Verdict(result == sorted(inputs["x"]), "not in ascending order")


def mute(inputs, result):  # type: ignore[no-untyped-def]
    return Verdict(result is not None)


def raiser(inputs, result):  # type: ignore[no-untyped-def]
    return Verdict(result["a"] > 0, "no")


def boolean(inputs, result):  # type: ignore[no-untyped-def]
    return True


def alone(result):  # type: ignore[no-untyped-def]
    return Verdict(True)


def outside(inputs, result):  # type: ignore[no-untyped-def]
    return Verdict(NONE is not None)


def test_a_check_of_ones_own_sees_the_inputs_and_the_result() -> None:
    check = own("y", ascending, points=1)
    assert check.name == "ascending of y"
    expected = check.expect(context([1, 2], {"x": [2, 1], "f": sorted}))
    assert check.wrong([1, 2], expected) == ""
    assert check.wrong([2, 1], expected) == "not in ascending order"
    assert check.wrong(None, expected) == "a list is expected"
    assert check.wrong([Opaque("x"), None], expected)


@pytest.mark.parametrize(
    ("function", "value", "words"),
    [
        (ascending, [2, 1], "it rejects the solution: not in ascending order"),
        (mute, 3, "it rejects None and says nothing: give the Verdict a message"),
        (raiser, 3, "it raised TypeError on the solution's result"),
        (boolean, 3, "it must return Verdict(passed, message), not a bool"),
        (alone, 3, "'alone' must take two arguments, (inputs, result)"),
        (outside, 3, "'outside' uses NONE: a function given to own(…) may use only np and Verdict"),
        (lambda inputs, result: Verdict(True), 3, "<lambda> cannot travel along"),
    ],
)
def test_a_bad_check_of_ones_own_is_said_with_its_line(function: Any, value: Any, words: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        own("y", function, points=1).expect(context(value, {"x": [1, 2]}))
    assert words in str(caught.value)
    assert caught.value.line == function.__code__.co_firstlineno


def test_a_result_that_ones_own_check_raises_on_is_wrong() -> None:
    check = own("y", raiser, points=1)
    expected = check.expect(context({"a": 1}))
    assert check.wrong([1], expected) == "`raiser` can make nothing of a list"
