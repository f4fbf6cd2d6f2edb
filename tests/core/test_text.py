"""Text that strangers chose, in a spreadsheet: no formula, and read back as it was."""

import csv
import io

import pytest

from autograder.core.text import csv_cell, describe_error, from_csv_cell, html_with_code

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", " =1", '"=1"', "late;=1", "late; -1", 'late;"=1', "a;b;@x"]
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_is_a_formula_whichever_sign_the_spreadsheet_splits_at(text: str, separator: str) -> None:
    written = io.StringIO()
    csv.writer(written).writerow(["ada", csv_cell(text), "1"])
    for cell in next(csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=separator)):
        assert not cell.lstrip(" \t\"'").startswith(SIGNS) or "'" in cell[: len(cell) - len(cell.lstrip(" \t\"'"))]


@pytest.mark.parametrize("text", [*FORMULAS, "'=1", "''=1", "'\t'=1", "O'Hara", "a; 'b'", "x-y", "", "'", ";'=;'"])
def test_a_cell_is_read_back_as_what_was_written(text: str) -> None:
    assert from_csv_cell(csv_cell(text)) == text


def test_an_ordinary_name_or_sentence_is_left_as_it_is() -> None:
    for text in ("ada", "O'Hara", "late by 2 days; 10 % off", "a-b@c.org", "学生"):
        assert csv_cell(text) == text


def test_code_in_backticks_is_set_as_code_and_everything_else_is_text() -> None:
    assert html_with_code("`x<y` is <b>") == "<code>x&lt;y</code> is &lt;b&gt;"
    assert html_with_code("an odd ` stays") == "an odd ` stays"


@pytest.mark.parametrize("words", [(34, "Numerical result out of range"), (68, "Result not representable")])
def test_a_float_that_grows_too_large_is_told_in_the_same_words_on_every_system(words: tuple[int, str]) -> None:
    assert describe_error(OverflowError(*words)) == "OverflowError: the result is too large for a float"
    assert describe_error(OverflowError("math range error")) == "OverflowError: math range error"
