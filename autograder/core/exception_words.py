"""Sentences about exceptions that depend on the line of code, its names and its shapes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

import numpy as np

Shape = tuple[int, ...]
Found = re.Match[str]
LINE = r": `([^`]*)`"  # as faulty_line writes it


def line_in(message: str) -> str:
    """Return the line of code that a message tells, or ""."""
    found = re.search(LINE, message)
    return found[1] if found else ""


def shapes_in(message: str) -> dict[str, Shape]:
    """Return the shapes that a message tells, by name."""
    told = re.findall(r"([^\W\d]\w*) has shape \(([\d, ]*)\)", message)
    return {name: _shape(shape) for name, shape in told}


def _shape(text: str) -> Shape:
    return tuple(int(part) for part in text.split(",") if part.strip())


def orders_that_fit(a: str, b: str, shapes: dict[str, Shape]) -> list[str]:
    """Return the products of two tables, turned or in the other order, whose shapes fit: "X.T @ W, of shape (3, 4)"."""
    sides = {a: shapes[a], f"{a}.T": shapes[a][::-1]}, {b: shapes[b], f"{b}.T": shapes[b][::-1]}
    pairs = [(one, other) for one in sides[0].items() for other in sides[1].items()]
    pairs += [(other, one) for one, other in pairs]
    fits = [(x, y, (s[0], t[1])) for (x, s), (y, t) in pairs if len(s) == len(t) == 2 and s[1] == t[0]]
    return [f"`{x} @ {y}` would have shape {shape}" for x, y, shape in fits]


def ambiguous(_: Found, message: str) -> str:
    if found := re.search(r"(?<![.\w])(max|min)\(", line_in(message)):
        which = {"max": ("np.maximum", "larger"), "min": ("np.minimum", "smaller")}[found[1]]
        return (
            f"Python's `{found[1]}` compares whole arrays: `{which[0]}(a, b)` takes the {which[1]} one at each entry, "
            f"as in `{which[0]}(x, 0)`."
        )
    if not re.search(r"\b(if|and|or|not|while|assert)\b", line_in(message)):
        return (
            "One number, or one True or False, is needed here, but this is an array of many: work on all entries with "
            "numpy's functions."
        )
    return (
        "`if`, `and`, `or` and `not` need one True or False, but this is an array of many: choose entry by entry "
        "with `np.where(condition, a, b)`, and join conditions with `&` and `|`."
    )


def numpy_for_math(found: Found, _: str) -> str:
    near = f"`np.{found[1]}` works" if hasattr(np, found[1]) else "numpy's functions work"
    return f"`math.{found[1]}` takes one number: {near} on every entry of an array."


FACTOR = r"(\w+)(\.T)?"
PRODUCT = re.compile(rf"(?<![\w.)\]]){FACTOR} *@ *{FACTOR}(?![\w.(\[])|dot\({FACTOR}, *{FACTOR}\)")


def product(_: Found, message: str) -> str:
    rule = "In `A @ B` the columns of A must be as many as the rows of B"
    shapes = shapes_in(message)
    for found in PRODUCT.finditer(line_in(message)):
        a, turned_a, b, turned_b = (part or "" for part in found.groups()[0 if found[1] else 4 :][:4])
        if not all(len(shapes.get(name, ())) == 2 for name in (a, b)):
            continue
        columns, rows = shapes[a][0 if turned_a else 1], shapes[b][1 if turned_b else 0]
        if columns != rows:
            fits = orders_that_fit(a, b, shapes) if a != b else []
            which = f" These fit: {'; '.join(fits[:4])}." if fits else ""
            return f"{rule}, and {a}{turned_a} has {columns}, {b}{turned_b} has {rows}.{which}"
    way = "turn one around (`.T`) or change the order; entry by entry, equal shapes are multiplied by `*`"
    return f"{rule}: print both shapes, and {way}."


def no_array(_: Found, message: str) -> str:
    """Explain an operator that lists and tuples do not have: a tuple is often a shape, of which entries are asked."""
    if "tuple" in message and "list" not in message:
        return (
            "A tuple, such as a shape, does not calculate: take its entries (`shape[0]`), join two by `+`, "
            "or make an array of numbers with `np.asarray(…)`."
        )
    if joined := re.search(r'can only concatenate list \(not "(\w+)"\)', message):
        item = "`+` joins two lists: add one item by `append`, or as `[item]`."
        numbers = " To add to every entry, make an array with `np.asarray(…)`."
        return item + (numbers if joined[1] in ("int", "float") else "")
    return "A list does not calculate entry by entry, an array does: make one with `np.asarray(…)`."


def aligned(found: Found, message: str) -> str:
    if re.search(r"dot\(\w+(\.T)?, *\w+(\.T)?\)", line_in(message)) and "has shape" in message:
        return product(found, message)
    a, b = _shape(found[1]), _shape(found[2])
    fits = orders_that_fit("A", "B", {"A": a, "B": b}) if len(a) == len(b) == 2 else []
    which = f" For A of shape {a} and B of shape {b}, these fit: {'; '.join(fits[:4])}." if fits else ""
    return f"In a matrix product the columns of the first must be as many as the rows of the second.{which}"


def broadcast(found: Found, _: str) -> str:
    a, b = _shape(found[1]), _shape(found[2])
    if len(a) == 2 and a == b[::-1]:
        return f"Shapes {a} and {b} are each other's transpose: turn one around with `.T` before you combine them."
    rule = "Entry by entry, axes must be equally long, counted from the last, or 1"
    if {len(a), len(b)} == {1, 2}:
        lost = "has one of them lost an axis, as by `X[:, i]` or a sum (`X[:, i:i+1]` and `keepdims=True` keep it)?"
        return f"{rule}, and {a} and {b} are not: {lost}"
    return f"{rule}, and {a} and {b} are not: is a matrix product (`@`) or a `.T` missing?"


def beyond(found: Found, _: str) -> str:
    index, size = int(found[1]), int(found[2])
    if size == 0:
        return (
            f"Index {index} is asked for, and there are no entries at all: treat the empty case, or look at the shape."
        )
    return f"Counting begins at 0: of {size} entries the last has index {size - 1}, and index {index} is beyond it."


def no_index(found: Found, _: str) -> str:
    kind = found[1].rpartition(".")[2] if found[1] else "float"
    if kind.startswith("float"):
        return "An index is a whole number: `/` always gives a float, `//` a whole number."
    if kind in ("function", "ufunc", "builtin_function_or_method"):
        return (
            "An index is a whole number, and this is a function: `for f in chain` already gives the entries themselves."
        )
    return (
        f"An index is a whole number, and this is a {kind}: `for i in range(len(x))` counts, `for v in x` gives "
        "entries."
    )


def undefined(found: Found, message: str) -> str:
    name = found[1]
    usual = {"np": "import numpy as np", "plt": "import matplotlib.pyplot as plt", "math": "import math"}
    if name in usual:
        return f"`{usual[name]}` is missing: run the cell that imports it, or write it above."
    near = re.search(r"did you mean `(\w+(?: \* \w+)?)`", message)
    if near:
        return f"`{name}` is not defined where this line runs: a slip for `{near[1]}`?"
    if not name.startswith("_") and len(name) > 1 and callable(getattr(np, name, None)):
        return f"`{name}` is one of numpy's functions: write `np.{name}`."
    if name in ("e", "pi"):
        return (
            f"`{name}` is not defined where this line runs: numpy has it as `np.{name}` (and e to a power as `np.exp`)."
        )
    return f"`{name}` is not defined where this line runs: give it a value first, or correct the name."


def attribute_of_numpy(found: Found, _: str) -> str:
    near = _near(found[1], dir(np))
    return f"numpy has no `{found[1]}`: " + (
        f"a slip for `np.{near}`?" if near else "write it yourself, or correct the name."
    )


def attribute_of_array(found: Found, _: str) -> str:
    near = _near(found[1], dir(np.ndarray))
    if near:
        return f"An array has no `.{found[1]}`: a slip for `.{near}`?"
    if hasattr(np, found[1]):
        return f"An array has no `.{found[1]}`: there is a function for it, `np.{found[1]}`."
    return f"An array has no `.{found[1]}`: is the name right?"


def _near(name: str, names: Iterable[str]) -> str:
    open_names = [each for each in names if not each.startswith("_")]
    same = [each for each in open_names if each.lower() == name.lower()]
    return next(iter(same or difflib.get_close_matches(name[:60], open_names, 1, 0.66)), "")


def missing_arguments(found: Found, message: str) -> str:
    name, missing = found[1], found[2].replace("'", "`")
    if _is_the_exercise(name, message):
        return (
            f"The `def` line of `{name}` asks for more than the exercise hands in ({missing}): keep its parameters "
            "as they were."
        )
    return f"`{name}` needs {missing} as well: pass it in the call, in the order of its `def` line."


def counted(found: Found, message: str) -> str:
    name, takes, given = found[1], found[2], found[3]
    if _is_the_exercise(name, message):
        return (
            f"The exercise hands in {given}, and the `def` line of `{name}` takes {takes}: keep its parameters as "
            "they were."
        )
    return f"`{name}` takes {takes}, and here it gets {given}: look at what it asks for, and in which order."


def _is_the_exercise(name: str, message: str) -> bool:
    """Say whether the function that was called wrongly is the one that the check calls, and not one within its code."""
    return f"`{name}` raised" in message and name not in line_in(message)


def attribute_of_number(found: Found, _: str) -> str:
    return f"{_with_article(found[1])} has no `.{found[2]}`, an array has: make one with `np.asarray(…)`."


def attribute(found: Found, _: str) -> str:
    kind = found[1].rpartition(".")[2]
    return f"{_with_article(kind)} has no `.{found[2]}`: is the name right, and is it what you take it for?"


def operands(found: Found, _: str) -> str:
    one, other = (_with_article(name.rpartition(".")[2]).lower() for name in found.groups()[1:])
    return f"`{found[1]}` does not work between {one} and {other}: look at what these two are."


def _with_article(kind: str) -> str:
    return f"{'An' if kind[:1].lower() in 'aeiou' else 'A'} {kind}"


def unpacked(_: Found, message: str) -> str:
    if re.match(r"for \w+, *\w+ in \w+, *\w+", line_in(message)):
        return (
            "`for a, b in zip(x, y)` walks through two sequences at once; without `zip` the comma makes a pair of them."
        )
    if line_in(message).startswith("for "):
        return "The names after `for` must be as many as each entry has parts: look at what is walked through."
    return "The names left of `=` must be as many as the values on the right: look at what the function returns."


def no_function(found: Found, message: str) -> str:
    if re.search(r"\.(T|shape|size|ndim)\(", line_in(message)):
        return "`.T`, `.shape` and `.size` are values, not functions: write them without parentheses."
    return (
        "Parentheses after a value call it like a function: is a `*` missing before them, do you mean an index, "
        "`[ ]`, or have two arguments of a call changed places?"
    )


def bare_function(_: Found, message: str) -> str:
    if "^" in line_in(message):
        return "`^` is not a power in Python: call the function first and then square what it gives, `f(x)**2`."
    if near := re.search(r"did you mean `(\w+)`", message):
        return f"There is a function of Python's own where a value is meant: a slip for `{near[1]}`?"
    return (
        "There is a function where its result is meant: call it, `f(x)`. If it is called, look at the order of the "
        "arguments in that call."
    )
