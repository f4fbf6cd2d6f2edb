"""CSV files that people keep beside the course, read row by row; a fault is an error with the file and the line.

Commas, semicolons or tabs, UTF-8 or UTF-16, a decimal comma: what spreadsheets save, in whatever language. Everything
that could be misread is refused: other encodings, formulas, cells beyond the header, the same column twice.
"""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.core.text import from_csv_cell, single_line
from autograder.core.units import MB
from autograder.errors import SourceError

MOST_BYTES = 20 * MB
BOM = "\ufeff"
_NAMED_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)  # the first line that Excel writes for itself
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d.,])")
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
    lines = _lines(path, text)
    line, header = next(lines, (1, []))
    columns = _columns(header)
    _check_header(path, line, columns, required, optional)
    rows = (Row(path, line, _cells(path, line, columns, cells)) for line, cells in lines)
    return tuple(row for row in rows if any(row.cells.values()))


def sheet_text(path: Path) -> str:
    """Return the text of a CSV file. Raises SourceError for what is no text, or in neither UTF-8 nor UTF-16."""
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):  # a pipe would be waited for
            raise SourceError(path, None, "is not a regular file")
        if status.st_size > MOST_BYTES:
            raise SourceError(path, None, f"is larger than {MOST_BYTES >> 20} MB, which no list of a class is")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror}") from error
    try:
        text = data.decode(encoding_of(data)).removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(path, line, "is not UTF-8 text: save it as 'CSV UTF-8'") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SourceError(path, line, "is not text (there is a NUL in it): save it as 'CSV UTF-8'")
    return text


def encoding_of(data: bytes) -> str:
    """Return the encoding of a sheet's bytes, as far as they tell: UTF-16 by its mark or its many zeros, else UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for name, zeros in (("utf-16-le", data[1:200:2]), ("utf-16-be", data[:200:2])):
        if zeros and not any(zeros):
            return name
    return "utf-8-sig" if data.startswith(BOM.encode()) else "utf-8"


def encoded(text: str, like: bytes) -> bytes:
    """Return a sheet's text in the encoding of these bytes, with a byte order mark if they have one."""
    encoding = encoding_of(like)
    return text.encode("utf-16" if encoding.startswith("utf-16") else encoding)


def header_of(text: str) -> list[str]:
    """Return the columns of a sheet that has been read, as they are compared."""
    return _columns(next(_lines(Path(), text))[1])


def _columns(header: Sequence[str]) -> list[str]:
    return [name.strip().lower().replace(" ", "_") for name in header]


def separator_of(text: str) -> str:
    """Return what parts the cells: what the first line names, or else has most of."""
    if named := _NAMED_SEPARATOR.match(text):
        return named[1]
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=head.count)


def names_separator(text: str) -> bool:
    """Say whether a sheet's first line names what parts the cells."""
    return _NAMED_SEPARATOR.match(text) is not None


def _lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line that says something, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells) and not (line == 1 and names_separator(text)):
                yield line, cells
    except csv.Error as error:
        raise SourceError(path, reader.line_num, f"is not CSV: {error}") from None


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as it is written: the number of its first line, its text to the end of its last one, its cells."""

    line: int
    text: str
    cells: Sequence[str]


def rows_of(text: str) -> Iterator[WrittenRow]:
    """Yield all rows of a sheet, blank ones and the header too: their texts put together are the sheet's."""
    # As csv counts lines: other characters that end one elsewhere, as U+2028, are part of a cell.
    lines = list(io.StringIO(text, newline=""))
    reader, before = csv.reader(lines, delimiter=separator_of(text)), 0
    for cells in reader:
        yield WrittenRow(before + 1, "".join(lines[before : reader.line_num]), cells)
        before = reader.line_num


def _check_header(path: Path, line: int, columns: list[str], required: Sequence[str], optional: Sequence[str]) -> None:
    ours = [*required, *optional]
    twice = sorted({name for name in columns if name in ours and columns.count(name) > 1})
    if twice:
        raise SourceError(path, line, f"the column '{twice[0]}' is there twice")
    absent = [name for name in ours if name not in columns]
    for stranger in [name for name in columns if name and name not in ours]:
        if meant := _nearest(stranger.replace("-", "").replace("_", ""), absent, 0.75):
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


def with_point(number: str) -> str:
    """Return a number with a point where it has a decimal comma; what could be a thousand, as 1,234, stays as it is."""
    return _DECIMAL_COMMA.sub(r"\1.\2", number)


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """Return " (did you mean 'ada'?)" where one of the known names is like this one, else ""."""
    found = _nearest(name, known) or [one for one in known if one.lower() == name.lower()]
    return f" (did you mean '{found[0]}'?)" if found else ""


def _nearest(name: str, known: Sequence[str], least: float = 0.6) -> list[str]:
    from difflib import get_close_matches  # not above: most names are right

    return get_close_matches(name, known, 1, least)
