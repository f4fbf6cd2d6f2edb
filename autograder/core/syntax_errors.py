"""What it means that Python cannot read a cell: the part of the catalogue of exceptions that is about syntax."""

from __future__ import annotations

from autograder.core.explanation import Explanation

SYNTAX: tuple[Explanation, ...] = (
    Explanation(
        r"IndentationError|TabError|unexpected indent|unindent does not match|expected an indented block",
        "The lines of one block must begin in the same column, and a block follows a `:`: indent with four spaces, "
        "and no "
        "tabs.",
    ),
    Explanation(
        r"SyntaxError: f-string: (?:unmatched|expecting '\}')|f-string expression part cannot include",
        "Before Python 3.12, the braces of an f-string may hold neither the quotes that are around it nor a backslash: "
        "use the other quotes inside.",
    ),
    Explanation(
        r"SyntaxError: invalid (?:decimal|hexadecimal|octal|binary) literal",
        "A name cannot begin with a digit, and a product needs its `*`: `0.2 * x`.",
    ),
    Explanation(
        r"SyntaxError: invalid (?:non-printable )?character '?(.)",
        "Python does not know the sign `{1}`: pasted text often brings such quotes, minus signs or spaces, type them "
        "again.",
    ),
    Explanation(
        r"SyntaxError: (?:unterminated|EOL while scanning)",
        "A text in quotes is not closed: it ends with the same quotes that it begins with, on the same line.",
    ),
    Explanation(
        r"SyntaxError: .*Perhaps you forgot a comma",
        "Between two expressions in brackets something is missing: a comma, or the `*` of a product.",
    ),
    Explanation(
        r"SyntaxError: '(return|break|continue|await|yield)' outside",
        "`{1}` is outside its function or loop: indent the line with four spaces, as far as the lines around it.",
    ),
    Explanation(
        r"SyntaxError: '(.)' was never closed|unmatched '(.)'|does not match opening",
        "A bracket is opened or closed once too often: count them in this line and the one above.",
    ),
    Explanation(
        r"SyntaxError: expected ':'",
        "The line needs a `:` at its end: `def`, `if`, `else`, `for` and `while` open a block.",
    ),
    Explanation(
        r"SyntaxError: invalid syntax\. Maybe you meant|cannot assign to",
        "One `=` gives the value on its right to the name on its left, `==` compares: which of them is meant?",
    ),
    Explanation(
        r"SyntaxError",
        "Python cannot read this line: look for a slip in a word, a missing `*` or bracket, there or at the end of "
        "the line "
        "above it.",
    ),
)
