"""What the usual exceptions of a beginner mean, and what to do: one catalogue for notebook, terminal and pages.

A message is what a student reads of an exception: its kind and text, the line of code, the shapes in it (faulty_line).
An explanation is a pattern that is looked for in it, and what to say then. The first that fits is the one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Said = str | Callable[["re.Match[str]", str], str]
Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """pattern is searched in the message; where it is found, sentence is said: a text in which {1} is its first group,
    or a function of the match and the whole message."""

    pattern: str
    sentence: Said


def explain(message: str, more: Iterable[Explanation] = ()) -> str:
    """Return what an exception's message means and what to do, or "". more: an author's own, which are asked first."""
    for explanation in (*more, *EXPLANATIONS):
        if found := re.search(explanation.pattern, message):
            said = explanation.sentence
            text = said.format(found[0], *found.groups()) if isinstance(said, str) else said(found, message)
            if text:
                return text
    return ""


def shapes_in(message: str) -> dict[str, Shape]:
    """Return the shapes that a message tells, by name."""
    told = re.findall(r"([^\W\d]\w*) has shape \(([\d, ]*)\)", message)
    return {name: tuple(int(part) for part in shape.split(",") if part.strip()) for name, shape in told}


def orders_that_fit(a: str, b: str, shapes: dict[str, Shape]) -> list[str]:
    """Return the products of two tables, turned or in the other order, whose shapes fit: "X.T @ W, of shape (3, 4)"."""
    sides = {a: shapes[a], f"{a}.T": shapes[a][::-1]}, {b: shapes[b], f"{b}.T": shapes[b][::-1]}
    pairs = [(one, other) for one in sides[0].items() for other in sides[1].items()]
    pairs += [(other, one) for one, other in pairs]
    fits = [(x, y, (s[0], t[1])) for (x, s), (y, t) in pairs if len(s) == len(t) == 2 and s[1] == t[0]]
    return [f"`{x} @ {y}` would have shape {shape}" for x, y, shape in fits]


# --- sentences that depend on the line and its shapes ----------------------------------------------------------------


def _ambiguous(_: re.Match[str], message: str) -> str:
    if found := re.search(r"`[^`]*(?<![.\w])(max|min)\([^`]*`", message):
        which = {"max": ("np.maximum", "larger"), "min": ("np.minimum", "smaller")}[found[1]]
        return (
            f"Python's `{found[1]}` compares whole arrays: `{which[0]}(x, 0)` takes the {which[1]} one for each entry."
        )
    return (
        "`if`, `and`, `or` and `not` need one True or False, but this is an array of many: choose entry by entry "
        "with `np.where(condition, a, b)`, and join conditions with `&` and `|`."
    )


def _product(_: re.Match[str], message: str) -> str:
    shapes = shapes_in(message)
    rule = "In `A @ B` the columns of A must be as many as the rows of B"
    found = re.search(r"`[^`]*?(\w+) *@ *(\w+)[^`]*`", message) or re.search(r"dot\((\w+), *(\w+)\)", message)
    if found and found[1] in shapes and found[2] in shapes:
        a, b = shapes[found[1]], shapes[found[2]]
        if len(a) == len(b) == 2:
            fits = orders_that_fit(found[1], found[2], shapes)
            which = f" These fit: {'; '.join(fits[:4])}." if fits else ""
            return f"{rule}, and {found[1]} has {a[1]}, {found[2]} has {b[0]}.{which}"
    return f"{rule}: print both shapes, and turn one around (`.T`) or change the order."


def _aligned(found: re.Match[str], message: str) -> str:
    a, b = (tuple(int(part) for part in found[n].split(",") if part.strip()) for n in (1, 2))
    fits = orders_that_fit("A", "B", {"A": a, "B": b}) if len(a) == len(b) == 2 else []
    which = f" For A of shape {a} and B of shape {b}, these fit: {'; '.join(fits[:4])}." if fits else ""
    return f"In a matrix product the columns of the first must be as many as the rows of the second.{which}"


def _broadcast(found: re.Match[str], _: str) -> str:
    a, b = (tuple(int(part) for part in found[n].split(",") if part.strip()) for n in (1, 2))
    if len(a) == 2 and a == b[::-1]:
        return f"Shapes {a} and {b} are each other's transpose: turn one around with `.T` before you combine them."
    rule = "Entry by entry, axes must be equally long, counted from the last, or 1"
    if {len(a), len(b)} == {1, 2}:
        lost = "has one of them lost an axis, as `X[:, i]` does (`X[:, i:i+1]` keeps it)?"
        return f"{rule}, and {a} and {b} are not: {lost}"
    return f"{rule}, and {a} and {b} are not: is a matrix product (`@`) or a `.T` missing?"


def _undefined(found: re.Match[str], message: str) -> str:
    name = found[1]
    usual = {"np": "import numpy as np", "plt": "import matplotlib.pyplot as plt", "math": "import math"}
    if name in usual:
        return f"`{usual[name]}` is missing: run the cell that imports it, or write it above."
    near = re.search(r"did you mean `(\w+)`", message)
    if near:
        return f"`{name}` is not defined where this line runs: a slip for `{near[1]}`?"
    return f"`{name}` is not defined where this line runs: give it a value first, or correct the name."


def _counted(found: re.Match[str], _: str) -> str:
    return (
        f"`{found[1]}` is called with another number of arguments than its `def` line has: keep the parameters of the "
        "exercise as they were, and in your own calls pass each of them."
    )


EXPLANATIONS: tuple[Explanation, ...] = (
    Explanation(r"truth value of an array", _ambiguous),
    Explanation(
        r"inhomogeneous shape", "The rows are not equally long, so they make no table: look at how the list is built."
    ),
    Explanation(
        r"bitwise_xor|unsupported operand type\(s\) for \^",
        "`^` is not a power in Python but exclusive or: write `x**2`.",
    ),
    Explanation(
        r"(?:only length-1 arrays|only 0-dimensional arrays|only size-1 arrays).*\bmath\.(\w+)",
        "`math.{1}` takes one number: `np.{1}` works on every entry of an array.",
    ),
    Explanation(
        r"only length-1 arrays|only 0-dimensional arrays|only size-1 arrays|setting an array element with a sequence",
        "There is an array where a single number is needed: work on the whole array with numpy's functions, or take "
        "one entry of it first.",
    ),
    Explanation(r"matmul: Input operand .* (?:mismatch in its core dimension)", _product),
    Explanation(
        r"matmul: Input operand \d does not have enough dimensions",
        "`@` needs tables or vectors, and one side is a single number: multiply by a number with `*`.",
    ),
    Explanation(r"shapes \(([\d,]*)\) and \(([\d,]*)\) not aligned", _aligned),
    Explanation(r"operands could not be broadcast together with shapes \(([\d,]*)\) \(([\d,]*)\)", _broadcast),
    Explanation(
        r"too many indices for array: array is (\d)-dimensional, but (\d) were indexed",
        "The array has {1} axes and {2} are asked for: it has lost one, as `X[:, i]` does (`X[:, i:i+1]` keeps it), or "
        "a sum without `keepdims=True`.",
    ),
    Explanation(
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "Axis {1} is asked of an array of {2} axes, which are counted from 0: has it lost an axis, as `X[:, i]` does "
        "(`X[:, i:i+1]` keeps it)?",
    ),
    Explanation(
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        "Counting begins at 0: of {2} entries the last has index {2} - 1, and index {1} is beyond it.",
    ),
    Explanation(
        r"IndexError: (?:list|tuple) index out of range",
        "Counting begins at 0: of n entries the last has index n - 1. Does the loop run one too far?",
    ),
    Explanation(
        r"IndexError: only integers, slices|slice indices must be integers|indices must be integers",
        "An index is a whole number: `/` always gives a float, `//` a whole number.",
    ),
    Explanation(
        r"UnboundLocalError.*'(\w+)'",
        "`{1}` is used before the function gives it a value: it is set further down, or only in one branch of an `if`.",
    ),
    Explanation(r"NameError: name '(\w+)' is not defined", _undefined),
    Explanation(
        r"'NoneType' object is not callable",
        "None is called like a function: a name was given the result of a function that returns nothing.",
    ),
    Explanation(
        r"NoneType",
        "None takes part in this: it is what a function without `return` gives back. Look at the function whose result "
        "is used here; does every way through it end in `return`?",
    ),
    Explanation(
        r"maximum recursion depth",
        "The function calls itself without end. If that is meant, it needs a case that returns without a call of "
        "itself; if not, another function's name belongs there.",
    ),
    Explanation(r"(\w+)\(\) (?:takes|missing) .*argument", _counted),
    Explanation(
        r"got (?:an unexpected keyword|multiple values for) argument '(\w+)'",
        "The function has no room for `{1}=` here: look at its `def` line.",
    ),
    Explanation(
        r"'(list|tuple|int|float|bool)' object has no attribute '(\w+)'",
        "A {1} has no `.{2}`, an array has: make one with `np.asarray(…)`.",
    ),
    Explanation(
        r"module 'numpy' has no attribute '(\w+)'", "numpy has no `{1}`: write it yourself, or correct the name."
    ),
    Explanation(
        r"'numpy\.ndarray' object has no attribute '(\w+)'",
        "An array has no `.{1}`: is the name right, or is there a function `np.{1}` for it?",
    ),
    Explanation(
        r"'(numpy\.ndarray|float|int|numpy\.float64|list|tuple)' object is not callable",
        "Parentheses behind a value call it like a function: a `*` is missing before them, an index needs `[ ]`, or a "
        "function's name was given to a value.",
    ),
    Explanation(
        r"can't multiply sequence by non-int|can only concatenate (?:list|tuple)|for [-+*/@]+: '(?:list|tuple)'"
        r"|for [-+*/@]+: '\w+' and '(?:list|tuple)'",
        "A list does not calculate entry by entry, an array does: make one with `np.asarray(…)`.",
    ),
    Explanation(
        r"for [-+*/@]+: '(?:function|builtin_function_or_method|ufunc|numpy\.ufunc)'|and '(?:function|numpy\.ufunc)'",
        "There is a function where its result is meant: call it, `f(x)`.",
    ),
    Explanation(
        r"cannot unpack non-iterable|not enough values to unpack|too many values to unpack",
        "The names left of `=` must be as many as the values on the right: look at what the function returns.",
    ),
    Explanation(
        r"object is not (?:subscriptable|iterable)|object has no len|of unsized object|iteration over a 0-d array",
        "There is one number where an array or a list is expected: `[ ]`, `len` and `for` need several values.",
    ),
    Explanation(
        r"Cannot cast ufunc|same_kind",
        "The array holds whole numbers, and `+=` cannot put fractions into it: write `x = x + …`, or make it float.",
    ),
    Explanation(
        r"loop of ufunc does not support|ufunc '\w+' (?:not supported|did not contain)",
        "The array holds something that is no number (None, a list, a text): look at how it is made.",
    ),
    Explanation(
        r"ZeroDivisionError", "The divisor is 0 for one of the inputs: treat that case, or look at how it is computed."
    ),
    Explanation(
        r"AssertionError",
        "An `assert` in your code does not hold for this input: it asks too much, or what it checks is wrong.",
    ),
    Explanation(r"KeyError", "The dictionary has no such key: it is written differently, or was never put in."),
    Explanation(
        r"IndentationError|TabError|unexpected indent",
        "The lines of one block must begin in the same column: indent with four spaces, and no tabs.",
    ),
    Explanation(
        r"SyntaxError: f-string: (?:unmatched|expecting '\}')|f-string expression part cannot include",
        "Before Python 3.12, the braces of an f-string may hold neither the quotes that are around it nor a backslash: "
        "use the other quotes inside.",
    ),
    Explanation(
        r"SyntaxError: '(.)' was never closed|unmatched '(.)'|does not match opening",
        "A bracket is open or closed once too often: count them in this line and the one above.",
    ),
    Explanation(
        r"SyntaxError: expected ':'",
        "The line needs a `:` at its end: `def`, `if`, `else`, `for` and `while` open a block.",
    ),
    Explanation(
        r"SyntaxError: invalid syntax\. (?:Maybe you meant|Perhaps)|cannot assign to",
        "One `=` gives a value to a name, `==` compares.",
    ),
    Explanation(r"SyntaxError", "Python cannot read this line: look there and at the end of the line above it."),
    Explanation(
        r"Out of memory|MemoryError", "The arrays are far larger than needed: does a shape or a loop grow without end?"
    ),
    Explanation(
        r"AxisError|ValueError: cannot reshape",
        "The number of entries stays when a shape changes: multiply the lengths of its axes to compare.",
    ),
    Explanation(
        r"ModuleNotFoundError: No module named '([\w.]+)'",
        "`{1}` is not installed where this runs: the exercise can be solved with numpy.",
    ),
)
