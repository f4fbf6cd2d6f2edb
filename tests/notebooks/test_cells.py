"""Tests of autograder.cells: reading percent scripts and notebooks, and settling which cell answers what."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import jupytext
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v3 import new_code_cell as code_v3
from nbformat.v3 import new_notebook as notebook_v3
from nbformat.v3 import new_text_cell as text_v3
from nbformat.v3 import new_worksheet
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.core.model import Cell
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import CELLS_AT_MOST, UnreadableError, definitions, exercise_sources, settle_marks
from autograder.notebooks.percent import read_percent

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


def code(source: str, **marks: str) -> Cell:
    return Cell("code", source, **marks)  # type: ignore[arg-type]


def notebook(*cells: Any, **top: Any) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **top})


def raw_code(source: Any, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}


def nbgrader_cell(**metadata: Any) -> Cell:
    (cell,) = read_notebook(notebook(raw_code("x = 1", nbgrader=metadata)))
    return cell


# --- the percent format ------------------------------------------------------------------------------------------


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


def test_raw_cells_are_left_out_of_a_script() -> None:
    assert read_percent("# %% [raw]\n# x\n# %%\ny = 1\n") == (Cell("code", "y = 1", 4),)


def test_a_script_of_too_many_cells_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="more than 10,000 cells"):
        read_percent("# %%\n" * (CELLS_AT_MOST + 1))


@pytest.mark.parametrize("text", ["# %% " + "a=" * 500_000, "# %% " + "a" * 1_000_000, "# %% " + 'a="\\' * 300_000])
def test_an_endless_marker_line_takes_no_endless_time(text: str) -> None:
    start = time.perf_counter()
    read_percent(text)
    assert time.perf_counter() - start < 2


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


# --- notebooks ---------------------------------------------------------------------------------------------------


def test_a_notebook_of_nbformat_3_is_read() -> None:
    sheet = new_worksheet(cells=[text_v3("markdown", source="hi"), code_v3(input="x = 1", metadata={"exercise": "x"})])
    text = nbformat.v3.writes_json(notebook_v3(worksheets=[sheet]))
    assert read_notebook(text) == (Cell("markdown", "hi"), code("x = 1", exercise="x"))


def test_a_source_may_be_a_list_or_a_string() -> None:
    assert read_notebook(notebook(raw_code(["a = 1\n", "b = 2"]), raw_code("c"))) == (code("a = 1\nb = 2"), code("c"))


@pytest.mark.parametrize(
    "cell",
    [None, 1, [], {}, {"cell_type": "code"}, raw_code(None), raw_code([1]), raw_code({}),
     {"cell_type": [], "source": ""}, {"cell_type": "raw", "source": "x"}],
)  # fmt: skip
def test_cells_of_other_shapes_are_left_out(cell: Any) -> None:
    assert read_notebook(notebook(cell, raw_code("x = 1"))) == (code("x = 1"),)


@pytest.mark.parametrize("metadata", [None, [], "x", {"exercise": 3}, {"exercise": " "}, {"nbgrader": []}])
def test_metadata_of_other_shapes_marks_nothing(metadata: Any) -> None:
    assert read_notebook(notebook({"cell_type": "code", "source": "x", "metadata": metadata})) == (code("x"),)


def test_a_solution_cell_of_nbgrader_is_an_exercise() -> None:
    assert nbgrader_cell(grade_id="f", solution=True, grade=False, locked=False).exercise == "f"


def test_a_locked_cell_of_nbgrader_is_given() -> None:
    assert nbgrader_cell(grade_id="given-square", solution=False, grade=False, locked=True).given == "square"


def test_a_grade_cell_of_nbgrader_is_a_check() -> None:
    cell = nbgrader_cell(grade_id="check-f", solution=False, grade=True, locked=True)
    assert (cell.check, cell.given) == ("f", None)


def test_a_mark_of_our_own_counts_before_the_one_of_nbgrader() -> None:
    text = notebook(raw_code("x", exercise="f", nbgrader={"grade_id": "g", "locked": True}))
    assert read_notebook(text) == (code("x", exercise="f"),)


@pytest.mark.parametrize("nbgrader", [{"solution": True}, {"grade_id": 3, "solution": True}, {"grade_id": "f"}])
def test_an_nbgrader_cell_without_id_or_role_has_no_mark(nbgrader: dict[str, Any]) -> None:
    assert nbgrader_cell(**nbgrader) == code("x = 1")


def test_half_a_surrogate_pair_is_replaced() -> None:
    (cell,) = read_notebook(notebook(raw_code("s = '\ud800'", exercise="\udfff")))
    assert (cell.source, cell.exercise) == ("s = '\ufffd'", "\ufffd")


def test_outputs_are_not_looked_at() -> None:
    cell = {**raw_code("x = 1"), "outputs": {"not": ["what", {"nbformat": "allows"}]}}
    assert read_notebook(notebook(cell)) == (code("x = 1"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "not a notebook"),
        ('{"cells": ' + "[" * 10_000 + "]" * 10_000 + "}", "not a notebook"),
        ("1" * 5_000, "not a notebook"),
        ("[]", "not a notebook"),
        ("null", "not a notebook"),
        ("{}", "not a notebook"),
        ('{"worksheets": {}}', "not a notebook"),
        (notebook(raw_code("x = 1"))[:-20], "damaged .*breaks off"),
        ("", "damaged .*breaks off"),
        ('{"cells":\n[<<<<<<< HEAD\n]}', "damaged .*line 2 is not valid JSON"),
        (notebook(*[raw_code("")] * (CELLS_AT_MOST + 1)), "more than 10,000 cells"),
    ],
)
def test_what_is_no_notebook_is_unreadable_with_a_sentence(text: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_notebook(text)


KEYS = st.sampled_from(["cells", "worksheets", "source", "input", "cell_type", "metadata", "nbgrader", "grade_id"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner),
)


@given(st.text() | JSON.map(json.dumps) | JSON.map(lambda value: json.dumps({"cells": value})))
def test_arbitrary_text_is_a_notebook_or_unreadable(text: str) -> None:
    with contextlib.suppress(UnreadableError):
        settle_marks(read_notebook(text))


# --- which cell answers which exercise ---------------------------------------------------------------------------


def test_exercise_sources_names_each_marked_cell() -> None:
    assert exercise_sources([code("a", exercise="f"), code("b"), code("c", given="g")]) == {"f": "a"}


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x",
        "async def f(x): ...",
        "@decorator\ndef  f (x): ...",
        "class f: ...",
        "f = lambda x: x",
        "f: Callable = g",
        "# note\n    def f(x):\n        return x",
        "def f(x:\n  broken",
        "if:\nf=1",
    ],
)
def test_a_definition_is_seen_in_the_text(source: str) -> None:
    assert "f" in definitions(source)


@pytest.mark.parametrize(
    "source", ["", "f(1)", "f == 1", "# def f(x)", "def ff(x): ...", "def g():\n    f = 1", "g(f=1)"]
)
def test_what_is_no_definition_at_the_outermost_indent_is_not_taken_for_one(source: str) -> None:
    assert "f" not in definitions(source)


def test_of_two_cells_with_one_mark_the_last_that_defines_the_function_keeps_it() -> None:
    cells, notes = settle_marks(
        [code("def f(x): 1", exercise="f"), code("def f(x): 2", exercise="f"), code("f(3)", exercise="f")]
    )
    assert [cell.exercise for cell in cells] == [None, "f", None]
    assert notes == ("3 cells are marked as the answer to f: the last that defines it counts",)


def test_of_two_marked_cells_that_define_nothing_the_last_keeps_the_mark() -> None:
    cells, _ = settle_marks([code("1", exercise="f"), code("2", exercise="f")])
    assert exercise_sources(cells) == {"f": "2"}


def test_a_mark_moves_to_the_last_unmarked_cell_that_defines_the_function() -> None:
    cells, notes = settle_marks([code("import math", exercise="f"), code("def f(): 1"), code("f = 2"), code("f()")])
    assert [cell.exercise for cell in cells] == [None, None, "f", None]
    assert notes == ()


def test_a_mark_stays_where_the_function_is_defined_whatever_follows() -> None:
    cells = (code("def f(x): 1", exercise="f"), code("def f(x): 2"))
    assert settle_marks(cells) == (cells, ())


def test_a_mark_never_moves_to_a_given_or_check_or_markdown_cell() -> None:
    cells = (code("", exercise="f"), code("def f(): 1", given="f"), code("f = 1", check="f"), Cell("markdown", "f = 1"))
    assert settle_marks(cells) == (cells, ())


def test_two_exercises_merged_into_one_unmarked_cell_leave_it_one_mark() -> None:
    cells, _ = settle_marks([code("", exercise="f"), code("", exercise="g"), code("def f(): 1\ndef g(): 2")])
    assert [cell.exercise for cell in cells] == [None, "g", "f"]


def test_a_mark_that_is_no_function_name_is_left_alone() -> None:
    cells = (code("x", exercise="("), code("y", exercise="("))
    assert settle_marks(cells) == (cells, ())


def test_settling_settled_cells_changes_nothing() -> None:
    once, _ = settle_marks([code("def f(): 1", exercise="f"), code("def f(): 2", exercise="f")])
    assert settle_marks(once) == (once, ())


@pytest.mark.parametrize("hostile", ["x" * 1_000_000, "x " * 500_000, " " * 1_000_000, "x" + " " * 1_000_000 + "y",
                                     "x:" * 500_000, "\n" * 1_000_000, "def " * 300_000, " \n" * 500_000])  # fmt: skip
def test_a_hostile_cell_takes_no_endless_time(hostile: str) -> None:
    start = time.perf_counter()
    settle_marks([code(hostile, exercise="f")])
    assert time.perf_counter() - start < 2
