"""An answer that lies where nothing is run is not attempted, and is told so."""

from __future__ import annotations

import json

import pytest

from autograder.core.model import Cell, Status
from autograder.submissions.read import read_one
from support.graded_once import LIMITS
from support.handed_in import DOUBLE, QUAD_ALONE, answered, code, hand_in

COMMENTED = "".join(f"# {line}\n" for line in DOUBLE.splitlines())
MISSPELT = DOUBLE.replace("double", "Double")


def _notes(course, graded, *cells: Cell, **answers: str):
    text = answered(course, quad=QUAD_ALONE, **answers)
    report = graded(*read_one(hand_in(course, "passed", text), LIMITS).cells, *cells)
    assert report.statuses("double") == {Status.NOT_ATTEMPTED}
    assert (report["quad"].score, report["quad"].note) == (60, "")
    return report["double"].note


@pytest.mark.parametrize(("kind", "called"), [("markdown", "Markdown"), ("raw", "raw")])
@pytest.mark.parametrize("source", [DOUBLE, f"```python\n{DOUBLE}```"])
def test_an_answer_in_a_text_cell_without_a_mark_is_told(course, graded, kind, called, source) -> None:
    told = f"`double` stands in a {called} cell, which is not run: move it into its own cell"
    assert _notes(course, graded, Cell(kind, source)) == told


def test_prose_that_quotes_a_function_is_nobodys_answer(course, graded) -> None:
    assert _notes(course, graded, Cell("markdown", f"A hint:\n\n```python\n{DOUBLE}```")) == ""


@pytest.mark.parametrize("answer", [COMMENTED, f"x = 1\n{COMMENTED}\nprint(x)"])
def test_an_answer_in_comments_is_told(course, graded, answer) -> None:
    told = "`double` stands in comments, which are not run: remove the # in front of its lines"
    assert _notes(course, graded, double=answer) == told


def test_a_stub_in_comments_is_no_answer(course, graded, key) -> None:
    assert _notes(course, graded, double="".join(f"# {line}\n" for line in key.stub["double"].splitlines())) == ""


@pytest.mark.parametrize("name", ["Double", "doble"])
def test_an_answer_under_another_name_in_its_own_cell_is_told(course, graded, name) -> None:
    told = f"there is a `{name}`, but no `double`: give it the name of the exercise"
    assert _notes(course, graded, double=DOUBLE.replace("double", name)) == told


def test_an_answer_whose_name_differs_in_case_alone_is_found_in_any_cell(course, graded) -> None:
    told = "there is a `Double`, but no `double`: give it the name of the exercise"
    assert _notes(course, graded, code(MISSPELT)) == told


def test_a_helper_in_another_cell_is_nobodys_answer(course, graded) -> None:
    assert _notes(course, graded, code(DOUBLE.replace("double", "half"))) == ""


def test_a_raw_cell_of_a_notebook_is_looked_at(course, graded) -> None:
    made = json.loads(answered(course))
    made["cells"].append({"cell_type": "raw", "metadata": {}, "source": DOUBLE})
    report = graded(*read_one(hand_in(course, "raw", json.dumps(made)), LIMITS).cells)
    assert "stands in a raw cell" in report["double"].note
    assert report["quad"].note == ""
