"""Read a lesson: its cells, and the solution that its given and exercise cells define.

A lesson is a percent-format notebook, solutions/<assignment>/lesson.py. Every complaint names the line and the fix.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from symtable import symtable
from types import MappingProxyType
from typing import Any

from autograder.authoring.check_cells import refuse_odd_checks
from autograder.authoring.regions import BEGIN, MarkError, solution_regions
from autograder.authoring.source import execute, read_source
from autograder.core.model import Cell
from autograder.core.modules import may_import
from autograder.core.student_code import answered_by
from autograder.errors import SourceError
from autograder.notebooks.marks import definitions
from autograder.notebooks.percent import read_percent


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
        """The cells of the exercises that define what they are named after."""
        return {cell.exercise: cell for cell in self.cells if cell.exercise and _defines(cell, cell.exercise)}

    @property
    def written(self) -> Mapping[str, Cell]:
        """The exercise cells that define nothing of their name: what people read, in words or as a drawing."""
        return {cell.exercise: cell for cell in self.cells if cell.exercise and not _defines(cell, cell.exercise)}

    @property
    def order(self) -> tuple[str, ...]:
        """The names of all exercises in the order of their cells."""
        return tuple(cell.exercise for cell in self.cells if cell.exercise)

    @property
    def prose(self) -> tuple[str, ...]:
        """The sources of the Markdown cells that nobody fills in."""
        return tuple(cell.source for cell in self.cells if cell.kind == "markdown" and not cell.exercise)

    @property
    def demonstrations(self) -> tuple[str, ...]:
        """The sources of the code cells without a mark that give no new meaning to a name of a marked cell."""
        code = [cell for cell in self.cells if cell.kind == "code" and not cell.check]
        marked = [cell.source for cell in code if cell.given or cell.exercise]
        taken = frozenset().union(*map(_names_bound, marked))
        plain = (cell.source for cell in code if not (cell.given or cell.exercise))
        return tuple(source for source in plain if not _names_bound(source) & taken)


@lru_cache(maxsize=1024)  # a lesson's cells do not change, and are asked about at every call of its solution
def _defines(cell: Cell, name: str) -> bool:
    return cell.kind == "code" and (name in definitions(cell.source) or asks_question(cell))


def _names_bound(source: str) -> frozenset[str]:
    """Return the names that a cell leaves behind."""
    symbols = symtable(source, "<lesson>", "exec").get_symbols()
    return frozenset(each.get_name() for each in symbols if each.is_assigned() or each.is_imported())


def read_lesson(path: Path) -> Lesson:
    """Read and check a lesson. Raises SourceError with the line of what is wrong."""
    if not path.is_file():
        raise SourceError(path, None, "there is no lesson here: write one (CONTRIBUTING.md shows how)")
    lesson = Lesson(path, read_percent(read_source(path)))
    _reject_duplicates(lesson)
    for cell in lesson.cells:
        if cell.kind == "code":
            _check_marks(lesson, cell)
        elif cell.exercise:
            _regions(lesson, cell)
    refuse_odd_checks(path, lesson.cells, lesson.order)
    return lesson


def refuse_imports(lesson: Lesson, modules: Collection[str]) -> None:
    """Raise SourceError if a given or exercise cell imports what the grader does not have; modules: the course's."""
    for cell in lesson.cells:
        for node in _nodes(cell) if cell.given or cell.exercise else ():
            for name in _imported(node):
                if not may_import(name, modules):
                    top = name.partition(".")[0]
                    message = f"this imports `{top}`, which is not there where answers are graded"
                    fix = f'add it to modules=("{top}",) in course_config.py, or do without it'
                    raise SourceError(lesson.path, cell.line + getattr(node, "lineno", 1) - 1, f"{message}: {fix}")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def _nodes(cell: Cell) -> Iterator[ast.AST]:
    """Yield the syntax of a cell; of one that is no plain Python, as with a magic in it, there is none to look at."""
    with suppress(SyntaxError):
        yield from ast.walk(ast.parse(cell.source))


def _reject_duplicates(lesson: Lesson) -> None:
    for mark in ("exercise", "given", "check"):
        names = Counter(getattr(cell, mark) for cell in lesson.cells if getattr(cell, mark))
        for cell in reversed(lesson.cells):
            name = getattr(cell, mark)
            if name and names[name] > 1:
                raise SourceError(lesson.path, cell.line, f"two cells are marked {mark}={name!r}: rename one")


def _check_marks(lesson: Lesson, cell: Cell) -> None:
    regions = _regions(lesson, cell)
    if asks_question(cell):
        return
    if cell.exercise and not regions:
        raise SourceError(lesson.path, cell.line, f"exercise '{cell.exercise}' has no '{BEGIN}': it would ship solved")
    if not cell.exercise and regions:
        raise SourceError(lesson.path, cell.line, 'a solution outside an exercise cell: mark it exercise="<name>"')


def _regions(lesson: Lesson, cell: Cell) -> tuple[range, ...]:
    try:
        return solution_regions(cell)
    except MarkError as error:
        raise SourceError(lesson.path, error.line, str(error)) from error


def asks_question(cell: Cell) -> bool:
    """Say whether an exercise cell is `answer("name", ...)`, so that what is filled in there answers a question.

    Between solution marks the author may have filled in what is right.
    """
    found = question_call(cell)
    if found is None:
        return False
    return getattr(found.args[1], "value", None) is ... or BEGIN in cell.source


def question_call(cell: Cell) -> ast.Call | None:
    """Return the call `answer("name", …)` of an exercise's cell that holds nothing else, or None."""
    body = [node for node in _nodes(cell) if isinstance(node, ast.stmt)]
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if not cell.exercise or not isinstance(call, ast.Call) or answered_by(call) != cell.exercise:
        return None
    return call if len(call.args) == 2 else None


def defines_value(cell: Cell) -> bool:
    """Say whether an exercise cell gives its name a value, instead of defining a function or a class."""
    return not re.search(rf"^(?:async )?(?:def|class) {re.escape(str(cell.exercise))}\b", cell.source, re.MULTILINE)


def run_given(lesson: Lesson, known: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Return the namespace that the given cells define. known: names that have a meaning before the first of them."""
    namespace: dict[str, Any] = {"__name__": "lesson", **known}
    for cell in lesson.given:
        execute(lesson.path, cell.source, namespace, cell.line)
    return namespace


def run_solution(lesson: Lesson, known: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """Return the namespace that the given and exercise cells define, solutions in place; no question is answered.

    known: as in run_given.
    """
    namespace = run_given(lesson, known)
    for cell in lesson.exercises.values():
        if not asks_question(cell):  # what is right is declared in checks.py
            execute(lesson.path, cell.source, namespace, cell.line)
    return namespace
