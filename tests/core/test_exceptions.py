"""Exceptions explained: each usual slip is run, and what is said of it names the fault and what to do."""

from __future__ import annotations

import inspect
import linecache
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Failed
from autograder.core.exceptions import EXPLANATIONS, explain
from autograder.core.explanation import Explanation
from autograder.keys.reference import try_call

X, W, V = np.ones((2, 3)), np.ones((2, 4)), np.ones(3)


def told(body: str, *args: Any) -> tuple[str, str]:
    """Return what is said of a function with this body: the message, and the explanation."""
    parameters = ", ".join("XWV"[: len(args)])
    source = f"def f({parameters}):\n    {body}\n"
    linecache.cache["<slip>"] = (len(source), None, source.splitlines(keepends=True), "<slip>")
    namespace: dict[str, Any] = {"np": np, "sigmoid": np.tanh}
    exec(compile("import math\n", "<slip>", "exec"), namespace)
    exec(compile(source, "<slip>", "exec"), namespace)
    outcome = try_call(Call("f", args), namespace)
    assert isinstance(outcome, Failed)
    return outcome.message, explain(outcome.message)


SLIPS = {
    "if on an array": ("return X if X > 0 else 0", (X,), "np.where(condition, a, b)"),
    "max of an array": ("return max(X, 0)", (X,), "np.maximum(x, 0)"),
    "min of an array": ("return min(X, 0)", (X,), "np.minimum(x, 0)"),
    "a caret": ("return X^2", (X,), "write `x**2`"),
    "math on an array": ("return math.exp(X)", (X,), "`np.exp` works on every entry"),
    "float of an array": ("return float(X)", (X,), "a single number is needed"),
    "a product that does not fit": ("return X @ W", (X, W), "`X.T @ W` would have shape (3, 4)"),
    "dot that does not fit": ("return np.dot(X, W)", (X, W), "columns of"),
    "@ with a number": ("return X @ 2.0", (X,), "multiply by a number with `*`"),
    "a transpose that is missing": ("return X + X.T", (X,), "each other's transpose"),
    "shapes that do not meet": ("return X * W", (X, W), "axes must be equally long"),
    "a column that lost its axis": ("return X + W[:, 0]", (X, W), "keep it"),
    "two indices of a vector": ("return X[:, 0][:, 0]", (X,), "has lost one"),
    "an axis that is gone": ("return np.sum(X[:, 0], axis=1)", (X,), "lost an axis"),
    "one index too far": ("return X[2]", (X,), "of 2 entries the last has index 1"),
    "a list's end": ("return [1, 2][2]", (X,), "Counting begins at 0"),
    "a fraction as index": ("return X[4 / 2]", (X,), "`//` a whole number"),
    "a name nearly right": ("return sigmod(X)", (X,), "a slip for `sigmoid`?"),
    "a name that is nowhere": ("return qqqqq", (X,), "give it a value first"),
    "an import that is missing": ("return plt.plot(X)", (X,), "import matplotlib.pyplot as plt"),
    "a name set in one branch": ("if X.ndim == 9: y = 1\n    return y", (X,), "only in one branch of an `if`"),
    "None from a forgotten return": ("def g(a): a + 1\n    return g(X) * 2", (X,), "without `return`"),
    "None with an index": ("def g(a): a + 1\n    return g(X)[0]", (X,), "without `return`"),
    "no end of calls": ("return f(X)", (X,), "without end"),
    "an argument too many": (
        "def g(a): return a\n    return g(X, 1)",
        (X,),
        "`g` takes 1 positional argument, and here it gets 2",
    ),
    "an argument too few": ("def g(a, b): return a\n    return g(X)", (X,), "`g` needs `b` as well"),
    "a list for an array": ("return [1, 2].shape", (X,), "np.asarray"),
    "an item that is joined to a list": ("return ['a'] + 'b'", (X,), "add one item by `append`, or as `[item]`."),
    "a number that is joined to a list": ("return [1.0] + 2", (X,), "To add to every entry, make an array"),
    "a list that calculates": ("return [1.0, 2.0] * 1.5", (X,), "np.asarray"),
    "numpy has no such thing": ("return np.sigmoid(X)", (X,), "numpy has no `sigmoid`"),
    "an array has no such thing": ("return X.append(1)", (X,), "An array has no `.append`"),
    "a times sign that is missing": ("return X(X + 1)", (X,), "is a `*` missing"),
    "a function that is not called": ("return 2 * sigmoid2\n", (X,), "is not defined"),
    "too few names": ("a, b = 1, 2, 3\n    return a", (X,), "as many as the values"),
    "a zip that is missing": ("for a, b in X, X: pass", (V,), "`for a, b in zip(x, y)`"),
    "a number with an index": ("x = 1.0\n    return x[0]", (X,), "expected: `[ ]`"),
    "whole numbers that get fractions": ("y = np.arange(3)\n    y += 0.5\n    return y", (X,), "whole numbers"),
    "rows of other lengths": ("return np.array([[1], [1, 2]])", (X,), "not equally long"),
    "None in an array": ("return np.exp(np.array([1.0, None]))", (X,), "not a number"),
    "division by nothing": ("return 1 / 0", (X,), "The divisor is 0"),
    "an assert of one's own": ("assert X.ndim == 1\n    return X", (X,), "An `assert` in your code"),
    "arrays that do not fit together": ("return np.vstack([X, W])", (X, W), "print their shapes"),
    "the inverse of an oblong": ("return np.linalg.inv(X)", (X,), "Only a square matrix"),
    "one index too many": ("return X[0][0][0]", (X,), "count the `[ ]`"),
    "a number that sorts": ("return sorted(X)", (X,), "is needed here"),
    "a float without the attribute": ("return np.sum(X).foo", (X,), "A float64 has no `.foo`"),
    "two kinds that do not add": ("return range(3) * 2", (X,), "does not work between a range and an int"),
    "an option that is misspelt": ("return X.sum(axes=0)", (X,), "takes no `axes=`"),
    "a raise of one's own": ("raise ValueError('no')", (X,), "your own `raise`"),
    "a power of a function": ("return 1 - np.tanh^2", (X,), "call the function first"),
    "a shape of other size": ("return X.reshape(4, 4)", (X,), "number of entries stays"),
}


@pytest.mark.parametrize(("body", "args", "said"), SLIPS.values(), ids=SLIPS.keys())
def test_a_usual_slip_is_explained(body: str, args: tuple[Any, ...], said: str) -> None:
    message, explanation = told(body, *args)
    assert said in explanation, message


def test_the_line_of_ones_own_code_and_its_shapes_are_told() -> None:
    message, _ = told("return X @ W", X, W)
    assert message.endswith(": `return X @ W`, where X has shape (2, 3) and W has shape (2, 4)")
    assert len(message) <= 300


def test_the_orders_that_fit_are_all_there_are() -> None:
    _, explanation = told("return X @ W", X, W)
    assert "X has 3, W has 2" in explanation
    assert "`W.T @ X` would have shape (4, 3)" in explanation
    assert explanation.count("would have shape") == 2


@pytest.mark.parametrize("said", ["f-string: unmatched '['", "f-string: expecting '}'"])
def test_quotes_within_the_quotes_of_an_f_string_are_not_taken_for_a_bracket_too_many(said: str) -> None:
    told = explain(f"its cell did not run: line 3: SyntaxError: {said} (read as Python 3.11)")
    assert told.startswith("Before Python 3.12, the braces of an f-string")


def test_what_nobody_knows_is_not_explained() -> None:
    assert explain("`f` raised ValueError: something of one's own") == ""
    assert explain("") == ""


def test_an_author_adds_explanations_which_are_asked_first() -> None:
    mine = [Explanation(r"KeyError: '(\w+)'", "Nobody is called {1}: see section 2.")]
    assert explain("`f` raised KeyError: 'eve'", mine) == "Nobody is called eve: see section 2."
    assert explain("`f` raised ZeroDivisionError: division by zero", mine).startswith("The divisor")


def test_braces_in_a_strangers_text_are_text() -> None:
    assert "{0.__class__}" in explain("module 'numpy' has no attribute 'x'").replace("`x`", "{0.__class__}")
    assert explain("NameError: name '{0}' is not defined") == ""


def test_every_sentence_ends_as_sentences_do() -> None:
    for each in EXPLANATIONS:
        text = each.sentence if isinstance(each.sentence, str) else inspect.getsource(each.sentence)
        assert text.strip()
        if isinstance(each.sentence, str):
            assert text[-1] in ".?"


def test_a_replaced_function_of_numpy_is_not_explained_as_a_missing_operator() -> None:
    said = "`f` raised TypeError: 'list' object is not callable; `np.array` was replaced by a list in line 1 of a cell"
    assert explain(said).startswith("A cell has put a value in the place of one of numpy's functions")


def test_a_tuple_is_not_called_a_list_and_equal_shapes_are_multiplied_entry_by_entry() -> None:
    assert explain("TypeError: unsupported operand type(s) for @: 'tuple' and 'tuple'").startswith("A tuple")
    assert explain("TypeError: unsupported operand type(s) for *: 'list' and 'float'").startswith("A list")
    mismatch = "ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0"
    assert "by `*`" in explain(mismatch)
