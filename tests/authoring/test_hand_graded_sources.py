"""What an author may declare for people to grade, and what is said with file and line about all else."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.assignment import load_workbook
from autograder.errors import SourceError
from autograder.release.folder import build_folder
from support.hand_graded import HAND_CHECKS, HAND_LESSON, hand_graded_course
from support.tiny import make_course

ESSAY = 'by_hand("essay", rubric={"states the claim": 3, "gives a counterexample": 2})'
ESSAY_CELL = '# %% [markdown] exercise="essay"\n'


def complaint(folder: Path, checks: str = HAND_CHECKS, lesson: str = HAND_LESSON) -> str:
    make_course(folder, lesson=lesson, checks=checks)
    with pytest.raises(SourceError) as caught:
        load_workbook(folder / "solutions" / "tiny")
    return str(caught.value).removeprefix(f"{folder / 'solutions' / 'tiny'}/")


def test_points_and_rubrics_belong_to_the_assignment(tmp_path: Path) -> None:
    make_course(tmp_path, lesson=HAND_LESSON, checks=HAND_CHECKS)
    workbook = load_workbook(tmp_path / "solutions" / "tiny")
    assert [(each.name, each.points) for each in workbook.by_hand] == [("essay", 5), ("sketch", 2)]
    assert workbook.points == 107
    assert workbook.lesson.order == ("double", "quad", "essay", "sketch")


LINE = HAND_CHECKS.splitlines().index(f"    {ESSAY},") + 1


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ('by_hand("essay", rubric={})', "has no rubric"),
        ('by_hand("essay", rubric={"a": 0})', "'a' in the rubric of 'essay' gives 0: write a number of points above 0"),
        ('by_hand("essay", rubric={"a": "3"})', "gives '3'"),
        ('by_hand("essay", rubric={"a": float("nan")})', "gives nan"),
        ('by_hand("essay", rubric={"a": 1, "A ": 1})', "has 'a' twice"),
        ('by_hand("essay", rubric={"Comment": 1})', "it is a column of the grading sheet already"),
    ],
    ids=["none", "zero", "text", "nan", "twice", "column"],
)
def test_a_rubric_that_cannot_be_graded_by_is_refused_with_its_line(tmp_path: Path, declared: str, said: str) -> None:
    told = complaint(tmp_path, HAND_CHECKS.replace(ESSAY, declared))
    assert told.startswith(f"checks.py:{LINE}: ")
    assert said in told


def test_a_declaration_without_its_cell_is_refused(tmp_path: Path) -> None:
    told = complaint(tmp_path, lesson=HAND_LESSON.replace('exercise="essay"', 'exercise="text"'))
    assert told == f"checks.py:{LINE}: by_hand('essay', …), but no cell of lesson.py is marked exercise=\"essay\""


def test_an_answer_cell_that_nobody_grades_is_refused(tmp_path: Path) -> None:
    told = complaint(tmp_path, HAND_CHECKS.replace(f"    {ESSAY},\n", ""))
    assert (
        "the cell of 'essay' is not a code cell; if people are to grade it, declare by_hand(\"essay\", rubric=…)"
        in told
    )


def test_an_exercise_cell_that_defines_another_function_is_refused(tmp_path: Path) -> None:
    lesson = HAND_LESSON.replace("def quad(", "def twice(")
    line = lesson.splitlines().index('# %% exercise="quad"') + 2
    told = complaint(tmp_path, lesson=lesson)
    assert told.startswith("checks.py:")
    assert told.endswith(f": the cell of 'quad' (line {line} of lesson.py) does not define that function")


def test_an_exercise_cell_that_nobody_checks_and_that_defines_another_function_is_refused(tmp_path: Path) -> None:
    lesson = (
        HAND_LESSON + '\n# %% exercise="f"\ndef g(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n'
    )
    line = lesson.splitlines().index('# %% exercise="f"') + 2
    assert complaint(tmp_path, lesson=lesson).startswith(f"lesson.py:{line}: the cell of 'f' does not define")


def test_a_function_is_not_graded_by_hand(tmp_path: Path) -> None:
    told = complaint(tmp_path, HAND_CHECKS.replace(ESSAY, 'by_hand("quad", rubric={"a": 1})'))
    assert "'quad' defines a function in lesson.py" in told


def test_a_model_answer_stays_with_its_author(tmp_path: Path) -> None:
    course = hand_graded_course(tmp_path)
    released = {path.name: path.read_text("utf-8") for path in (course.assignments / "tiny").iterdir()}
    assert all("minus four" not in text for text in released.values())
    assert '# %% [markdown] exercise="essay"\n# YOUR ANSWER HERE' in released["tiny.py"]
    assert all("states the claim" not in text for text in released.values())


def test_a_model_answer_that_the_lesson_tells_elsewhere_stops_the_release(tmp_path: Path) -> None:
    lesson = HAND_LESSON.replace("# The very end.", "# Not below zero: minus four is less than minus one.")
    make_course(tmp_path, lesson=lesson, checks=HAND_CHECKS)
    with pytest.raises(SourceError, match="this part of a solution would be released"):
        build_folder(load_workbook(tmp_path / "solutions" / "tiny"))


def test_what_is_outside_the_marks_of_an_answer_cell_is_released(tmp_path: Path) -> None:
    cell = f"{ESSAY_CELL}# My claim:\n#\n# ### BEGIN SOLUTION\n# "
    lesson = HAND_LESSON.replace(f"{ESSAY_CELL}# ", cell).replace("minus one.\n", "minus one.\n# ### END SOLUTION\n", 1)
    make_course(tmp_path, lesson=lesson, checks=HAND_CHECKS)
    released = build_folder(load_workbook(tmp_path / "solutions" / "tiny"))["tiny.py"].decode()
    assert f"{ESSAY_CELL}# My claim:\n#\n# YOUR ANSWER HERE\n" in released
