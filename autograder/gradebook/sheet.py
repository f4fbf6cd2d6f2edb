"""CSV files that people keep beside the course, read row by row; a fault is an error with the file and the line.

Commas or semicolons, with or without a byte order mark: what spreadsheets save. Everything that could be misread is
refused: other encodings, formulas, cells beyond the header, the same column twice.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from autograder.core.text import from_csv_cell, single_line
from autograder.errors import SourceError

MOST_BYTES = 20 * 2**20
_ERROR_VALUE = re.compile(r"#(?:REF|NAME\?|VALUE|N/A|NUM|NULL|DIV/0)!?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet; a cell that is not there is blank."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, message: str) -> SourceError:
        """Return a complaint about this line."""
        return SourceError(self.path, self.line, message)


def read_sheet(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return a sheet's rows under its header, blank ones left out; a file that is not there has none.

    Columns are known by name, in any order and letter case; those of other names are left alone, unless they are
    nearly one of ours. Raises SourceError.
    """
    if not path.exists():
        return ()
    text = sheet_text(path)
    lines = _lines(path, text, separator_of(text))
    line, header = next(lines, (1, []))
    columns = [name.strip().lower().replace(" ", "_") for name in header]
    _check_header(path, line, columns, required, optional)
    rows = (Row(path, line, _cells(path, line, columns, cells)) for line, cells in lines)
    return tuple(row for row in rows if any(row.cells.values()))


def sheet_text(path: Path) -> str:
    """Return the text of a CSV file. Raises SourceError for what is no text, or not in UTF-8."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror}") from error
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(path, None, f"is larger than {MOST_BYTES >> 20} MB, which no list of a class is")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise SourceError(path, 1, "is not UTF-8 text (it looks like UTF-16): save it as 'CSV UTF-8'")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(path, line, "is not UTF-8 text: save it as 'CSV UTF-8'") from None


def separator_of(text: str) -> str:
    """Return what parts the cells: what the first line that says anything has most of."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=head.count)


def _lines(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line that says something, and its cells."""
    reader, before = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield line, cells
    except csv.Error as error:
        raise SourceError(path, reader.line_num, f"is not CSV: {error}") from None


def _check_header(path: Path, line: int, columns: list[str], required: Sequence[str], optional: Sequence[str]) -> None:
    ours = [*required, *optional]
    twice = sorted({name for name in columns if name in ours and columns.count(name) > 1})
    if twice:
        raise SourceError(path, line, f"the column '{twice[0]}' is there twice")
    absent = [name for name in ours if name not in columns]
    for stranger in [name for name in columns if name and name not in ours]:
        if meant := get_close_matches(stranger.replace("-", "").replace("_", ""), absent, 1, 0.75):
            raise SourceError(path, line, f"there is no column '{single_line(stranger, 40)}': is it '{meant[0]}'?")
    for name in absent:
        if name in required:
            raise SourceError(path, line, f"no column '{name}': the first line must name the columns {', '.join(ours)}")


def _cells(path: Path, line: int, columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    if beyond:
        message = f"{len(cells)} cells under {len(columns)} columns: a value that holds the separator needs quotes"
        raise SourceError(path, line, message)
    return {name: _value(path, line, name, cell.strip()) for name, cell in zip(columns, cells, strict=False) if name}


def _value(path: Path, line: int, column: str, cell: str) -> str:
    shown = single_line(cell, 40)
    if cell.startswith("="):
        hint = f"write its value, or '{shown} if that is the value"
        raise SourceError(path, line, f"the cell of '{column}' is a formula, {shown}: {hint}")
    if _ERROR_VALUE.fullmatch(cell):
        raise SourceError(path, line, f"the cell of '{column}' is a spreadsheet's error, {shown}: write what was meant")
    return from_csv_cell(cell)


def near(name: str, known: Sequence[str]) -> str:
    """Return " (did you mean 'ada'?)" where one of the known names is like this one, else ""."""
    found = get_close_matches(name, known, 1) or [one for one in known if one.lower() == name.lower()]
    return f" (did you mean '{found[0]}'?)" if found else ""
