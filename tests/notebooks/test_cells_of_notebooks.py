"""Cells of notebooks, and which cell answers which exercise."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v3 import new_code_cell as code_v3
from nbformat.v3 import new_notebook as notebook_v3
from nbformat.v3 import new_text_cell as text_v3
from nbformat.v3 import new_worksheet

from autograder.core.model import Cell
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import CELLS_AT_MOST, UnreadableError, definitions, exercise_sources, settle_marks
from support.cells_made import code


def notebook(*cells: Any, **top: Any) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **top})


def raw_code(source: Any, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}


def nbgrader_cell(**metadata: Any) -> Cell:
    (cell,) = read_notebook(notebook(raw_code("x = 1", nbgrader=metadata)))
    return cell


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
     {"cell_type": [], "source": ""}],
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


def test_lists_nested_ten_thousand_deep_are_no_cells() -> None:
    with contextlib.suppress(UnreadableError):  # Python before 3.14 does not read so much
        assert read_notebook('{"cells": ' + "[" * 10_000 + "]" * 10_000 + "}") == ()


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
    start = time.process_time()
    settle_marks([code(hostile, exercise="f")])
    assert time.process_time() - start < 2
