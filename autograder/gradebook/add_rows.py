"""Rows that a command adds to a CSV file that people keep: what is there stays as it is, its separator too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.core.text import csv_cell
from autograder.gradebook.sheet import encoded, header_of, separator_of, sheet_text
from autograder.records.store import write_atomically

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")


def add_rows(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Add rows, by the names of the header, to a sheet; the file is made, with that header, where there is none."""
    if rows:
        write_atomically(path, _with_rows(path, header, rows))


def _with_rows(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    before = path.read_bytes() if path.exists() else b""
    text = sheet_text(path) if before.strip() else ",".join(header) + "\n"
    separator = separator_of(text)
    columns = header_of(text)
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, columns, "", "ignore", delimiter=separator, lineterminator="\n")
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    whole = text + ("" if text.endswith(("\n", "\r")) else "\n") + added.getvalue()
    return encoded(whole, before)


def _cell(text: str) -> str:
    """Return a text as a cell; a signed number, as scores are, is no formula and stays a number."""
    return text if _NUMBER.fullmatch(text) else csv_cell(text)
