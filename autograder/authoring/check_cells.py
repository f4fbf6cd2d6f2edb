"""The cells of a lesson that call check("…"): each of its own exercise, below it, and where students will run it."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from autograder.core.model import Cell
from autograder.errors import SourceError
from autograder.notebooks.marks import definitions

WRITTEN = re.compile(r"""\bcheck\(\s*["'](\w+)["']""")  # in a cell that is no plain Python, as with a magic in it
CHECK = ("check", "autograder.check")


class _Call(NamedTuple):
    line: int  # of the cell, from 0
    exercise: str  # "" where it names none


def refuse_odd_checks(path: Path, cells: Sequence[Cell], exercises: Collection[str]) -> None:
    """Raise SourceError for a check cell that does not check what it is marked with, and for a check in a wrong place.

    exercises: the names of all exercises of the lesson.
    """
    above = set[str]()
    if any("check" in definitions(cell.source) for cell in cells if cell.given or cell.exercise):
        return  # it is a function of the lesson's own
    for cell in cells:
        above |= {cell.exercise} if cell.exercise else set()
        if cell.check:
            _require_mark_of_exercise(path, cell, exercises)
        for call in _calls(cell):
            if fault := _fault(cell, call.exercise, exercises, above):
                raise SourceError(path, cell.line + call.line, fault)
        if cell.check:
            _require_call(path, cell)


def unchecked(cells: Sequence[Cell], exercises: Sequence[str]) -> list[str]:
    """Return those of these exercises that no cell checks."""
    checked = {cell.check for cell in cells} | {call.exercise for cell in cells for call in _calls(cell)}
    return [name for name in exercises if name not in checked]


def _require_mark_of_exercise(path: Path, cell: Cell, exercises: Collection[str]) -> None:
    if cell.check not in exercises:
        raise SourceError(path, cell.line, f"check={cell.check!r} names no exercise of this lesson")
    if cell.kind != "code":
        raise SourceError(
            path, cell.line, f"the cell marked check={cell.check!r} is not a code cell: nothing runs in it"
        )


def _require_call(path: Path, cell: Cell) -> None:
    if not any(call.exercise in ("", cell.check) for call in _calls(cell)):
        fix = f'write check("{cell.check}") in it, or take the mark away'
        raise SourceError(path, cell.line, f"this cell is marked check={cell.check!r}, but checks nothing: {fix}")


def _fault(cell: Cell, named: str, exercises: Collection[str], above: Collection[str]) -> str:
    """Return what is wrong with a call of check in a cell, or ""."""
    if cell.check and named not in ("", cell.check):
        return f"this cell is marked check={cell.check!r}, but calls check({named!r}): name the same exercise"
    if named and named not in exercises:
        return f"check({named!r}) names no exercise of this lesson"
    if named and named not in above:
        return f"check({named!r}) stands above the cell of that exercise, and would always fail: put it below"
    return ""


def _calls(cell: Cell) -> list[_Call]:
    """Return the calls of check in a cell."""
    if cell.kind != "code":
        return []
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        lines = enumerate(cell.source.splitlines())
        return [_Call(number, found[1]) for number, line in lines for found in WRITTEN.finditer(line)]
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [_Call(call.lineno - 1, _named(call)) for call in calls if ast.unparse(call.func) in CHECK]


def _named(call: ast.Call) -> str:
    arguments = [*call.args, *(each.value for each in call.keywords)]
    first = arguments[0] if arguments else None
    return str(getattr(first, "value", getattr(first, "id", "")))
