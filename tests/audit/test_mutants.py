"""Mutants differ from the solution in one small thing, and only where the student writes."""

from __future__ import annotations

import ast
import re

import pytest

from autograder.audit.mutants import Mutant, mutants_of
from autograder.core.model import Cell

CELL = '''\
import numpy as np


def answer(x, w, axis=1):
    """Return 1 + 2. x: an array."""
    ### BEGIN SOLUTION
    {}
    ### END SOLUTION
'''


def mutants(*lines: str) -> list[Mutant]:
    source = CELL.format("\n    ".join(lines))
    return list(mutants_of(Cell("code", source, exercise="answer")))


def changed(*lines: str) -> set[str]:
    """Return the lines that mutants of a solution of these lines have instead."""
    added = [line[1:].strip() for each in mutants(*lines) for line in each.diff.splitlines() if line[0] == "+"]
    return set(added)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("return x + w", {"x - w", "x * w", "x", "w", "-(x + w)"}),
        ("return x - w", {"x + w", "w - x", "x", "w"}),
        ("return x * w", {"x @ w", "x / w", "x + w", "x", "w"}),
        ("return x @ w", {"x * w", "w @ x", "x.T @ w", "x @ w.T", "(x @ w).T"}),
        ("return x ** 2", {"x * 2", "x ** 3", "x ** 1", "x ** 4", "2 ** x", "x"}),
        ("return -x", {"x", "--x", "-w"}),
        ("return x.T", {"x", "w.T"}),
        ("return np.transpose(x)", {"x", "np.transpose(x).T"}),
        ("return x > 0", {"x >= 0", "x < 0", "x > 1", "x > -1"}),
        ("return np.sum(x, axis=0)", {"np.mean(x, axis=0)", "np.sum(x, axis=1)", "np.sum(x)", "x"}),
        ("return np.sum(x)", {"np.mean(x)", "np.sum(x, axis=0)", "x"}),
        ("return x.sum()", {"x.mean()", "x.sum(axis=0)", "x"}),
        ("return x.sum(axis=0)", {"x.mean(axis=0)", "x", "x.sum()"}),
        ("return np.sum(x, keepdims=True)", {"np.sum(x, keepdims=False)", "np.sum(x)"}),
        ("return np.dot(x, w)", {"np.multiply(x, w)", "np.dot(w, x)", "np.dot(x.T, w)", "np.dot(x)"}),
        (
            "return np.maximum(x, 0)",
            {"np.minimum(x, 0)", "np.maximum(x, 1)"},
        ),
        ("return f(x)", {"x", "f(w)", "f(-x)", "-f(x)"}),
        ("return x[1]", {"x[1 + 1]", "x[1 - 1]", "x[0]", "x"}),
        ("return x[1:]", {"x[:]", "x[1 + 1:]", "x[1:-1]", "x[0:]"}),
        ("return x if w else 0", {"0 if w else x", "x", "0"}),
        ("return x and w", {"x or w", "x", "w"}),
        ("return (x, w)", {"(w, x)", "(x, x)"}),
        ("return [a for a in x]", {"[a for a in list(x)[1:]]", "[a for a in list(x)[:-1]]"}),
    ],
)
def test_a_result_is_written_otherwise(line: str, expected: set[str]) -> None:
    assert {f"return {each}" for each in expected} <= changed(line)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["a, b = f(x)", "return a"], "b, a = f(x)"),
        (["for i in range(3):", "    x = f(x)", "return x"], "for i in list(range(3))[1:]:"),
        (["for i in range(3):", "    x = f(x)", "return x"], "for i in reversed(list(range(3))):"),
        (["for i in range(3):", "    x = f(x)", "return x"], "for i in range(2):"),
        (["if x:", "    return w", "return x"], "if not x:"),
        (["x += w", "return x"], "x = w"),
        (["x += w", "return x"], "x -= w"),
        (["x = f(w)", "return x"], "pass"),
        (["value = x", "return value"], "return x"),
    ],
)
def test_a_statement_is_written_otherwise(lines: list[str], expected: str) -> None:
    assert expected in {line.replace("(b, a)", "b, a") for line in changed(*lines)}


@pytest.mark.parametrize("line", ["return np.sum(x, 0)", "return x.sum(1)", "return np.sum(x, axis=1)"])
def test_an_axis_that_is_there_is_not_given_again(line: str) -> None:
    assert not any("axis=0, axis" in each or ", 0, axis=" in each or "(1, axis=" in each for each in changed(line))


def test_what_students_are_given_is_left_alone() -> None:
    given, _, _ = ast.unparse(ast.parse(CELL.format("return x"))).partition("return")
    for mutant in mutants("return x"):
        assert mutant.source.startswith(given)
        before, _, after = mutant.source.removeprefix(given).partition("return")
        assert before == "" or re.fullmatch(r"(x|w|axis) = .*\n    ", before)  # at most, an argument is changed first
        assert after


def test_an_assert_is_left_alone() -> None:
    guard = "assert x.shape[0] == 3, 'three rows'"
    assert all(guard in mutant.source for mutant in mutants(guard, "return x"))


def test_no_mutant_is_the_solution_or_comes_twice() -> None:
    lines = ("y = x * 1 + w", "return np.sum(y * y, axis=0)")
    sources = [mutant.source for mutant in mutants(*lines)]
    assert len(set(sources)) == len(sources)
    assert ast.unparse(ast.parse(CELL.format("\n    ".join(lines)))) not in sources


def test_every_mutant_parses_and_differs_in_few_lines() -> None:
    for mutant in mutants("a, b = x[1:], w.T", "for i in range(2):", "    a = a @ b + 1", "return -a, b"):
        ast.parse(mutant.source)
        assert {line[0] for line in mutant.diff.splitlines()} <= {"-", "+"}
        assert len(mutant.diff.splitlines()) <= 3
        assert mutant.exercise == "answer"


def test_the_order_of_a_sum_is_a_matter_of_taste() -> None:
    assert "return w + x" not in changed("return x + w")


def test_a_value_on_its_way_through_is_clipped_too() -> None:
    assert "N = np.clip(x @ w, -3, 3)" in changed("N = x @ w", "return f(N)")
    assert "return f(np.clip(x @ w, -3, 3))" in changed("return f(x @ w)")


def test_of_several_arrays_that_are_returned_exactly_one_is_transposed() -> None:
    source = CELL.replace("axis=1):", "axis=1) -> list[ndarray]:").format("return [x, w]")
    several = [each.source for each in mutants_of(Cell("code", source, exercise="answer"))]
    fourth = "[np.transpose(each) if place == 3 else each for place, each in enumerate([x, w])]"
    assert any(f"return {fourth}" in each for each in several)
    assert f"return {fourth}" not in changed("return [x, w]")  # of which nobody says what they are
