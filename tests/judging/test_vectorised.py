"""`vectorised`: what it demands of a solution, what it accepts, what it says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks import vectorised
from autograder.core.calls import Call, Described, Shows
from autograder.core.exercise import Context, DeclarationError
from autograder.core.repeated import REPEATED
from autograder.core.script import perform
from autograder.core.values import portable

CHECK = vectorised("many", points=1)
X = np.linspace(1.0, 2.0, 4000)


def shown(function: Callable[..., Any], x: Any = X) -> Any:
    call = Call("f", (x,), shows=Shows.REPEATED, number=2)
    return portable(perform(call, {"f": function}.__getitem__))


def context(value: Any) -> Context:
    return Context(np.zeros(0), {}, {}, "f", value=value, call=Call("f", (), shows=Shows.REPEATED))


EXPECTED = CHECK.expect(context(shown(np.sqrt)))


def in_blocks(x: Any) -> Any:
    return np.concatenate([x[start : start + 100] ** 0.5 for start in range(0, len(x), 100)])


def by_newton(x: Any) -> Any:
    root, rounds = x, 0
    while np.max(np.abs(root**2 - x)) > 1e-12 and rounds < 50:
        root, rounds = (root + x / root) / 2, rounds + 1
    return root


@pytest.mark.parametrize("right", [np.sqrt, lambda x: x**0.5, in_blocks, by_newton, lambda x: np.exp(np.log(x) / 2)])
def test_array_operations_are_accepted_however_they_are_written(right: Any) -> None:
    assert CHECK.wrong(shown(right), EXPECTED) == ""


def test_a_loop_is_told_how_its_lines_grow() -> None:
    told = CHECK.wrong(shown(lambda x: np.array([v**0.5 for v in x])), EXPECTED)
    assert told.startswith("your answer takes 100")
    assert "steps of Python for arrays of length 1000, and 400" in told
    assert "is there a loop over the entries?" in told


@pytest.mark.parametrize(
    "loop",
    [
        lambda x: np.array(list(map(math.sqrt, x))),
        lambda x: np.fromiter(map(math.sqrt, x * 1.0), float),
        lambda x: np.array(list(map(math.sqrt, x.tolist()))),
        lambda x: np.sqrt(list(x)),
        lambda x: np.sqrt(x) + 0 * sum(x),
        lambda x: np.sqrt([x.item(n) for n in range(len(x))]),
    ],
    ids=["map", "fromiter", "tolist", "list", "sum", "item"],
)
def test_a_loop_in_compiled_code_takes_entries_out_one_by_one(loop: Any) -> None:
    assert "is there a loop over the entries?" in CHECK.wrong(shown(loop), EXPECTED)


def test_what_numpy_does_with_whole_arrays_takes_no_entries_out() -> None:
    pairs = np.random.default_rng(0).normal(size=(4000, 2))
    operations: list[Callable[[Any], Any]] = [
        lambda p: np.linalg.norm(p, axis=1),
        lambda p: np.histogram(p[:, 0], 20)[0],
        lambda p: np.percentile(p, [10, 90], axis=0),
        lambda p: p[np.argsort(p[:, 0])],
        lambda p: np.linalg.lstsq(p, p[:, 0] * 2, rcond=None)[0],
        lambda p: np.unique(np.sign(p)),
    ]
    for operation in operations:
        few, many = shown(operation, pairs).part("lines")
        assert abs(many - few) < 20


def test_an_answer_that_takes_plain_arrays_alone_is_counted_all_the_same() -> None:
    def picky(x: Any) -> Any:
        if type(x) is not np.ndarray:
            raise TypeError(x)
        return np.sqrt(x)

    assert CHECK.wrong(shown(picky), EXPECTED) == ""


def test_a_wrong_result_is_told_before_its_cost() -> None:
    assert "entries are wrong" in CHECK.wrong(shown(lambda x: np.array([v**0.4 for v in x])), EXPECTED)


def test_a_right_result_that_was_not_asked_twice_is_no_answer() -> None:
    assert CHECK.wrong(portable(np.sqrt(X)), EXPECTED).startswith("expected the result of a call, got an array")


@pytest.mark.parametrize("lines", [None, [1], ["a", "b"], [1, 2.5], [True, False], {"a": 1}, [0, 10**300]])
def test_a_forged_count_is_a_wrong_answer(lines: Any) -> None:
    forged = Described(REPEATED, (("value", np.sqrt(X)), ("lengths", "?"), ("lines", lines)))
    assert CHECK.wrong(forged, EXPECTED)


def test_a_solution_with_a_loop_is_refused() -> None:
    with pytest.raises(DeclarationError, match="the solution has a loop over the entries, too: it takes 100"):
        CHECK.expect(context(shown(lambda x: np.array([v**0.5 for v in x]))))


def test_a_call_with_short_arrays_is_refused() -> None:
    with pytest.raises(DeclarationError, match="the longest array has 199 entries along an axis: draw 200 or more"):
        CHECK.expect(context(shown(np.sqrt, X[:199])))
