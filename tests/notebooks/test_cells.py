"""Cells of percent scripts: markers, lines, and what divides them."""

from __future__ import annotations

import time
from typing import Any

import jupytext
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.core.model import Cell
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import CELLS_AT_MOST, UnreadableError, settle_marks
from autograder.notebooks.percent import read_percent
from support.cells_made import code

SCRIPT = """\
# ---
# jupyter:
#   kernelspec:
#     name: python3
#     display_name: Python
# ---

# %% [markdown]
# # Chain rule
#
# Two functions.

# %% given="square"
def square(x):
    return x ** 2

# %% The derivative exercise="chain_deriv_2" tags=["a"]
def chain_deriv_2(chain, x):
    raise NotImplementedError

# %% check="chain_deriv_2"
check("chain_deriv_2")
"""


def test_a_percent_script_is_read_with_marks_and_line_numbers() -> None:
    assert read_percent(SCRIPT) == (
        Cell("markdown", "# Chain rule\n\nTwo functions.", 9),
        Cell("code", "def square(x):\n    return x ** 2", 14, given="square"),
        Cell("code", "def chain_deriv_2(chain, x):\n    raise NotImplementedError", 18, exercise="chain_deriv_2"),
        Cell("code", 'check("chain_deriv_2")', 22, check="chain_deriv_2"),
    )


@pytest.mark.parametrize(
    "marker",
    [
        '# %% exercise="f"',
        "# %% exercise='f'",
        '# %%exercise="f"',
        '#%% exercise="f"',
        '# %% exercise = "f"',
        '# %% A title, it\'s long exercise="f" tags=["x"]',
        '# %%% exercise="f"',
        '    # %% exercise="f"',
        '# %% note="given=\\"g\\" " exercise="f"',
        '# %% exercise="f" given="g"',
    ],
)
def test_every_spelling_of_an_exercise_marker_is_understood(marker: str) -> None:
    assert read_percent(f"{marker}\nx = 1\n") == (code("x = 1", line=2, exercise="f"),)  # type: ignore[arg-type]


@pytest.mark.parametrize("magic", ["# %matplotlib inline", "# !ls", "# %%time", "# %%timeit -n 1", "# %load x"])
def test_a_commented_magic_stays_a_comment_of_its_cell(magic: str) -> None:
    assert read_percent(f"# %%\n{magic}\nx = 1\n")[0].source == f"{magic}\nx = 1"


def test_the_markers_of_an_nbconvert_export_divide_cells() -> None:
    assert [cell.source for cell in read_percent("# In[1]:\n\na = 1\n\n# In[ ]:\nb = 2")] == ["\na = 1", "b = 2"]


def test_code_before_the_first_marker_is_a_cell_that_starts_at_its_first_line() -> None:
    assert read_percent("\n\nimport numpy\n\n# %%\nx = 1\n")[0] == Cell("code", "import numpy", 3)


def test_a_script_without_markers_is_one_cell() -> None:
    assert read_percent("def f(x):\n    return x\n") == (Cell("code", "def f(x):\n    return x", 1),)


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "\ufeff"])
def test_blank_text_has_no_cells(text: str) -> None:
    assert read_percent(text) == ()


def test_a_header_is_left_out_also_after_a_shebang() -> None:
    assert read_percent("#!/usr/bin/env python\n# ---\n# a: 1\n# ---\n\nx = 1\n") == (Cell("code", "x = 1", 6),)


def test_a_header_that_never_ends_is_code() -> None:
    assert read_percent("# ---\n# a: 1\nx = 1\n") == (Cell("code", "# ---\n# a: 1\nx = 1", 1),)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_foreign_newlines_and_a_byte_order_mark_change_nothing(newline: str) -> None:
    assert read_percent("\ufeff" + SCRIPT.replace("\n", newline)) == read_percent(SCRIPT)


def test_a_missing_last_newline_changes_nothing() -> None:
    assert read_percent(SCRIPT.rstrip("\n")) == read_percent(SCRIPT)


def test_tabs_stay_in_code() -> None:
    assert read_percent("# %%\ndef f(x):\n\treturn x")[0].source == "def f(x):\n\treturn x"


def test_a_form_feed_is_no_new_line() -> None:
    assert read_percent("# %%\na = 1\f\n# %%\nb = 2")[1].line == 4


def test_an_unclosed_string_does_not_swallow_the_cells_after_it() -> None:
    assert len(read_percent('# %%\ns = """oops\n# %%\nx = 1\n')) == 2


def test_markdown_in_triple_quotes_loses_them() -> None:
    assert read_percent('# %% [markdown]\nr"""\n# Title\n$\\sigma$\n"""\n')[0].source == "# Title\n$\\sigma$"


def test_raw_cells_of_a_script_are_cells_of_their_own_kind() -> None:
    assert read_percent("# %% [raw]\n# x\n# %%\ny = 1\n") == (Cell("raw", "x", 2), Cell("code", "y = 1", 4))


def test_a_script_of_too_many_cells_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="more than 10,000 cells"):
        read_percent("# %%\n" * (CELLS_AT_MOST + 1))


@pytest.mark.parametrize("text", ["# %% " + "a=" * 500_000, "# %% " + "a" * 1_000_000, "# %% " + 'a="\\' * 300_000])
def test_an_endless_marker_line_takes_no_endless_time(text: str) -> None:
    start = time.process_time()
    read_percent(text)
    assert time.process_time() - start < 2


SOURCE = st.lists(st.sampled_from(["x = 1", "    y", "# a note", "", "def f(x):", "σ = 'ü'", "\tz", "# - item"])).map(
    lambda lines: "\n".join(lines).strip("\n")
)
MARK = st.sampled_from([{}, {"exercise": "f"}, {"given": "g"}, {"check": "c"}])
CELLS = st.lists(
    st.one_of(
        st.builds(lambda s, m: Cell("code", s, **m), SOURCE, MARK),
        SOURCE.filter(bool).map(lambda s: Cell("markdown", s)),
    )
)


def as_notebook(cells: list[Cell]) -> Any:
    def one(cell: Cell) -> Any:
        if cell.kind == "markdown":
            return new_markdown_cell(cell.source)
        marks = {key: getattr(cell, key) for key in ("exercise", "given", "check") if getattr(cell, key)}
        return new_code_cell(cell.source, metadata=marks)

    kernel = {"name": "python3", "display_name": "Python"}
    return new_notebook(cells=[one(cell) for cell in cells], metadata={"kernelspec": kernel})


def without_lines(cells: tuple[Cell, ...]) -> list[Cell]:
    return [Cell(c.kind, c.source.rstrip(), 0, c.exercise, c.given, c.check) for c in cells]


@given(CELLS)
def test_what_jupytext_writes_is_read_back(cells: list[Cell]) -> None:
    text = jupytext.writes(as_notebook(cells), "py:percent")
    assert without_lines(read_percent(text)) == without_lines(tuple(cells))


@given(CELLS)
def test_every_line_number_points_at_the_first_line_of_its_cell(cells: list[Cell]) -> None:
    text = jupytext.writes(as_notebook(cells), "py:percent")
    for cell in read_percent(text):
        if cell.kind == "code" and cell.source:
            lines = text.split("\n")[cell.line - 1 :]
            assert "\n".join(lines).startswith(cell.source)


@given(CELLS)
def test_what_nbformat_writes_is_read_back(cells: list[Cell]) -> None:
    assert list(read_notebook(nbformat.writes(as_notebook(cells)))) == cells


def test_jupytext_reads_the_same_cells_from_a_script() -> None:
    theirs = [(cell.cell_type, cell.source) for cell in jupytext.reads(SCRIPT, "py:percent").cells]
    assert theirs == [(cell.kind, cell.source) for cell in read_percent(SCRIPT)]


@given(st.text())
def test_arbitrary_text_is_always_read_as_a_script(text: str) -> None:
    read_percent(text)


@given(st.lists(st.sampled_from(["# %%", " exercise=", '"', "'", "\\", "f", "=", "\n", "[md]", '"""', "# ---\n"])))
def test_scrambled_markers_are_always_read(pieces: list[str]) -> None:
    settle_marks(read_percent("".join(pieces)))


def test_a_copy_that_is_written_to_a_file_takes_no_mark_from_the_answer() -> None:
    source = "def f(x):\n    return x\n"
    answer, copy = (Cell("code", head + source, exercise="f") for head in ("", "%%writefile f.py\n"))
    settled, _ = settle_marks([answer, copy])
    assert [cell.exercise for cell in settled] == ["f", None]
