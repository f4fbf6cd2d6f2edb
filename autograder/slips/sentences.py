"""What the author of a slip should read, by its kind: what is wrong first, then where to look.

Each says something of the results alone, which is true whatever the answer looks like that returned them.
"""

from __future__ import annotations

from collections.abc import Mapping

LOOK = "Write the formula down, and go through it and your code side by side."

SENTENCES: Mapping[str, str] = {
    "returns_an_argument": "What comes back is the same as `{0}`, an argument. What is to be done with it?",
    "results_swapped": "The results have changed places. Return them in the order of the docstring.",
    "results_negated": (
        "All results are the right ones with the opposite sign. Is a difference taken the wrong way "
        "round, or one minus too many or too few?"
    ),
    "sign": (
        "One part has the wrong sign: your results come out when a minus is missing somewhere, or one is "
        "too many. Follow the signs through the formula."
    ),
    "plus_minus": "A plus stands where a minus belongs, or the other way round. " + LOOK,
    "missing_term": (
        "A term is missing: your results come out when one part of a sum or difference is left out. Count"
        " the terms of the formula."
    ),
    "missing_factor": (
        "A factor is missing: your results come out when one factor of a product is left out. Count the "
        "factors of the formula."
    ),
    "divides": "Something is divided by that should be a factor, or the other way round. " + LOOK,
    "times_plus": "Two parts are added up where they should be multiplied, or the other way round. " + LOOK,
    "entrywise": (
        "One product is of the wrong kind: `*` multiplies entry by entry, `@` (or np.dot) is the matrix "
        "product. Look at the formula: which kind stands where?"
    ),
    "operands_swapped": (
        "Two operands have changed places. In a difference, a quotient, a power and a matrix product "
        "their order matters."
    ),
    "arguments_swapped": "Two arguments of a call have changed places. Look at the order in which it takes them.",
    "transpose": "A transpose (`.T`) is missing, or there is one too many. Write the shapes beside the formula.",
    "left_out": (
        "A function is left out: your results come out when one call is replaced by what goes into it. "
        "Which function of the formula does your code not call?"
    ),
    "function_left_out": (
        "`{0}` is left out in one place: your results come out when it is not called there. Which `{0}` "
        "of the formula does your code not call?"
    ),
    "twice": "A function is applied twice in one place, and once is asked for. Count the calls.",
    "value_for_slope": (
        "The value of a function is taken where its slope belongs. A slope is measured, or has a formula of its own."
    ),
    "slope_for_value": (
        "The slope of a function is taken where its value belongs. Which of the two does the formula name there?"
    ),
    "other_function": "Another function stands where `{0}` belongs. Compare the formula with your code, call by call.",
    "reduction": (
        "Entries are brought together in another way than asked: a mean, a maximum or a product where a "
        "sum belongs, or the other way round. Which one does the docstring name?"
    ),
    "axis": (
        "Entries are brought together along the wrong axis, or along all of them. Print the shape before "
        "and after: which axis should be gone?"
    ),
    "other_argument": (
        "`{0}` stands where `{1}` belongs, in one place. Compare the formula with your code, letter by letter."
    ),
    "other_result": (
        "In one place another intermediate result is used than the formula names. Which one goes in: "
        "before or after the function, of this step or the next?"
    ),
    "doubled": (
        "One part is twice as large as it should be. Is a 2 there that the formula does not have, or is "
        "something added twice?"
    ),
    "halved": "One part is half as large as it should be. Is a 2 missing, or a division by 2 too many?",
    "squared": "One part is squared that should not be, or not squared that should. " + LOOK,
    "inverted": "One part is turned into 1 divided by it. Is something a divisor that should be a factor?",
    "no_sign": (
        "One part loses its sign on the way: it goes in as if it were positive. Is there an `abs` or a "
        "square that the formula does not have?"
    ),
    "constant": ("One number in the formula is another one than it should be. Compare each number with the docstring."),
    "index": "An index is off by one. Counting begins at 0: which entry do you take?",
    "slice": "A slice begins or ends one place off. Write down which entries it should hold.",
    "loop_short": (
        "One round is missing: your results come out when a loop leaves out its first or its last. Count "
        "its rounds for a small case."
    ),
    "loop_first": "A loop ends after its first round. Is there a `return` inside it that belongs below it?",
    "loop_backwards": "A loop runs in the opposite order. With which item must it begin?",
    "not_kept": (
        "A step inside a loop has no effect on the next one: each starts from the same place. Is the new "
        "value given back to the name that the next round uses?"
    ),
    "reversed": "The right entries come out in reverse order. Where does the order turn around?",
    "cumulated": "Sums up to each entry come out (a running total), where each entry stands for itself.",
    "rounded": "The result is rounded. Return all digits that there are.",
    "comparison": (
        "A comparison is the wrong way round, or its two sides have changed places. Try it with one number by hand."
    ),
    "choice_swapped": "The two cases of a choice have changed places. Try one number of each kind by hand.",
    "averaged": (
        "A result is divided by the number of entries along an axis. Is there a mean where a sum is asked for?"
    ),
    "shifted": "1 is added or taken away in one place where the formula has none. " + LOOK,
    "logarithm": "A logarithm or power has another base than asked. `np.log` and `np.exp` are the natural ones.",
}


def sentence(kind: str, *names: str) -> str:
    """Return the sentence of a kind of slip about these names."""
    return SENTENCES[kind].format(*names)
