"""A lesson is refused with the line of what is wrong; a good one runs, and defines its solution."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.lesson import Lesson, read_lesson, refuse_imports, run_given, run_solution
from autograder.errors import SourceError
from support.tiny import LESSON

SOLVED = """\
# %% exercise="f"
def f(x):
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
"""


def read(folder: Path, text: str) -> Lesson:
    path = folder / "lesson.py"
    path.write_text(text, "utf-8")
    return read_lesson(path)


def complaint(folder: Path, text: str) -> str:
    """Return what is said of a lesson, from "lesson.py:" on."""
    with pytest.raises(SourceError) as caught:
        run_solution(read(folder, text))
    assert str(caught.value).startswith(f"{folder}/lesson.py")
    return str(caught.value).removeprefix(f"{folder}/")


def test_the_solution_of_a_lesson_runs_with_its_given_cells(tmp_path: Path) -> None:
    solution = run_solution(read(tmp_path, LESSON))
    assert solution["quad"](3.0) == 12.0
    assert solution["square"](3.0) == 9.0


def test_given_cells_run_without_the_exercises(tmp_path: Path) -> None:
    given = run_given(read(tmp_path, LESSON))
    assert "square" in given
    assert "double" not in given


def test_unmarked_cells_are_not_run(tmp_path: Path) -> None:
    assert "y" not in run_solution(read(tmp_path, SOLVED + "\n# %%\ny = f(1)\n"))


def test_exercises_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert list(read(tmp_path, LESSON).exercises) == ["double", "quad"]


def test_a_missing_lesson_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"lesson\.py: there is no lesson here"):
        read_lesson(tmp_path / "lesson.py")


def test_text_that_is_not_utf8_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "lesson.py").write_bytes(b"# %% [markdown]\n# caf\xe9\n")
    with pytest.raises(SourceError, match=r"lesson\.py:2: this is not UTF-8 text: save the file as UTF-8"):
        read_lesson(tmp_path / "lesson.py")


def test_two_exercises_of_one_name_are_refused_at_the_second(tmp_path: Path) -> None:
    assert complaint(tmp_path, SOLVED + SOLVED) == "lesson.py:7: two cells are marked exercise='f': rename one"


def test_two_given_cells_of_one_name_are_refused(tmp_path: Path) -> None:
    text = '# %% given="setup"\nx = 1\n# %% given="setup"\ny = 1\n'
    assert complaint(tmp_path, text) == "lesson.py:4: two cells are marked given='setup': rename one"


def test_a_solution_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    text = SOLVED.replace("    ### END SOLUTION\n", "")
    assert complaint(tmp_path, text) == (
        "lesson.py:3: '### BEGIN SOLUTION' is never closed: add '### END SOLUTION' in the same cell"
    )


def test_a_solution_is_not_closed_by_the_next_cell(tmp_path: Path) -> None:
    text = SOLVED.replace("    ### END SOLUTION\n", "# %%\n### END SOLUTION\n")
    assert "lesson.py:3: '### BEGIN SOLUTION' is never closed" in complaint(tmp_path, text)


def test_an_end_without_a_begin_is_refused(tmp_path: Path) -> None:
    text = SOLVED.replace("    ### BEGIN SOLUTION\n", "")
    assert complaint(tmp_path, text) == "lesson.py:4: '### END SOLUTION' without '### BEGIN SOLUTION' above it"


def test_a_begin_inside_a_solution_is_refused(tmp_path: Path) -> None:
    text = SOLVED.replace("    return x\n", "    return x\n    ### BEGIN SOLUTION\n")
    assert complaint(tmp_path, text) == ("lesson.py:5: '### BEGIN SOLUTION' again before '### END SOLUTION' of line 3")


def test_an_exercise_without_solution_marks_is_refused(tmp_path: Path) -> None:
    text = '# %% exercise="f"\ndef f(x):\n    return x\n'
    assert complaint(tmp_path, text) == ("lesson.py:2: exercise 'f' has no '### BEGIN SOLUTION': it would ship solved")


@pytest.mark.parametrize("mark", ["BEGIN", "END"])
def test_a_solution_mark_behind_code_is_refused(tmp_path: Path, mark: str) -> None:
    text = SOLVED.replace(f"    ### {mark} SOLUTION", f"    x = x  ### {mark} SOLUTION")
    line = 3 if mark == "BEGIN" else 5
    assert complaint(tmp_path, text) == f"lesson.py:{line}: a solution mark shares its line: give it one of its own"


def test_a_solution_outside_an_exercise_is_refused(tmp_path: Path) -> None:
    text = SOLVED.replace(' exercise="f"', "")
    assert complaint(tmp_path, text) == ('lesson.py:2: a solution outside an exercise cell: mark it exercise="<name>"')


def test_an_exercise_cell_that_defines_another_function_answers_no_call(tmp_path: Path) -> None:
    (tmp_path / "lesson.py").write_text(SOLVED.replace("def f(", "def g("), "utf-8")
    lesson = read_lesson(tmp_path / "lesson.py")
    assert (list(lesson.exercises), list(lesson.written)) == ([], ["f"])


def test_a_cell_that_does_not_parse_is_said_with_its_line(tmp_path: Path) -> None:
    assert complaint(tmp_path, SOLVED.replace("return x", "return (x")).startswith("lesson.py:4: this does not parse: ")


def test_a_cell_that_raises_is_said_with_the_line_that_raised(tmp_path: Path) -> None:
    text = '# %% given="setup"\nx = 1\n\ny = x / 0\n'
    assert complaint(tmp_path, text) == "lesson.py:4: ZeroDivisionError: division by zero"


def test_a_given_cell_that_needs_an_exercise_is_refused(tmp_path: Path) -> None:
    text = SOLVED + '\n# %% given="late"\ny = f(1)\n'
    assert complaint(tmp_path, text) == "lesson.py:8: NameError: name 'f' is not defined"


@pytest.mark.parametrize("words", ["import pandas as pd", "from pandas.core import frame"])
def test_an_import_that_the_grader_does_not_have_is_said_with_its_line(tmp_path: Path, words: str) -> None:
    text = LESSON.replace("import numpy as np\n", f"import numpy as np\n{words}\n")
    line = text.splitlines().index(words) + 1
    with pytest.raises(SourceError, match=rf"lesson\.py:{line}: this imports `pandas`, which is not there where"):
        refuse_imports(read(tmp_path, text), ())
    refuse_imports(read(tmp_path, text), ("pandas",))
