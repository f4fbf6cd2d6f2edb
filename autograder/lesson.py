"""Read a lesson: its cells, and the solution that its given and exercise cells define.

A lesson is a percent-format notebook, solutions/<assignment>/lesson.py. Every complaint names the line and the mend.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.cells import read_percent
from autograder.errors import SourceError
from autograder.model import Cell

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as written: path of its file, cells in order."""

    path: Path
    cells: tuple[Cell, ...]

    @property
    def given(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.given)

    @property
    def exercises(self) -> Mapping[str, Cell]:
        return {cell.exercise: cell for cell in self.cells if cell.exercise}


def read_lesson(path: Path) -> Lesson:
    """Read and check a lesson. Raises SourceError with the line of what is wrong."""
    if not path.is_file():
        raise SourceError(path, None, "there is no lesson here: write one (CONTRIBUTING.md shows how)")
    lesson = Lesson(path, read_percent(path.read_text("utf-8")))
    _refuse_twins(lesson)
    for cell in lesson.cells:
        if cell.kind == "code":
            _check_marks(lesson, cell)
    return lesson


def _refuse_twins(lesson: Lesson) -> None:
    for mark in ("exercise", "given", "check"):
        names = Counter(getattr(cell, mark) for cell in lesson.cells if getattr(cell, mark))
        for cell in reversed(lesson.cells):
            name = getattr(cell, mark)
            if name and names[name] > 1:
                raise SourceError(lesson.path, cell.line, f"two cells are marked {mark}={name!r}: rename one")


def _check_marks(lesson: Lesson, cell: Cell) -> None:
    inside = None
    for line, text in enumerate(cell.source.splitlines(), cell.line):
        if text.strip() == BEGIN:
            if inside:
                raise SourceError(lesson.path, line, f"'{BEGIN}' again before '{END}' of line {inside}")
            inside = line
        elif text.strip() == END:
            if not inside:
                raise SourceError(lesson.path, line, f"'{END}' without '{BEGIN}' above it")
            inside = None
    if inside:
        raise SourceError(lesson.path, inside, f"'{BEGIN}' is never closed: add '{END}' in the same cell")
    if cell.exercise and BEGIN not in cell.source:
        raise SourceError(lesson.path, cell.line, f"exercise '{cell.exercise}' has no '{BEGIN}': it would ship solved")
    if not cell.exercise and BEGIN in cell.source:
        raise SourceError(lesson.path, cell.line, 'a solution outside an exercise cell: mark it exercise="<name>"')
    if cell.exercise and not re.search(rf"^def {re.escape(cell.exercise)}\b", cell.source, re.MULTILINE):
        raise SourceError(lesson.path, cell.line, f"the cell of '{cell.exercise}' does not define that function")


def solution_lines(lesson: Lesson) -> tuple[str, ...]:
    """Return the lines between the solution marks, stripped, comments and blank lines left out."""
    found: list[str] = []
    for cell in lesson.exercises.values():
        for region in re.findall(rf"{BEGIN}\n(.*?)\n?\s*{END}", cell.source, re.DOTALL):
            found += [line.strip() for line in region.splitlines()]
    return tuple(line for line in found if line and not line.startswith("#"))


def run_given(lesson: Lesson) -> dict[str, Any]:
    """Return the namespace that the given cells define."""
    namespace: dict[str, Any] = {"__name__": "lesson"}
    for cell in lesson.given:
        _run(lesson, cell, namespace)
    return namespace


def run_solution(lesson: Lesson) -> dict[str, Any]:
    """Return the namespace that the given and exercise cells define, solutions in place."""
    namespace = run_given(lesson)
    for cell in lesson.exercises.values():
        _run(lesson, cell, namespace)
    return namespace


def _run(lesson: Lesson, cell: Cell, namespace: dict[str, Any]) -> None:
    padded = "\n" * (cell.line - 1) + cell.source  # so that tracebacks and inspect.getsource find the file's lines
    try:
        exec(compile(padded, str(lesson.path), "exec"), namespace)
    except SyntaxError as error:
        raise SourceError(lesson.path, error.lineno, f"this does not parse: {error.msg}") from error
    except Exception as error:
        name = cell.given or cell.exercise
        raise SourceError(lesson.path, cell.line, f"cell '{name}' raised {type(error).__name__}: {error}") from error
