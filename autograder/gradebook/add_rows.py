"""Rows and cells that a command adds to a CSV file that people keep: what is there stays as it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from autograder.core.text import csv_cell
from autograder.gradebook.sheet import (
    WrittenRow,
    encoded,
    header_of,
    names_separator,
    rows_of,
    separator_of,
    sheet_text,
)
from autograder.records.store import write_atomically

Cells = Mapping[str, str]  # by the names of columns
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")


def add_rows(
    path: Path,
    header: Sequence[str],
    rows: Sequence[Cells],
    gone: Container[int] = frozenset(),
    filled: Mapping[int, Cells] = MappingProxyType({}),
) -> None:
    """Add rows to a sheet, with the columns of the header that it has not; it is made where there is none.

    gone: the numbers of lines; the rows that begin there go. filled: cells of rows that are there, by their lines.
    """
    if rows or gone or filled:
        write_atomically(path, _changed(path, header, rows, gone, filled))


def _changed(
    path: Path, header: Sequence[str], rows: Sequence[Cells], gone: Container[int], filled: Mapping[int, Cells]
) -> bytes:
    before = path.read_bytes() if path.exists() else b""
    text = sheet_text(path) if before.strip() else ",".join(header) + "\n"
    columns, separator = header_of(text), separator_of(text)
    told = [*rows, *filled.values()]
    new = [name for name in header if name not in columns and any(row.get(name) for row in told)]
    text = _with_columns(text, new, separator)
    columns += new
    kept = (row for row in rows_of(text) if row.line not in gone)
    text = "".join(
        _filled(row, filled[row.line], columns, separator) if row.line in filled else row.text for row in kept
    )
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, columns, "", "ignore", delimiter=separator, lineterminator="\n")
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return encoded(text + ("" if text.endswith(("\n", "\r")) else "\n") + added.getvalue(), before)


def _with_columns(text: str, names: Sequence[str], separator: str) -> str:
    """Return a sheet with these columns at the end of its header; what is not there in a row is blank."""
    rows = list(rows_of(text)) if names else []
    for place, row in enumerate(rows):
        if any(cell.strip() for cell in row.cells) and not names_separator(row.text):
            head = row.text.rstrip("\r\n")
            wider = separator.join([head, *names]) + row.text[len(head) :]
            return "".join([*(each.text for each in rows[:place]), wider, *(each.text for each in rows[place + 1 :])])
    return text


def _filled(row: WrittenRow, cells: Cells, columns: Sequence[str], separator: str) -> str:
    """Return a row with other texts in some cells, ended as it was."""
    made = [*row.cells, *[""] * (len(columns) - len(row.cells))]
    for name, cell in cells.items():
        made[columns.index(name)] = _cell(cell)
    written = io.StringIO(newline="")
    ending = row.text[len(row.text.rstrip("\r\n")) :]
    csv.writer(written, delimiter=separator, lineterminator=ending).writerow(made)
    return written.getvalue()


def _cell(text: str) -> str:
    """Return a text as a cell; a signed number, as scores are, is no formula and stays a number."""
    return text if _NUMBER.fullmatch(text) else csv_cell(text)
