"""Sheets from outside: read, or refused with a sentence that names the line; never an exception of another kind."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import SourceError
from autograder.gradebook.sheet import read_sheet

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


def test_a_file_that_is_not_there_has_no_rows_and_a_folder_is_refused(tmp_path: Path) -> None:
    assert read_sheet(tmp_path / "none.csv", ("student",)) == ()
    with pytest.raises(SourceError):
        read_sheet(tmp_path, ("student",))
