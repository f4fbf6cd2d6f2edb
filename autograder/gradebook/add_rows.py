"""Rows that a command adds to a CSV file that people keep: what is there stays as it is, its separator too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

from autograder.core.text import csv_cell
from autograder.gradebook.sheet import encoded, header_of, names_separator, rows_of, separator_of, sheet_text
from autograder.records.store import write_atomically

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")


def add_rows(
    path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]], gone: Container[int] = frozenset()
) -> None:
    """Add rows, by the names of the header, to a sheet; the file is made, with that header, where there is none.

    gone: the numbers of lines; the rows that begin there go.
    """
    if rows or gone:
        write_atomically(path, _with_rows(path, header, rows, gone))


def _with_rows(
    path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]], gone: Container[int] = frozenset()
) -> bytes:
    before = path.read_bytes() if path.exists() else b""
    text = sheet_text(path) if before.strip() else ",".join(header) + "\n"
    text = "".join(row.text for row in rows_of(text) if row.line not in gone) if gone else text
    known = header_of(text)
    text = _with_columns(text, [name for name in header if name not in known and any(row.get(name) for row in rows)])
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, header_of(text), "", "ignore", delimiter=separator_of(text), lineterminator="\n")
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return encoded(text + ("" if text.endswith(("\n", "\r")) else "\n") + added.getvalue(), before)


def _with_columns(text: str, names: Sequence[str]) -> str:
    """Return a sheet with these columns at the end of its header; what is not there in a row is blank."""
    rows = list(rows_of(text))
    for place, row in enumerate(rows):
        if any(cell.strip() for cell in row.cells) and not names_separator(row.text) and names:
            head = row.text.rstrip("\r\n")
            separator = separator_of(text)
            wider = head + separator + separator.join(names) + row.text[len(head) :]
            return "".join([*(each.text for each in rows[:place]), wider, *(each.text for each in rows[place + 1 :])])
    return text


def _cell(text: str) -> str:
    """Return a text as a cell; a signed number, as scores are, is no formula and stays a number."""
    return text if _NUMBER.fullmatch(text) else csv_cell(text)
