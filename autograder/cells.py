"""Cells out of text: the percent format of .py files, the JSON of notebooks, and which cell answers which exercise.

Nothing here runs, compiles or trusts what it reads: a hostile file costs at most an UnreadableError.
Outputs of notebooks are never looked at.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import Any

from autograder.model import Cell

MARKS = ("exercise", "given", "check")
CELLS_AT_MOST = 10_000

# Jupytext and VS Code write "# %%"; nbconvert exports "# In[3]:". "# %%time" is a commented magic, not a marker.
_MARKER = re.compile(
    r"[ \t]*#[ \t]*(?:%%+(?=\s|$)|%%(?=(?:exercise|given|check)[ \t]*=)|(?:<codecell>|In\[[0-9 ]*\]:?)(?=\s*$))(.*)",
    re.DOTALL,
)
# A whole key="value" at a time, so that a value which itself looks like an option is not taken for one.
_OPTION = re.compile(r"""(?<![\w.@/-])([\w.@/-]+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_OPTIONS_AT_MOST = 1_000  # characters; keeps the search linear on a marker line of megabytes
_TRIPLE_QUOTED = re.compile(r"""\s*[rR]?(\"{3}|'{3})\n?(.*?)\n?\1\s*""", re.DOTALL)
# Possessive (*+): no part may end early for the sake of the next, so there is nothing to come back for.
_DEFINITION = re.compile(
    r"^([ \t]*+)(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w++)[ \t]*+(?::[^=\n]*+)?=(?!=))", re.MULTILINE
)
_FIRST_CODE = re.compile(r"^([ \t]*)[^\s#]", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_A_NOTEBOOK = "this is not a notebook: open it in Jupyter, save it again and hand in that file"


class UnreadableError(ValueError):
    """A student's file cannot be read as cells; the message is a sentence for the student."""


def exercise_sources(cells: Sequence[Cell]) -> dict[str, str]:
    """Return the source of each marked exercise; of two cells with one mark, the later counts."""
    return {cell.exercise: cell.source for cell in cells if cell.exercise is not None}


def definitions(source: str) -> frozenset[str]:
    """Return the names that a cell defines at its own outermost indent, by def, class or `name =`.

    Read from the text alone: the cell need not parse.
    """
    first = _FIRST_CODE.search(source)
    indent = first[1] if first else ""
    return frozenset(match[2] or match[3] for match in _DEFINITION.finditer(source) if match[1] == indent)


def tidied(source: str) -> str:
    """Return source without blank lines and trailing space, which make no difference to what was written."""
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())


# --- the percent format ------------------------------------------------------------------------------------------


def read_percent(text: str) -> tuple[Cell, ...]:
    """Return the cells of a percent-format script; code before the first marker is a cell of its own.

    Raises UnreadableError on more than CELLS_AT_MOST cells.
    """
    lines = _clean(text).split("\n")
    markers = ((number, match[1]) for number, line in enumerate(lines) if (match := _MARKER.match(line)))
    marked = list(islice(markers, CELLS_AT_MOST + 1))
    _refuse_too_many(marked)
    ends = [number for number, _ in marked] + [len(lines)]
    preamble = _preamble(lines, ends[0])
    cells = (
        _percent_cell(options, lines, start + 1, end)
        for (start, options), (_, end) in zip(marked, pairwise(ends), strict=True)
    )
    return preamble + tuple(cell for cell in cells if cell)


def _preamble(lines: Sequence[str], end: int) -> tuple[Cell, ...]:
    """Return what stands before the first marker as a cell, without Jupytext's YAML header."""
    start = _after_header(lines, end)
    while start < end and not lines[start].strip():
        start += 1
    return (Cell("code", _body(lines, start, end), start + 1),) if start < end else ()


def _after_header(lines: Sequence[str], end: int) -> int:
    """Return the index of the first line after `# ---` … `# ---`, or 0 if there is no such header."""
    start = next((n for n in range(min(end, 3)) if not lines[n].startswith(("#!", "# -*-", "# coding"))), end)
    if start >= end or lines[start].rstrip() != "# ---":
        return 0
    for number in range(start + 1, end):
        if lines[number].rstrip() == "# ---":
            return number + 1
        if not lines[number].startswith("#"):
            break
    return 0


def _percent_cell(options: str, lines: Sequence[str], start: int, end: int) -> Cell | None:
    """Return the cell of lines[start:end], or None for a raw cell, which is neither code nor prose."""
    options = options[:_OPTIONS_AT_MOST]
    title = re.split("[={]", options, maxsplit=1)[0]
    if "[raw]" in title:
        return None
    if "[markdown]" in title or "[md]" in title:
        return Cell("markdown", _prose(_body(lines, start, end)), start + 1)
    values = {key: _unquote(value) for key, value in _OPTION.findall(options)}
    return _marked(Cell("code", _body(lines, start, end), start + 1), values)


def _body(lines: Sequence[str], start: int, end: int) -> str:
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end])


def _prose(source: str) -> str:
    """Return Markdown without its comment signs, or without the quotes that Jupytext may put instead."""
    quoted = _TRIPLE_QUOTED.fullmatch(source)
    if quoted:
        return quoted[2]
    return re.sub("^# ?", "", source, flags=re.MULTILINE)


def _unquote(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1])


# --- notebooks ---------------------------------------------------------------------------------------------------


def read_notebook(text: str) -> tuple[Cell, ...]:
    """Return the code and Markdown cells of an .ipynb file of nbformat 4 or 3.

    Cells of an unknown shape are left out. Raises UnreadableError if the text is no notebook at all.
    """
    raw_cells = list(islice(_raw_cells(_parse(text)), CELLS_AT_MOST + 1))
    _refuse_too_many(raw_cells)
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
    source = _joined(raw.get("source", raw.get("input")))  # nbformat 3 calls a code cell's source its input
    kind = {"code": "code", "markdown": "markdown", "heading": "markdown"}.get(str(raw.get("cell_type")))
    if kind is None or source is None:
        return None
    metadata = raw.get("metadata")
    cell = Cell(kind, _clean(source))
    return _marked(cell, metadata) if kind == "code" and isinstance(metadata, dict) else cell


def _joined(source: Any) -> str | None:
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None


def _nbgrader_marks(nbgrader: Any) -> dict[str, str]:
    """Return the mark that a cell of nbgrader's amounts to; its ids are made from ours by a prefix."""
    if not isinstance(nbgrader, dict) or not isinstance(nbgrader.get("grade_id"), str):
        return {}
    name = nbgrader["grade_id"]
    roles = (("solution", "exercise"), ("grade", "check"), ("locked", "given"))
    mark = next((mark for role, mark in roles if nbgrader.get(role) is True), None)
    return {mark: name.removeprefix(f"{mark}-")} if mark else {}


# --- both --------------------------------------------------------------------------------------------------------


def _marked(cell: Cell, metadata: Mapping[str, Any]) -> Cell:
    """Return the cell with the one mark that its metadata gives it, if any."""
    own = {mark: name for mark in MARKS if isinstance(name := metadata.get(mark), str) and name.strip()}
    for mark, name in (own or _nbgrader_marks(metadata.get("nbgrader"))).items():
        marks = dict.fromkeys(MARKS) | {mark: _clean(name.strip())}
        return Cell(cell.kind, cell.source, cell.line, **marks)
    return cell


def _clean(text: str) -> str:
    """Return text with bare newlines, no byte order mark, and nothing that UTF-8 cannot encode."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", text)


def _refuse_too_many(cells: Sequence[Any]) -> None:
    if len(cells) > CELLS_AT_MOST:
        raise UnreadableError(f"this file has more than {CELLS_AT_MOST:,} cells: hand in the assignment alone")


# --- which cell answers which exercise ---------------------------------------------------------------------------


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
        if cell.exercise is not None and cell.exercise.isidentifier():
            marked[cell.exercise].append(place)
        elif cell.kind == "code" and cell.exercise is cell.given is cell.check is None:
            for name in definitions(cell.source):
                unmarked[name].append(place)
    return marked, unmarked
