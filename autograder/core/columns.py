"""Tables as text, in one style for all commands: aligned, whatever letters a name has, and whole where nobody looks on.

In a terminal the first column gives way, with an ellipsis, so that a row stays on a line; in a pipe or a file nothing
is cut, since programs read it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

GAP = "  "
LEAST = 8  # of the first column, however narrow the terminal


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], foot: Sequence[str] = (), room: int = 0) -> str:
    """Return a table: the first column to the left, the others to the right, the words of a heading one below another.

    foot: a last row, parted from the others. room: columns that there are, 0 for as many as it takes.
    """
    stacks = [head.split(" ") for head in heads]
    wide = [max(map(width, stack)) for stack in stacks]
    for row in (*rows, *([foot] if foot else [])):
        wide = [max(most, width(cell)) for most, cell in zip(wide, row, strict=True)]
    if room:
        others = sum(wide[1:]) + len(GAP) * (len(wide) - 1)
        wide[0] = max(min(wide[0], room - others), min(wide[0], LEAST))
    tallest = max(map(len, stacks))
    above = zip(*([""] * (tallest - len(stack)) + stack for stack in stacks), strict=True)
    rule = ["─" * most for most in wide]
    lines = [*above, rule, *rows, *([rule, foot] if foot else [])]
    return "\n".join(_line(cells, wide) for cells in lines)


def listed(rows: Sequence[Sequence[str]], widest: int = 40) -> str:
    """Return rows whose cells begin one below another; a long cell pushes only its own row to the right."""
    wide = [min(max(map(width, column)), widest) for column in zip_longest(*rows, fillvalue="")]
    return "\n".join(GAP.join(map(_left, row, wide)).rstrip() for row in rows)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: letters of East Asia take two, accents none."""
    plain = (char for char in text if not unicodedata.combining(char))
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in plain)


def cut(text: str, most: int) -> str:
    """Return a text of at most so many columns, an ellipsis at the end where something is left out."""
    if width(text) <= most:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > most - 1:
            break
        kept += char
    return f"{kept}…"


def _line(cells: Sequence[str], wide: Sequence[int]) -> str:
    first, *others = cells
    padded = [" " * (most - width(cell)) + cell for cell, most in zip(others, wide[1:], strict=True)]
    return GAP.join([_left(cut(first, wide[0]), wide[0]), *padded]).rstrip()


def _left(text: str, most: int) -> str:
    return text + " " * (most - width(text))
