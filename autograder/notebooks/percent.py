"""Cells out of scripts: the percent format, as Jupytext, VS Code and nbconvert write it, or none at all."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Any

from autograder.core.model import Cell
from autograder.core.text import source_text
from autograder.notebooks.marks import CELLS_AT_MOST, marked, refuse_too_many
from autograder.notebooks.script import statement_lines

# Jupytext and VS Code write "# %%"; nbconvert exports "# In[3]:". "# %%time" is a commented magic, not a marker.
_MARKER = re.compile(
    r"[ \t]*#[ \t]*(?:%%+(?=\s|$)|%%(?=\{|(?:exercise|given|check)[ \t]*=)|(?:<codecell>|In\[[0-9 ]*\]:?)(?=\s*$))(.*)",
    re.DOTALL,
)
# A whole key="value" at a time, so that a value which itself looks like an option is not taken for one.
_OPTION = re.compile(r"""(?<![\w.@/-])([\w.@/-]+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_OPTIONS_AT_MOST = 1_000  # characters; keeps the search linear on a marker line of megabytes
_TRIPLE_QUOTED = re.compile(r"""\s*[rR]?(\"{3}|'{3})\n?(.*?)\n?\1\s*""", re.DOTALL)


def read_percent(text: str) -> tuple[Cell, ...]:
    """Return the cells of a percent-format script; code before the first marker is a cell of its own.

    In a script without any marker, each statement is one.
    Raises UnreadableError on more than CELLS_AT_MOST cells.
    """
    lines = source_text(text).split("\n")
    markers = ((number, match[1]) for number, line in enumerate(lines) if (match := _MARKER.match(line)))
    marked = list(islice(markers, CELLS_AT_MOST + 1))
    refuse_too_many(marked)
    ends = [number for number, _ in marked] + [len(lines)]
    preamble = _preamble(lines, ends[0]) if marked else _statements(lines)
    cells = (
        _percent_cell(options, lines, start + 1, end)
        for (start, options), (_, end) in zip(marked, pairwise(ends), strict=True)
    )
    return preamble + tuple(cells)


def _preamble(lines: Sequence[str], end: int) -> tuple[Cell, ...]:
    """Return what comes before the first marker as a cell, without Jupytext's YAML header."""
    start = _after_header(lines, end)
    while start < end and not lines[start].strip():
        start += 1
    return (Cell("code", _body(lines, start, end), start + 1),) if start < end else ()


def _statements(lines: Sequence[str]) -> tuple[Cell, ...]:
    """Return the statements of a script without markers as cells; an empty script has one empty cell."""
    begin = _after_header(lines, len(lines))
    places = list(islice(statement_lines(lines[begin:]), CELLS_AT_MOST + 1))
    refuse_too_many(places)
    return tuple(Cell("code", _body(lines, begin + a, begin + b), begin + a + 1) for a, b in places)


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


def _percent_cell(options: str, lines: Sequence[str], start: int, end: int) -> Cell:
    """Return the cell of lines[start:end]."""
    options = options[:_OPTIONS_AT_MOST]
    title = re.split("[={]", options, maxsplit=1)[0]
    values = _json(options) or {key: _unquote(value) for key, value in _OPTION.findall(options)}
    source = _body(lines, start, end)
    if "[raw]" in title:
        return marked(Cell("raw", _prose(source), start + 1), values)
    if "[markdown]" in title or "[md]" in title:
        return marked(Cell("markdown", _prose(source), start + 1), values)
    return marked(Cell("code", source, start + 1), values)


def _json(options: str) -> dict[str, Any]:
    """Return a marker's options where they are JSON, as Jupytext wrote them for years; else none."""
    start = options.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(options[start:]) if start >= 0 else ({}, 0)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


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
