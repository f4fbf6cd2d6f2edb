"""Tables as text, in one style for all commands: aligned, whatever letters a name has, and whole where nobody looks on.

In a terminal a column of names gives way, with an ellipsis, and a sentence goes on below its beginning; in a pipe or a
file nothing is cut and a row is a line, since programs read it.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

GAP = "  "
LEAST = 8  # of a column that gives way, however narrow the terminal
LEAST_TEXT = 30  # of the last column of a list: the sentences


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


def listed(rows: Sequence[Sequence[str]], widest: int = 40, room: int = 0) -> str:
    """Return rows whose cells begin one below another; a long cell pushes only its own row to the right.

    room: columns that there are, where the widest cells are cut and the last one of a row, a sentence, goes on below
    its beginning; 0 for as many as it takes.
    """
    wide = [min(max(map(width, column)), widest) for column in zip_longest(*rows, fillvalue="")]
    if room:
        wide = _narrowed(wide[:-1], room)
        rows = [line for row in rows for line in _folded(row, wide, room)]
    return "\n".join(GAP.join([*map(_left, row, wide), *row[len(wide) :]]).rstrip() for row in rows)


def _narrowed(wide: Sequence[int], room: int) -> list[int]:
    """Return widths of all columns but the last that leave it room for sentences: the widest gives way first."""
    wide = list(wide)
    while wide and max(wide) > LEAST and sum(wide) + len(GAP) * len(wide) > room - LEAST_TEXT:
        wide[wide.index(max(wide))] -= 1
    return wide


def _folded(row: Sequence[str], wide: Sequence[int], room: int) -> list[list[str]]:
    """Return the lines of a row: its names cut to their columns, its sentence on as many lines as it takes."""
    *names, text = row
    left = room - sum(wide[: len(names)]) - len(GAP) * len(names)
    first, *others = textwrap.wrap(text, max(left, LEAST), break_on_hyphens=False) or [""]
    return [[*map(cut, names, wide), first], *([*[""] * len(names), other] for other in others)]


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
