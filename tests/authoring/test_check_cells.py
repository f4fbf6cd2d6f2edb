"""A check("…") stands where students can use it, and names its exercise; what does not is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.check_cells import unchecked
from autograder.authoring.lesson import Lesson, read_lesson
from autograder.errors import SourceError
from support.tiny import LESSON

CHECK = 'check("double")'
CELL = f'# %% check="double"\n{CHECK}\n'
MARKED = "this cell is marked check='double', but"
NOTHING = f'{MARKED} checks nothing: write check("double") in it, or take the mark away'


def read(folder: Path, text: str) -> Lesson:
    (folder / "lesson.py").write_text(text, "utf-8")
    return read_lesson(folder / "lesson.py")


def complaint(folder: Path, text: str, words: str) -> str:
    """Return what is said of a lesson, from the line on; it must be the line that holds these words."""
    with pytest.raises(SourceError) as caught:
        read(folder, text)
    assert words in text.splitlines()[(caught.value.line or 0) - 1]
    return str(caught.value).partition(": ")[2]


@pytest.mark.parametrize("instead", ["print(1)", f"# {CHECK}", "", "%time print(1)", "checks = {}"])
def test_a_check_cell_that_checks_nothing_is_refused(tmp_path: Path, instead: str) -> None:
    text = LESSON.replace(CELL, f'# %% check="double"\n{instead}\n')
    assert complaint(tmp_path, text, instead.partition("\n")[0]) == NOTHING


@pytest.mark.parametrize("more", ["", f"{CHECK}\n"])
def test_a_check_of_another_exercise_than_the_cells_is_refused_at_its_line(tmp_path: Path, more: str) -> None:
    text = LESSON.replace(CHECK, f'{more}check("dubble")')
    assert complaint(tmp_path, text, "dubble") == f"{MARKED} calls check('dubble'): name the same exercise"


def test_a_check_cell_of_no_exercise_is_refused(tmp_path: Path) -> None:
    text = LESSON.replace('check="double"', 'check="dubble"')
    assert complaint(tmp_path, text, CHECK) == "check='dubble' names no exercise of this lesson"


def test_a_check_in_a_cell_without_a_mark_names_an_exercise(tmp_path: Path) -> None:
    text = LESSON.replace(CELL, '# %%\ncheck("dubble")\n')
    assert complaint(tmp_path, text, "dubble") == "check('dubble') names no exercise of this lesson"


def test_a_check_cell_is_a_code_cell(tmp_path: Path) -> None:
    text = LESSON.replace(CELL, '# %% [markdown] check="double"\n# Check it.\n')
    assert complaint(tmp_path, text, "Check it") == (
        "the cell marked check='double' is not a code cell: nothing runs in it"
    )


def test_a_check_above_its_exercise_is_refused(tmp_path: Path) -> None:
    text = LESSON.replace(CELL, f'{CELL}check("quad")\n'.replace('# %% check="double"', "# %%"))
    assert complaint(tmp_path, text, 'check("quad")') == (
        "check('quad') stands above the cell of that exercise, and would always fail: put it below"
    )


def test_a_check_in_the_cell_of_its_exercise_is_taken(tmp_path: Path) -> None:
    text = LESSON.replace("    ### END SOLUTION\n", f"    ### END SOLUTION\n\n{CHECK}\n", 1)
    assert unchecked((lesson := read(tmp_path, text)).cells, lesson.order) == []


@pytest.mark.parametrize(
    "instead", [CHECK, f"{CHECK}\n{CHECK}", "check(double)", "check()", f"%time {CHECK}", f"autograder.{CHECK}"]
)
def test_all_ways_to_check_an_exercise_are_taken(tmp_path: Path, instead: str) -> None:
    lesson = read(tmp_path, LESSON.replace(CHECK, instead))
    assert unchecked(lesson.cells, lesson.order) == []


def test_a_lessons_own_function_of_that_name_may_be_called_anywhere(tmp_path: Path) -> None:
    read(tmp_path, LESSON.replace("import check\n", "import check\ndef check(x): return x\ncheck(1)\n"))


def test_exercises_without_a_check_are_listed(tmp_path: Path) -> None:
    lesson = read(tmp_path, LESSON.replace(CELL, ""))
    assert unchecked(lesson.cells, lesson.order) == ["double"]
    lesson = read(tmp_path, LESSON.replace(CELL, f"# %%\n{CHECK}\n"))
    assert unchecked(lesson.cells, lesson.order) == []
