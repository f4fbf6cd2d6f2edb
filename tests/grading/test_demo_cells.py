"""Which cells of a submission run: all that an answer may rest on, and none that only draws and prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.lesson import read_lesson
from autograder.core.calls import Failed, Returned
from autograder.core.model import Cell, Status
from autograder.grading.demo_cells import missed, without_demonstrations

PLOT = "import matplotlib.pyplot as plt\n\nx = [1, 2]\nplt.plot(x)"
HOUSE = "house = 3\nprint(house)"
LESSON = f"""\
# %% given="setup"
import numpy as np
scale = 2.0
# %%
{HOUSE}
# %% exercise="f"
def f(x):
    ### BEGIN SOLUTION
    return scale * x
    ### END SOLUTION
# %% check="f"
check("f")
# %%
scale = 3.0
# %%
f = np.sin
# %%
{PLOT}
"""


def left(*sources: str) -> list[str]:
    cells = [Cell("code", source) for source in sources]
    return [cell.source for cell in without_demonstrations(cells, (PLOT, HOUSE))]


def test_demonstrations_that_were_left_as_they_were_are_left_out() -> None:
    assert left(PLOT, HOUSE) == []


def test_a_cell_that_differs_in_blank_lines_only_is_the_lessons_own() -> None:
    assert left("\nhouse = 3   \n\nprint(house)\n") == []


@pytest.mark.parametrize("source", ["helper = 3", HOUSE.replace("3", "4")])
def test_a_students_own_cell_runs_and_so_does_one_that_was_changed(source: str) -> None:
    assert left(source) == [source]


def test_an_answer_runs_even_where_it_reads_like_a_demonstration() -> None:
    answer = Cell("code", HOUSE, exercise="f")
    assert without_demonstrations([answer], (HOUSE,)) == (answer,)


def test_a_cell_that_gives_a_marked_name_a_new_meaning_is_no_demonstration(tmp_path: Path) -> None:
    (tmp_path / "lesson.py").write_text(LESSON, "utf-8")
    assert read_lesson(tmp_path / "lesson.py").demonstrations == (HOUSE, PLOT)


@pytest.mark.parametrize(
    ("outcomes", "errors", "expected"),
    [
        ([Returned(1.0)], [], False),
        ([Failed(Status.ERROR, "`f` raised ValueError: x (line 2 of its cell)")], ["line 1: TypeError"], False),
        ([Failed(Status.ERROR, "`f` raised NameError: name 'house' is not defined")], [], True),
        ([Returned(1.0)], ["line 1: NameError: name 'house' is not defined"], True),
    ],
)
def test_something_is_missed_where_a_name_is_not_defined(outcomes, errors, expected) -> None:
    assert missed(outcomes, errors) is expected
