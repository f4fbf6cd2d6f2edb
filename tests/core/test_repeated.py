"""What a call costs: its lines at two sizes of its arrays."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.core.repeated import MOST_LINES, lines_run, longest, repeated, shortened

X = np.linspace(-3.0, 3.0, 4000)


def lines(function: Callable[..., Any], *args: Any) -> list[int]:
    found: list[int] = repeated(function, args, {}, 1).part("lines")
    return found


def in_a_loop(x: Any) -> Any:
    result = np.zeros(len(x))
    for i in range(len(x)):
        result[i] = x[i] ** 2
    return result


def in_a_while(x: Any) -> Any:
    result, i = np.zeros(len(x)), 0
    while i < len(x):
        result[i], i = x[i] ** 2, i + 1
    return result


def by_halves(x: Any) -> Any:
    return x**2 if len(x) < 2 else np.concatenate([by_halves(x[: len(x) // 2]), by_halves(x[len(x) // 2 :])])


LOOPS = [
    in_a_loop,
    in_a_while,
    by_halves,
    lambda x: np.array([v**2 for v in x]),
    lambda x: np.array(list(v**2 for v in x)),  # noqa: C400
    lambda x: np.array(list(map(lambda v: v**2, x))),  # noqa: C417
    lambda x: np.vectorize(lambda v: v**2)(x),
    lambda x: np.apply_along_axis(lambda v: v**2, 1, x[:, None])[:, 0],
    lambda x: np.frompyfunc(lambda v: v**2, 1, 1)(x).astype(float),
]


@pytest.mark.parametrize("loop", LOOPS)
def test_every_way_to_go_from_entry_to_entry_runs_more_lines_for_more_entries(loop: Any) -> None:
    few, many = lines(loop, X)
    assert many - few >= 3000


def by_columns(x: Any) -> Any:
    return np.stack([x[:, k] ** 2 for k in range(x.shape[1])], axis=1)


def until_it_converges(x: Any) -> Any:
    root = np.ones_like(x)
    for _ in range(40):
        root = (root + np.abs(x) / root) / 2
    return root


@pytest.mark.parametrize(
    ("function", "x"), [(np.square, X), (by_columns, X.reshape(1000, 4)), (until_it_converges, X), (np.einsum, X)]
)
def test_operations_on_whole_arrays_run_as_many_lines_at_either_size(function: Any, x: Any) -> None:
    args = ("i,i->i", x, x) if function is np.einsum else (x,)
    few, many = lines(function, *args)
    assert abs(many - few) <= 2


def test_what_a_first_call_imports_or_keeps_does_not_count() -> None:
    kept: list[Any] = []

    def slow_at_first(x: Any) -> Any:
        if not kept:
            kept.extend(n for n in range(5000))
        return x**2

    few, many = lines(slow_at_first, X)
    assert (few, many) == (few, few)


def test_all_axes_that_are_as_long_as_the_longest_are_cut_together() -> None:
    table, weights, factor = np.zeros((400, 3)), np.zeros(3), 2.0
    assert longest([table, weights, factor]) == 400
    assert [np.shape(shortened(each, 400)) for each in (table, weights, factor, np.zeros((400, 400)))] == [
        (100, 3),
        (3,),
        (),
        (100, 100),
    ]


def test_short_arrays_are_not_cut() -> None:
    assert lines(np.square, X[:199]) == []


def test_counting_has_an_end_and_leaves_everything_as_it_was() -> None:
    before = sys.gettrace(), gc.isenabled()
    assert lines_run(in_a_loop, [np.zeros(MOST_LINES)], {}) == MOST_LINES
    with pytest.raises(ZeroDivisionError):
        lines_run(lambda: 1 / 0, [], {})
    assert (sys.gettrace(), gc.isenabled()) == before


def test_each_of_the_calls_has_other_entries_and_the_last_has_those_that_were_passed() -> None:
    seen: list[tuple[int, float]] = []
    result = repeated(lambda x: seen.append((len(x), float(x[0]))) or x, [X], {}, 3)
    assert len(set(seen)) == len(seen)
    np.testing.assert_array_equal(result.part("value"), X)
