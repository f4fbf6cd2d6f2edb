"""The part of a lesson that an exercise belongs to: the nearest heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.core.model import Cell

_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


def sections_of(cells: Iterable[Cell]) -> dict[str, str]:
    """Return the text of the heading above each exercise, by its name; an exercise above all headings has none."""
    found, heading = dict[str, str](), ""
    for cell in cells:
        if cell.kind == "markdown" and (headings := _HEADING.findall(cell.source)):
            heading = headings[-1]
        if cell.exercise and heading:
            found[cell.exercise] = heading
    return found


def anchor(heading: str) -> str:
    """Return the part of a link behind `#` that leads to a heading in Jupyter."""
    return re.sub(r"\s+", "-", heading.strip())
