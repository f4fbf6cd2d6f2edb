"""What it means that a result is of the wrong kind, shape or size, and what to do, where no author's words say more.

The messages are those of the kinds of check. Nothing here knows the exercise: what cannot be known is asked.
"""

from __future__ import annotations

import re

from autograder.core.explanation import Explanation, first_fit

ONE = r"expected a(?:n array| single number)"


def explain_kind(message: str) -> str:
    """Return what a result of the wrong kind or shape means, or "" where its kind and shape are right."""
    return first_fit(message, KINDS)


def where_to_look(message: str) -> str:
    """Return what to look at in a result whose numbers are wrong."""
    return first_fit(message, NUMBERS)


def _turned(found: re.Match[str], _: str) -> str:
    want, got = (tuple(int(part) for part in found[n].split(",") if part.strip()) for n in (1, 2))
    if len(want) != len(got):
        return (
            f"The result has {_axes(len(got))} and should have {len(want)}: an index like `X[:, i]` and a sum without "
            "`keepdims=True` drop an axis, a slice like `X[:, i:i+1]` keeps it."
        )
    if want == got[::-1]:
        return "Rows and columns have changed places: turn the result around (`.T`), or change the order of a product."
    return (
        "Print the shape of each intermediate result (`print(N.shape)`), and find the first that is not as you "
        "expect it."
    )


def _some(found: re.Match[str], _: str) -> str:
    if int(found[1]) < int(found[2]):
        return "Some entries are right: what sets the wrong ones apart (their sign, their size, a border, a row)?"
    return (
        "Work one entry out by hand for this call, as the docstring says, and compare each step of yours with `print`."
    )


def _axes(number: int) -> str:
    return f"{number or 'no'} ax{'i' if number == 1 else 'e'}s"


KINDS: tuple[Explanation, ...] = (
    Explanation(
        r"got None",
        "Nothing comes back: `print` shows a value but does not hand it on. End the function with `return` and the "
        "result, "
        "on every way through it.",
    ),
    Explanation(
        r"got an? (?:\w*function\w*|method\w*|ufunc|numpy\.ufunc|type)\b",
        "A function comes back and not its result: call it, with parentheses after its name.",
    ),
    Explanation(r"got a str", "A text comes back: return the numbers themselves, `print` is for looking at them."),
    Explanation(
        r"got an? (?:generator|map|zip|range|filter|enumerate|dict\w*|set)\b",
        "This is not an array yet: collect the entries in a list and return `np.array(entries)`.",
    ),
    Explanation(
        r"got dtype object|got an array of objects",
        "The array holds something that is not a number: None, or lists of other lengths.",
    ),
    Explanation(
        r"expected real numbers, got (?:True|False)",
        "True and False come back where numbers are asked for: a comparison gives those. `np.where(condition, 1.0, "
        "0.0)` makes numbers of them.",
    ),
    Explanation(r"got dtype complex", "Complex numbers come out: is a root or a power taken of something negative?"),
    Explanation(r"got dtype", "The array holds something that is not a number: look at how it is made."),
    Explanation(
        r"expected a tuple or list of (\d+) results, got a (?:tuple|list) of (\d+)",
        "{1} results are asked for and {2} come back: list just those after `return`, in the order of the docstring.",
    ),
    Explanation(
        r"expected a tuple or list of (\d+) results, got",
        "{1} results are asked for, each by itself: list them after `return`, separated by commas, in the order of "
        "the "
        "docstring.",
    ),
    Explanation(
        rf"{ONE}.*, got a list",
        "A list comes back where an array or a number is asked for: return `np.array(…)` of it.",
    ),
    Explanation(
        rf"{ONE}.*, got a tuple",
        "Several results come back where one is asked for: a comma after `return` makes a tuple. Which one is "
        "meant, or how "
        "do they become one?",
    ),
    Explanation(
        r"expected an array of shape \((?:1, )*1,?\).*got a single number",
        "The shape is lost: a product of matrices keeps it, a sum does with `keepdims=True`.",
    ),
    Explanation(
        r"expected an array of shape (\([\d, ]+\)).*got a single number",
        "One number comes back where an array of shape {1} is asked for: is there a sum, a maximum or an index that "
        "leaves "
        "only one, or does the result not depend on the input?",
    ),
    Explanation(
        r"expected a single number.*got an array",
        "An array comes back where one number is asked for: bring it down to one, as a sum over all entries (without "
        "`axis`) "
        "does.",
    ),
    Explanation(r"expected an array of shape \(([\d, ]*)\).*got an array of shape \(([\d, ]*)\)", _turned),
    Explanation(
        r"changed its argument",
        "`x[…] = …`, `+=` and `*=` write into the array that was handed in: make a new one, or begin with `x = "
        "x.copy()`.",
    ),
)
NUMBERS: tuple[Explanation, ...] = (
    Explanation(
        r"the right one negated",
        "All signs are turned around: is a difference taken the wrong way round, or a minus sign missing or one too "
        "many?",
    ),
    Explanation(
        r"the right one transposed", "Rows and columns have changed places: a `.T`, or the order of a product."
    ),
    Explanation(
        r"the right one scaled by ([-\d.e+]+)",
        "All entries are off by the same factor, {1}: is a factor missing or there twice, or a mean taken for a sum?",
    ),
    Explanation(
        r"got nan",
        "nan comes from 0 / 0, inf - inf, or a logarithm of something negative: which step is the first to give it?",
    ),
    Explanation(
        r"got -?inf",
        "inf comes from a division by 0, log(0), or an exponential of a large number: which step gives it?",
    ),
    Explanation(
        r"asked the same again after other calls",
        "The answer remembers something between calls: a name outside the function, or a default argument that is "
        "changed.",
    ),
    Explanation(
        r"took too long|not asked again",
        "Is there a loop that never ends, or one that goes entry by entry where one operation on arrays does it all?",
    ),
    Explanation(
        r"ended the program", "Something ends Python itself: `exit()` or `quit()`, or far more memory than there is?"
    ),
    Explanation(r"\((\d+) of (\d+) entries (?:is|are) wrong\)", _some),
    Explanation(
        r"` raised \w+",
        "Look at the parts of this line one by one with `print`: which of them is not what you take it for?",
    ),
    Explanation(
        r"expected .*, got ",
        "Work it out by hand for this call, as the docstring says, and compare each step of yours with `print`.",
    ),
)
