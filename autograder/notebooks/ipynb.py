"""Cells out of the JSON of .ipynb files. Of outputs only the pictures of marked cells are counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from autograder.core.model import Cell
from autograder.core.text import source_text
from autograder.notebooks.marks import CELLS_AT_MOST, UnreadableError, marked, refuse_too_many
from autograder.notebooks.pictures import pictures_of

_NOT_A_NOTEBOOK = "this is not a notebook: open it in Jupyter, save it again and hand in that file"


_KINDS = {"code": "code", "markdown": "markdown", "heading": "markdown", "text": "markdown", "raw": "raw"}


def read_notebook(text: str) -> tuple[Cell, ...]:
    """Return the code, Markdown and raw cells of an .ipynb file of nbformat 1 to 4.

    Cells of an unknown shape are left out. Raises UnreadableError if the text is no notebook at all.
    """
    raw_cells = list(islice(_raw_cells(_parse(text)), CELLS_AT_MOST + 1))
    refuse_too_many(raw_cells)
    return tuple(cell for raw in raw_cells if (cell := _notebook_cell(raw)))


def _parse(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        breaks_off = error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())
        where = "it breaks off" if breaks_off else f"line {error.lineno} is not valid JSON"
        raise UnreadableError(f"this notebook is damaged ({where}): save it again and hand in that file") from None
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        raise UnreadableError(_NOT_A_NOTEBOOK) from None


def _raw_cells(notebook: Any) -> Iterator[Any]:
    """Yield the cells as the JSON has them: a list of cells (nbformat 4), or one in each worksheet (nbformat 3)."""
    if not isinstance(notebook, dict):
        raise UnreadableError(_NOT_A_NOTEBOOK)
    parts = [notebook] if "cells" in notebook else notebook.get("worksheets")
    if not isinstance(parts, list):
        raise UnreadableError(_NOT_A_NOTEBOOK)
    for part in parts:
        cells = part.get("cells") if isinstance(part, dict) else None
        if isinstance(cells, list):
            yield from cells


def _notebook_cell(raw: Any) -> Cell | None:
    if not isinstance(raw, dict):
        return None
    # nbformat 2 and 3 call a code cell's source its input, nbformat 1 its code.
    source = _joined(raw.get("source", raw.get("input", raw.get("code", raw.get("text")))))
    kind = _KINDS.get(str(raw.get("cell_type")))
    if kind is None or source is None:
        return None
    metadata = raw.get("metadata")
    cell = Cell(kind, source_text(source))
    if isinstance(metadata, dict):
        cell = marked(cell, metadata)
    if cell.exercise and ("attachments" in raw or "outputs" in raw):
        cell = replace(cell, pictures=len(pictures_of(raw)))
    return cell


def _joined(source: Any) -> str | None:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None
