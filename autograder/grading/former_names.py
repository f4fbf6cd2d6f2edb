"""Work under the name that an exercise had before it was renamed: it counts under the one that it has now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.core.model import Cell
from autograder.core.student_code import defines
from autograder.notebooks.marks import definitions, with_new_name

FOUND = "found by its former name, `{was}`"


def under_new_names(cells: Sequence[Cell], former: Mapping[str, str]) -> tuple[tuple[Cell, ...], dict[str, str]]:
    """Return the cells with renamed exercises under the names that they have now, and notes on those without a mark.

    former: the former names by these. A cell that has lost its mark is found by what it defines.
    """
    settled, notes = list(cells), dict[str, str]()
    for name, was in former.items():
        marked = [place for place, cell in enumerate(settled) if cell.exercise == was]
        if not marked and (place := _unmarked(settled, name, was)) is not None:
            marked, notes[name] = [place], FOUND.format(was=was)
        for place in marked:
            cell = settled[place]
            settled[place] = replace(cell, exercise=name, source=with_new_name(cell.source, was, name))
    return tuple(settled), notes


def _unmarked(cells: Sequence[Cell], name: str, was: str) -> int | None:
    """Return the place of the last code cell without a mark that defines the former name, if none has the new one."""
    code = [place for place, cell in enumerate(cells) if cell.kind == "code"]
    if any(cells[place].exercise == name or name in definitions(cells[place].source) for place in code):
        return None
    found = (place for place in reversed(code) if not (cells[place].exercise or cells[place].given))
    return next((place for place in found if defines(cells[place].source, was)), None)
