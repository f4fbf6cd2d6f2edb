"""Sheets from outside: read, or refused with a sentence that names the line; never an exception of another kind."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import SourceError
from autograder.gradebook.sheet import read_sheet, rows_of, with_point

CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@given(
    st.one_of(
        st.binary(max_size=200), st.lists(st.lists(CELLS)).map(lambda rows: b"student,name\n" + repr(rows).encode())
    )
)
def test_any_bytes_are_rows_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(data)
        with suppress(SourceError):
            for row in read_sheet(path, ("student",), ("name",)):
                assert row["student"] or row["name"] or any(row.cells.values())


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('\nstudent,name\nada,"Ada\nL."\n\nbob,Bob\n', "utf-8")
    assert [(row.line, row["student"]) for row in read_sheet(path, ("student",), ("name",))] == [(3, "ada"), (6, "bob")]


def test_an_escaped_value_is_what_it_stands_for_and_other_columns_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Student;favourite colour\n'=ada;#REF!\n-bob;blue\n", "utf-8")
    with pytest.raises(SourceError, match=r"x\.csv:2: the cell of 'favourite_colour' is a spreadsheet's error"):
        read_sheet(path, ("student",))
    path.write_text("Student;favourite colour\n'=ada;red\n-bob;blue\n", "utf-8")
    assert [row["student"] for row in read_sheet(path, ("student",))] == ["=ada", "-bob"]


SHEET = "student;name;score\nzoë;Zoë Ëck;2,5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("head", ["", "sep=;\r\n"])
def test_what_spreadsheets_save_is_read_in_each_encoding_that_is_unmistakable(
    tmp_path: Path, encoding: str, head: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes((head + SHEET).encode(encoding))
    (row,) = read_sheet(path, ("student", "name", "score"))
    assert (row["student"], row["name"], row["score"]) == ("zoë", "Zoë Ëck", "2,5")
    assert row.line == 2 + bool(head)


@pytest.mark.parametrize("data", [SHEET.encode("latin-1"), b"student\nada\n\0\n"])
def test_what_could_be_misread_is_refused_with_its_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"x\.csv:\d: is no"):
        read_sheet(path, ("student",))


@pytest.mark.parametrize(
    ("written", "number"),
    [("2,5", "2.5"), ("+0,25", "+0.25"), ("1,5 days", "1.5 days"), ("1,234", "1,234"), ("1.234,5", "1.234,5")],
)
def test_a_decimal_comma_is_read_where_it_cannot_be_a_thousands(written: str, number: str) -> None:
    assert with_point(written) == number


def test_a_file_that_is_not_there_has_no_rows_and_a_folder_is_refused(tmp_path: Path) -> None:
    assert read_sheet(tmp_path / "none.csv", ("student",)) == ()
    with pytest.raises(SourceError):
        read_sheet(tmp_path, ("student",))


@given(st.lists(st.lists(CELLS.filter(lambda cell: "\0" not in cell), min_size=2, max_size=2)))
def test_rows_as_they_are_written_make_the_sheet_again_and_begin_where_they_are_said_to(cells: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    cells = [["student", "reason"], *cells]  # the header tells what separates cells
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(cells)
    text = written.getvalue().removesuffix("\r\n")
    rows = list(rows_of(text))
    assert "".join(row.text for row in rows) == text
    assert [list(row.cells) for row in rows] == cells
    assert all(row.text.startswith('"') and row.line > before.line for before, row in pairwise(rows))
