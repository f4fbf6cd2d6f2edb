"""A CSV file that was downloaded from another system: read, filled in, and written as it came.

Whatever is not filled in stays as it is: the separator, the byte order mark, the ends of lines, every other cell. Only
a first line that names the separator for Excel (`sep=;`) is left out, since no other system knows it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from autograder.core.text import single_line
from autograder.errors import SourceError
from autograder.gradebook.sheet import names_separator, separator_of, sheet_text

BOM = b"\xef\xbb\xbf"
SEPARATORS = ",;\t"
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_ESCAPED = re.compile(r"'(?=[=+\-@\t\r])")  # how a spreadsheet is told that no formula follows


@dataclass(frozen=True)
class Row:
    """One row of a sheet: the number of the line on which it begins, and its cells as they stand there."""

    line: int
    cells: tuple[str, ...]

    def value(self, column: int | None) -> str:
        """Return what a cell says, without the space around it and a spreadsheet's apostrophe; "" if there is none."""
        if column is None or column >= len(self.cells):
            return ""
        return _ESCAPED.sub("", self.cells[column].strip(), count=1)


@dataclass(frozen=True)
class Downloaded:
    """A downloaded sheet: where it lies, how it is written, and its rows, blank ones included."""

    path: Path
    separator: str
    newline: str
    bom: bool
    rows: tuple[Row, ...]

    def fault(self, line: int | None, message: str) -> SourceError:
        """Return a complaint about a line."""
        return SourceError(self.path, line, message)

    def number(self, points: float, decimal_comma: bool) -> str:
        """Return points with at most two decimals, half up."""
        rounded = Decimal(str(points)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        text = format(rounded, "f").rstrip("0").rstrip(".")
        return text.replace(".", ",") if decimal_comma else text

    def filled(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with other texts in some cells, each named by the numbers of its row and column, from 0."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.separator, lineterminator=self.newline)
        for number, row in enumerate(self.rows):
            writer.writerow([cells.get((number, column), cell) for column, cell in enumerate(row.cells)])
        return (BOM if self.bom else b"") + text.getvalue().encode("utf-8")


def read_downloaded(path: Path) -> Downloaded:
    """Read a sheet. Raises SourceError with file and line for what is no UTF-8 CSV."""
    text = sheet_text(path)
    separator = _separator(text)
    rows, line = [], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if line > 1 or not names_separator(text):
                rows.append(Row(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(path, reader.line_num, f"is not CSV: {error}") from None
    newline = "\r\n" if "\r\n" in text else "\n"
    return Downloaded(path, separator, newline, path.read_bytes().startswith(BOM), tuple(rows))


def _separator(text: str) -> str:
    """Return what the first line names, or what separates most cells of the first three, outside of quotes."""
    if names_separator(text):
        return separator_of(text)
    head = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:3]))
    return max(SEPARATORS, key=head.count)


def has_decimal_comma(cell: str) -> bool:
    """Say whether a cell is a number with a decimal comma."""
    return _DECIMAL_COMMA.fullmatch(cell) is not None


def plain(title: str) -> str:
    """Return a title as it is compared: "Chain rule" is as good as "chain_rule"."""
    return re.sub(r"[\W_]+", " ", title).strip().casefold()


def require_unique(sheet: Downloaded, found: Mapping[int, str]) -> None:
    """Raise SourceError if two rows (their numbers) were found to be the same student's."""
    first: dict[str, int] = {}
    for number, student in found.items():
        if (other := first.setdefault(student, number)) != number:
            lines = sheet.rows[other].line
            message = f"this is the row of '{single_line(student, 80)}', as line {lines} is: each has one row"
            raise sheet.fault(sheet.rows[number].line, message)


def dropped(names: Sequence[str]) -> list[str]:
    """Return what is said of students who dropped and still have a row."""
    return [f"dropped by the roster, their rows are left alone: {listed(names)}"] if names else []


def listed(names: Sequence[str], most: int = 10) -> str:
    """Return names in a line, the first few of many."""
    shown = ", ".join(single_line(name, 80) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
