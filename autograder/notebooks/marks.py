"""Cells out of text: the percent format of .py files, the JSON of notebooks, and which cell answers which exercise.

Nothing here runs, compiles or trusts what it reads: a hostile file costs at most an UnreadableError.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from autograder.core.cell_magics import idle_magic
from autograder.core.model import Cell
from autograder.core.text import source_text

MARKS = ("exercise", "given", "check")
CELLS_AT_MOST = 10_000
# Possessive (*+): no part may end early for the sake of the next, so there is nothing to come back for.
_DEFINITION = re.compile(
    r"^([ \t]*+)(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w++)[ \t]*+(?::[^=\n]*+)?=(?!=))", re.MULTILINE
)
_QUESTION = r"(\w++)[\"']"
_ANSWER = re.compile(r"^([ \t]*+)(?:\w++\.)?answer\([ \t]*+[\"']" + _QUESTION, re.MULTILINE)
_FIRST_CODE = re.compile(r"^([ \t]*)[^\s#]", re.MULTILINE)


class UnreadableError(ValueError):
    """A student's file cannot be read as cells; the message is a sentence for the student."""


def exercise_sources(cells: Sequence[Cell]) -> dict[str, str]:
    """Return the source of each marked exercise; of two cells with one mark, the later counts."""
    return {cell.exercise: cell.source for cell in cells if cell.exercise is not None and cell.kind == "code"}


def marked_sources(cells: Sequence[Cell]) -> dict[str, str]:
    """Return the source of each marked cell, whatever its kind; a code cell comes before one that is none."""
    return {cell.exercise: cell.source for cell in cells if cell.exercise is not None} | exercise_sources(cells)


def definitions(source: str) -> frozenset[str]:
    """Return the names that a cell defines at its own outermost indent, by def, class or `name =`, and the questions
    that it answers there, by `answer("name", …)`.

    Read from the text alone: the cell need not parse. Under a magic such as %%writefile it defines nothing.
    """
    if idle_magic(source):
        return frozenset()
    first = _FIRST_CODE.search(source)
    indent = first[1] if first else ""
    defined = frozenset(match[2] or match[3] for match in _DEFINITION.finditer(source) if match[1] == indent)
    return defined | {match[2] for match in _ANSWER.finditer(source) if match[1] == indent}


def with_new_name(source: str, was: str, name: str) -> str:
    """Return an exercise's cell with which its function has its new name too, or a question is answered under it."""
    if was in (match[2] for match in _ANSWER.finditer(source)):
        renamed = re.compile(rf"{_ANSWER.pattern[: -len(_QUESTION)]}{re.escape(was)}(?=[\"'])", re.MULTILINE)
        return renamed.sub(lambda match: match[0].removesuffix(was) + name, source)
    return f"{source}\n\n{name} = {was}"


def tidied(source: str) -> str:
    """Return source without blank lines and trailing space, which make no difference to what was written."""
    return _tidied(source) if len(source) > USUAL else _remembered(source)


def _tidied(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())


# The same cells come again and again: a lesson's own, and each of a submission several times.
_remembered = lru_cache(maxsize=1000)(_tidied)
USUAL = 5_000  # characters; of longer texts, a thousand would take too much memory


def _nbgrader_marks(nbgrader: Any) -> dict[str, str]:
    """Return the mark that a cell of nbgrader's amounts to; its ids are made from ours by a prefix."""
    if not isinstance(nbgrader, dict) or not isinstance(nbgrader.get("grade_id"), str):
        return {}
    name = nbgrader["grade_id"]
    roles = (("solution", "exercise"), ("grade", "check"), ("locked", "given"))
    mark = next((mark for role, mark in roles if nbgrader.get(role) is True), None)
    if nbgrader.get("grade") is True:  # an answer that nbgrader leaves to be graded by hand is both
        name = name.removeprefix("check-")
    return {mark: name.removeprefix(f"{mark}-")} if mark else {}


def marked(cell: Cell, metadata: Mapping[str, Any]) -> Cell:
    """Return the cell with the one mark that its metadata gives it, if any."""
    own = {mark: name for mark in MARKS if isinstance(name := metadata.get(mark), str) and name.strip()}
    for mark, name in (own or _nbgrader_marks(metadata.get("nbgrader"))).items():
        marks: dict[str, Any] = dict.fromkeys(MARKS) | {mark: source_text(name.strip())}
        return replace(cell, **marks)
    return cell


def refuse_too_many(cells: Sequence[Any]) -> None:
    if len(cells) > CELLS_AT_MOST:
        raise UnreadableError(f"this file has more than {CELLS_AT_MOST:,} cells: hand in the assignment alone")


def settle_marks(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return the cells with each exercise marked once at most, and notes on what had to be decided.

    A copied cell carries its mark along: the last copy that still defines the function keeps it. When no marked cell
    defines the function but an unmarked one does (cells were merged or split), the last such cell gets the mark.
    """
    marked, unmarked = _places(cells)
    settled = list(cells)
    notes = []
    for name, places in marked.items():
        defining = [place for place in places if name in definitions(cells[place].source)]
        elsewhere = [] if defining else unmarked.get(name, [])
        keeper = (defining or elsewhere or places)[-1]
        # A cell that defines two orphaned exercises can carry one mark; the other is then found by its name.
        if settled[keeper].exercise not in (None, name):
            keeper = places[-1]
        for place in places:
            settled[place] = replace(settled[place], exercise=None)
        settled[keeper] = replace(settled[keeper], exercise=name)
        if len(places) > 1 and not elsewhere:
            notes.append(f"{len(places)} cells are marked as the answer to {name}: the last that defines it counts")
    return tuple(settled), tuple(notes)


def _places(cells: Sequence[Cell]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return where each exercise is marked, and where each name is defined in an unmarked code cell."""
    marked: dict[str, list[int]] = defaultdict(list)
    unmarked: dict[str, list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        if cell.kind == "code" and cell.exercise is not None and cell.exercise.isidentifier():
            marked[cell.exercise].append(place)
        elif cell.kind == "code" and cell.exercise is cell.given is cell.check is None:
            for name in definitions(cell.source):
                unmarked[name].append(place)
    return marked, unmarked
