"""A lesson as one student gets it: drawn constants in its given cell `variant`, and for `{{NAME}}` in all others.

What stands in that cell is given to students as code. What is drawn and not named there is told them in the text alone:
the author's solution, checks and answers know it by name.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.authoring.lesson import Lesson
from autograder.authoring.variants import Variant
from autograder.core.model import Cell
from autograder.core.variant_codes import MARK, NAME
from autograder.errors import SourceError

_PLACE = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")
DRAWN = "# Drawn for this copy alone. Grading has its own: there is nothing to change here."


def personal(lesson: Lesson, variant: Variant) -> Lesson:
    """Return the lesson of a variant, its lines where they were. Raises SourceError for a name that is not drawn."""
    if not any(cell.given == MARK for cell in lesson.cells):
        message = f'variants.py draws something, and no cell is marked given="{MARK}": add one, in which it will stand'
        raise SourceError(lesson.path, None, message)
    return replace(lesson, cells=tuple(_personal(lesson, cell, variant) for cell in lesson.cells))


def _personal(lesson: Lesson, cell: Cell, variant: Variant) -> Cell:
    if cell.given == MARK:
        return replace(cell, source=_given(lesson, cell, variant))
    if "{{" not in cell.source:
        return cell
    for number, line in enumerate(cell.source.splitlines()):
        for name in _PLACE.findall(line):
            if name not in variant.values and difflib.get_close_matches(name, variant.values, 1, 0.75):
                there = ", ".join(variant.values)
                raise SourceError(lesson.path, cell.line + number, f"'{name}' is not drawn; drawn are {there}")
    return replace(cell, source=_PLACE.sub(lambda found: _shown(variant.values, found), cell.source))


def _shown(values: Mapping[str, Any], found: re.Match[str]) -> str:
    if found[1] not in values:
        return found[0]
    value = values[found[1]]
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _given(lesson: Lesson, cell: Cell, variant: Variant) -> str:
    """Return the given cell of a variant: the author's values in it are a sample, to try the lesson with."""
    names = []
    for node in _statements(lesson, cell):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if name in variant.values:
                names.append(name)
            case ast.Assign(targets=[ast.Name(id=name)]) if name == NAME:
                pass
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case _:
                message = f'the cell given="{MARK}" holds lines `NAME = value` of what is drawn in {variant.path.name}'
                raise SourceError(lesson.path, cell.line + node.lineno - 1, f"{message}: {', '.join(variant.values)}")
    return "\n".join([DRAWN, f'{NAME} = "{variant.code}"', *(f"{name} = {variant.values[name]!r}" for name in names)])


def _statements(lesson: Lesson, cell: Cell) -> list[ast.stmt]:
    try:
        return ast.parse(cell.source).body
    except SyntaxError as error:
        raise SourceError(
            lesson.path, cell.line + (error.lineno or 1) - 1, f"this does not parse: {error.msg}"
        ) from error


def told_in_text(lesson: Lesson, variant: Variant) -> dict[str, Any]:
    """Return the drawn constants that students do not get as code, by name. lesson: that of the variant."""
    given = "\n".join(cell.source for cell in lesson.cells if cell.given == MARK)
    return {name: value for name, value in variant.values.items() if f"\n{name} = " not in given}
