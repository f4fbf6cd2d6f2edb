"""The kinds that look at plain values: what they demand of a solution, what they accept, what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks import (
    Check,
    avoids,
    distributed,
    dtype,
    equal,
    figure,
    printed,
    raised,
    shared,
    uses,
    vectorised,
)
from autograder.core.calls import Call, Described, Opaque
from autograder.core.exercise import DeclarationError
from autograder.core.script import perform
from autograder.core.values import portable
from support.plain_kinds import NONE, context


def told(check: Check, solution: Any, answer: Any) -> str:
    return check.wrong(portable(answer), check.expect(context(solution)))


def refused(check: Callable[[], Check], value: Any = None) -> str:
    with pytest.raises(DeclarationError) as caught:
        check().expect(context(value))
    return str(caught.value)


def raising(error: Exception) -> Any:
    def f() -> None:
        raise error

    return perform(Call("f", (), shows="raised"), {"f": f}.__getitem__)  # type: ignore[arg-type]


# --- equal, printed, raised ------------------------------------------------------------------------------------------


def test_what_does_not_travel_cannot_be_compared() -> None:
    assert "which does not travel from an answer to the grader" in refused(lambda: equal("y", points=1), [object()])
    assert refused(lambda: equal("y", points=1, spaces="some"), 1).startswith("spaces is 'some'")  # type: ignore[arg-type]


def test_what_is_printed_is_compared_without_space_at_the_ends() -> None:
    check = printed("y", points=1)
    assert told(check, "a: 1\nb: 2\n", "a: 1 \nb: 2") == ""
    assert told(check, "a: 1\nb: 2\n", "a: 1\n") == (
        "what was printed: line 2 is missing: expected 'b: 2' (expected 2 lines, got 1)"
    )
    assert told(check, "a\n", "") == "nothing was printed (is the result returned instead?)"
    assert told(check, "a\n", None) == "expected a text, got None (is a `return` missing?)"
    assert refused(lambda: check, 3).endswith("write answer.f.printed(…)")
    assert refused(lambda: check, "").endswith("the solution prints nothing")


def test_an_exception_may_be_of_a_kind_of_the_one_that_is_expected() -> None:
    check = raised("y", points=1, message=r"n(ot)? \w+")
    own_kind = type("OwnError", (ValueError,), {})
    right = ValueError("must be n positive")
    assert told(check, raising(right), raising(own_kind("not negative"))) == ""
    assert (
        told(check, raising(right), raising(TypeError("x"))) == "expected a ValueError, but TypeError was raised: 'x'"
    )
    assert told(check, raising(right), NONE) == "expected a ValueError, but nothing was raised"
    assert told(check, raising(right), raising(ValueError("x"))) == (
        "the ValueError says 'x'; its message should match 'n(ot)? \\\\w+'"
    )
    assert told(check, raising(right), 3) == "expected a ValueError, got a single number"
    assert refused(lambda: check, NONE).endswith("the solution raises nothing")
    assert refused(lambda: check, raising(ValueError("x"))).endswith("does not match 'n(ot)? \\\\w+'")
    assert refused(lambda: raised("y", points=1, message="(")).startswith("message='(' is not a regular expression")


def test_a_forged_exception_is_none() -> None:
    check = raised("y", points=1)
    for forged in (Described("exception", ()), Described("exception", (("kinds", 3), ("message", [])))):
        assert (
            check.wrong(forged, check.expect(context(raising(ValueError()))))
            == "expected a ValueError, got an exception"
        )


def test_a_class_with_the_name_of_pythons_own_is_not_that() -> None:
    pretender, kin = type("ValueError", (Exception,), {}), type("ValueError", (ValueError,), {})
    check = raised("y", points=1)
    assert told(check, raising(ValueError("x")), raising(kin("x"))) == ""
    assert told(check, raising(ValueError("x")), raising(pretender("x"))) == (
        "expected a ValueError, but ValueError (a class of its own) was raised: 'x'"
    )


def test_what_holds_too_much_is_said_to() -> None:
    deep: list[Any] = []
    deep.append(deep)
    check = equal("y", points=1)
    assert told(check, [1], deep) == "expected [1], a list, got a list that holds too much or is nested too deep"
    assert told(check, 1, 10**10000) == "expected 1, an int, got an int that is too long"
    assert told(check, "a", "a" * 10**6) == "expected 'a', a str, got a str that is too long"


def test_the_name_of_a_series_counts_where_the_check_says_so() -> None:
    pandas = pytest.importorskip("pandas")
    one, other = pandas.Series([1, 2], name="a"), pandas.Series([1, 2])
    assert told(equal("y", points=1), one, other) == ""
    assert told(equal("y", points=1, names=True), one, other) == "at name expected 'a', a str, got None"


# --- numpy's kinds ---------------------------------------------------------------------------------------------------


def test_a_dtype_is_named() -> None:
    check = dtype("y", points=1)
    assert told(check, np.zeros(3, np.float32), np.ones(2, np.float32)) == ""
    assert told(check, np.zeros(3, np.int64), np.zeros(3)) == "expected dtype int64, got float64"
    assert told(check, np.zeros(3), 1.5) == ""
    assert told(check, np.zeros(3), "x") == "expected dtype float64, got a str"
    assert "which has no dtype" in refused(lambda: check, "x")


def test_a_view_is_told_from_a_copy() -> None:
    check = shared("y", points=1)
    assert told(check, True, True) == ""
    assert told(check, False, True) == (
        "expected a copy with memory of its own, got a view, which shares its argument's memory"
    )
    assert told(check, True, [1.0]) == "expected a view, which shares its argument's memory, got a list"
    assert "write answer.f.shared(0)(…)" in refused(lambda: check, 3)


RANDOM = np.random.default_rng(1)


def test_samples_of_one_distribution_pass_however_they_were_drawn() -> None:
    check = distributed("y", points=1)
    for _ in range(50):
        assert told(check, RANDOM.normal(size=500), RANDOM.normal(size=500)) == ""
    assert told(check, RANDOM.integers(0, 2, 500), RANDOM.permutation(np.repeat([0, 1], 250))) == ""


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (RANDOM.normal(2, 1, 1000), "their mean is"),
        (RANDOM.normal(0, 3, 1000), "their standard deviation is"),
        (np.full(1000, 0.5), "of the numbers to be at most"),
        (np.full(1000, np.nan), "a number that is drawn is not finite"),
        (RANDOM.normal(size=999), "expected an array of shape (1000,), got an array of shape (999,)"),
        (["x"], "expected an array of shape (1000,), got a list"),
    ],
)
def test_another_distribution_is_described(sample: Any, words: str) -> None:
    assert words in told(distributed("y", points=1), RANDOM.normal(size=1000), sample)


def test_few_numbers_tell_nothing() -> None:
    assert refused(lambda: distributed("y", points=1), np.zeros(10)).endswith(
        "the solution draws 10 numbers: have it draw 200 or more"
    )
    assert "repeated(…)" in refused(lambda: vectorised("y", points=1), np.zeros(10))


# --- sources ---------------------------------------------------------------------------------------------------------


LOOP = "def f(n):\n    total = 0\n    for k in range(n):\n        total += k ** 2\n    return total\n"
SOURCES = [
    ("for", LOOP, 3),
    ("for", "def f(n):\n    return [k for k in range(n)]", 2),
    ("while", LOOP, None),
    ("**", LOOP, 4),
    ("@", "def f(a, b):\n    return a @ b", 2),
    ("recursion", "def f(n):\n    return n * f(n - 1) if n else 1", 2),
    ("recursion", LOOP, None),
    ("recursion", "import math as m\ndef gcd(a, b):\n    return m.gcd(a, b)", None),
    ("recursion", "def gcd(a, b):\n    return math.gcd(a, b)", None),
    ("recursion", "def insert(math, x):\n    return math.insert(x)", 2),
    ("range", LOOP, 3),
    ("np.linalg.inv", "import numpy as np\ndef f(a):\n    return np.linalg.inv(a)", 3),
    ("np.linalg.inv", "from numpy.linalg import inv as i\ndef f(a):\n    return i(a)", 1),
    ("np.linalg.inv", "import numpy.linalg as la\ndef f(a):\n    return la.inv(a)", 3),
    ("np.linalg.inv", "def f(a):\n    return np.linalg.solve(a, a)", None),
    (".sort", "def f(a):\n    a.sort()\n    return a", 2),
    ("lambda", "%matplotlib inline\nf = lambda x: x", 2),
]


@pytest.mark.parametrize(("construct", "source", "line"), SOURCES)
def test_a_construct_is_found_where_it_is_used(construct: str, source: str, line: int | None) -> None:
    expected = None
    without, having = avoids("y", construct, points=1), uses("y", construct, points=1)
    if line is None:
        expected = without.expect(context(source))
        assert without.wrong(source, expected) == ""
        assert having.wrong(source, expected).endswith("and your answer has none")
        assert "of the solution, too" in refused(lambda: having, source)
    else:
        expected = having.expect(context(source))
        assert having.wrong(source, expected) == ""
        assert without.wrong(source, expected).startswith(f"line {line} of your answer uses")
        assert "of the solution, too" in refused(lambda: without, source)
    assert expected.plain is None


def test_a_source_that_is_no_python_is_not_known_to_avoid_anything() -> None:
    check = avoids("y", "for", points=1)
    for source in ("def f(:", "(" * 100_000, "x" * 200_000):
        assert check.wrong(source, check.expect(context("x = 1"))).startswith("the cell cannot be read as Python")
    assert "no statement, operator or name" in refused(lambda: avoids("y", "for each", points=1))
    assert refused(lambda: uses("y", points=1)).startswith("name what is to be used or avoided")


# --- figures ---------------------------------------------------------------------------------------------------------


def drawn(draw: Callable[[Any], Any]) -> Any:
    plt = pytest.importorskip("matplotlib.pyplot")
    return perform(Call("f", (), shows="figure"), {"f": lambda: draw(plt)}.__getitem__)  # type: ignore[arg-type]


def labelled(plt: Any) -> None:
    plt.plot([1, 2], [3, 4], label="a")
    plt.bar([1, 2], [3, 4])
    plt.xlabel("time")
    plt.legend()


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (labelled, ""),
        (lambda plt: (plt.bar([1, 2], [3, 4]), labelled(plt)), "expected 1 line and 2 bars, got 1 line and 4 bars"),
        (lambda plt: None, "expected a figure, but nothing was drawn"),
        (lambda plt: (plt.subplot(1, 2, 1), plt.subplot(1, 2, 2)), "expected 1 axes (a picture each), got 2"),
        (lambda plt: (labelled(plt), plt.xlabel("")), "the x label is missing"),
        (lambda plt: (labelled(plt), plt.yscale("log")), "y scale: expected 'linear', got 'log'"),
    ],
)
def test_a_figure_is_compared_by_what_it_holds(draw: Callable[[Any], Any], words: str) -> None:
    assert told(figure("y", points=1), drawn(labelled), drawn(draw)) == words


def test_a_forged_figure_is_wrong() -> None:
    check = figure("y", points=1)
    expected = check.expect(context(drawn(labelled)))
    for parts in ((), (("axes", 3),), (("axes", [Described("axes", ())]),), (("axes", [Opaque("x")]),)):
        assert check.wrong(Described("figure", parts), expected)


def test_bars_are_where_they_stand_and_how_far_they_reach_however_wide() -> None:
    check = figure("y", points=1)
    right = drawn(lambda plt: plt.bar(["a", "b"], [1, 2]))
    assert told(check, right, drawn(lambda plt: plt.bar(["a", "b"], [1, 2], width=0.2))) == ""
    assert "middle" in told(check, right, drawn(lambda plt: plt.bar([1, 2], [1, 2])))
    assert "direction expected 'vertical', got 'horizontal'" in told(
        check, right, drawn(lambda plt: plt.barh(["a", "b"], [1, 2]))
    )
    assert told(check, right, drawn(lambda plt: plt.plot([1, 2]))) == "expected 2 bars, got 1 line"
