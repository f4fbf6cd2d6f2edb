"""Turn a lesson into the students' notebook and its paired .py file, with jupytext and nbgrader's own preprocessors."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, ClearSolutions, ComputeChecksums, LockCells

from autograder.authoring.assignment import Workbook
from autograder.core.model import Cell
from autograder.core.student_code import parsed
from autograder.keys.released import STUB_METHOD
from autograder.notebooks.marks import MARKS

NEW: dict[str, Callable[..., NotebookNode]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}
# Where the code of a cell is folded away: JupyterLab, Notebook and VS Code read the first, Colab the second.
_HIDDEN: dict[str, Any] = {"jupyter": {"source_hidden": True}, "cellView": "form"}
_READABLE = 10_000  # characters; a longer cell holds data, and would push the lesson off the screen
# Without its file extension, nbconvert would write a script as .txt.
LANGUAGE = {"name": "python", "file_extension": ".py"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def solved_notebook(workbook: Workbook) -> NotebookNode:
    """Return the lesson as a notebook, solutions in place, with stable cell ids and nbgrader's marks."""
    notebook: NotebookNode = new_notebook(metadata={"kernelspec": KERNEL, "language_info": LANGUAGE})
    points, checked = _points(workbook), {cell.check for cell in workbook.lesson.cells if cell.check}
    people_grade = {exercise.name for exercise in workbook.by_hand}
    taken: Counter[str] = Counter()
    for cell in _with_texts(workbook):
        marks = {mark: name for mark in MARKS if (name := getattr(cell, mark))}
        hidden = _HIDDEN if cell.kind == "code" and _is_folded(cell.source, marks) else {}
        by_hand = cell.exercise in workbook.questions and cell.exercise not in checked
        graded = f"check-{cell.exercise}" if by_hand else cell.exercise if cell.exercise in people_grade else None
        metadata = {**marks, **_nbgrader(marks, points, graded), **hidden}
        notebook.cells.append(NEW[cell.kind](cell.source, metadata=metadata, id=_cell_id(cell, marks, taken)))
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _with_texts(workbook: Workbook) -> Iterator[Cell]:
    """Yield the lesson's cells; where checks.py has the text of a question, it comes before the cell of its answer."""
    points = _points(workbook)
    for cell in workbook.lesson.cells:
        question = workbook.questions.get(cell.exercise or "")
        if question is not None and (text := question.text(points[question.name])):
            yield Cell("markdown", text)
        yield cell


def _points(workbook: Workbook) -> dict[str, float]:
    points = {each.name: each.points for each in workbook.exercises}
    return points | {each.name: each.points for each in workbook.by_hand}


def _is_folded(source: str, marks: dict[str, str]) -> bool:
    return len(source) > _READABLE or (not marks and only_draws(source))


def only_draws(source: str) -> bool:
    """Say whether a cell does nothing but draw: its code and its text alternative would answer what the text asks.

    Cells with a definition or a loop are there to be read.
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic
        return False
    plain = all(isinstance(statement, ast.Assign | ast.Expr) for statement in body)
    drawn = [s for s in body if isinstance(s, ast.Expr) and ast.unparse(s).startswith("figures.")]
    return plain and bool(drawn) and all(s in drawn for s in body if isinstance(s, ast.Expr))


def _with_method(source: str) -> str:
    """Return a stub whose class can be defined: what is left to do there is said when an object is made, not before.

    Else the cells below would miss its name, and a script would end there.
    """
    tree, lines = parsed(source), source.split("\n")
    bodies = [each.body for each in tree.body if isinstance(each, ast.ClassDef)] if tree else []
    for statement in (each for body in bodies for each in body if isinstance(each, ast.Raise)):
        indent = " " * statement.col_offset
        lines[statement.lineno - 1] = f"{indent}{STUB_METHOD}\n{indent}    {lines[statement.lineno - 1].strip()}"
    return "\n".join(lines)


def stub_notebook(workbook: Workbook) -> NotebookNode:
    """Return the notebook that students receive: solutions cut out, no outputs, provided cells locked."""
    notebook: NotebookNode = ClearSolutions().preprocess(solved_notebook(workbook), {})[0]
    for cell in notebook.cells:
        if (question := workbook.questions.get(cell.metadata.get("exercise"))) is not None:
            cell.source = question.stub
        elif cell.cell_type == "code" and cell.metadata.get("exercise"):
            cell.source = _with_method(cell.source)
    for preprocessor in (LockCells, ClearOutput, ComputeChecksums, CheckCellMetadata):
        notebook, _ = preprocessor().preprocess(notebook, {"nbgrader": {}, "unique_key": workbook.name})
    return notebook


def notebook_text(notebook: NotebookNode) -> str:
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def percent_text(notebook: NotebookNode) -> str:
    """Return the notebook as a percent-format .py that carries our marks alone."""
    paired = nbformat.from_dict(notebook)
    only_marks = {"notebook_metadata_filter": "-all", "cell_metadata_filter": ",".join([*MARKS, "-all"])}
    paired.metadata = nbformat.from_dict({"jupytext": only_marks})
    return str(jupytext.writes(paired, fmt="py:percent"))


def _nbgrader(marks: dict[str, str], points: dict[str, float], graded: str | None = None) -> dict[str, Any]:
    """Return nbgrader's marks of a cell. graded: what it is called if it is an answer that nbgrader cannot grade."""
    if not marks:
        return {}
    ((mark, name),) = marks.items()
    cell: dict[str, Any] = {
        "grade": graded is not None or mark == "check",
        "grade_id": _slug(graded or (name if mark == "exercise" else f"{mark}-{name}")),
        "locked": mark != "exercise",
        "schema_version": 3,
        "solution": mark == "exercise",
        "task": False,
    }
    if cell["grade"]:
        cell["points"] = points.get(name, 0)
    return {"nbgrader": cell}


def _cell_id(cell: Cell, marks: dict[str, str], taken: Counter[str]) -> str:
    """Return an id that does not change as long as the cell's mark, or else its text, does not."""
    stem = f"{cell.kind}-{hashlib.sha256(cell.source.encode()).hexdigest()[:10]}"
    for mark, name in marks.items():
        stem = _slug(f"{mark}-{name}")
    taken[stem] += 1
    return stem + (f"-{taken[stem]}" if taken[stem] > 1 else "")


def _slug(name: str) -> str:
    """Return name as nbformat and nbgrader allow it in an id: plain letters, digits, - and _, and not too long."""
    return re.sub("[^a-zA-Z0-9_-]", "-", name)[:60]
