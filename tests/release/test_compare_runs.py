"""A value that differs from run to run stops a release, with the line where it is made."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.cli.release import release_into
from autograder.errors import SourceError
from autograder.release.compare_runs import refuse_differences, run_of
from support.tiny import ANSWERS, CHECKS, LESSON, make_course

MODULES = "import os, random, time\nimport numpy as np\n"
DRAWN = "draw.both_signs(4)"
IMPORT = "from numpy import ndarray\n"
EVERY = "in every run"
CHANCE = ["np.random.rand()", "random.random()", "np.random.default_rng().normal()", "float(os.urandom(1)[0])"]


def probing(words: str) -> str:
    """Return checks.py with a probe of `double` that asks at these numbers."""
    return CHECKS.replace('"""Checks of tiny."""\n', f'"""Checks of tiny."""\n{MODULES}').replace(DRAWN, words, 1)


def complaint(course: CourseFolder, words: str) -> str:
    """Return what is said of a course where two runs differ; it must be at the line that holds these words."""
    one, other = (open_workbook(course, course.course.assignments[0]) for _ in range(2))
    with pytest.raises(SourceError) as caught:
        refuse_differences(one, run_of(one), run_of(other))
    path, line = Path(caught.value.path), caught.value.line or 0
    assert words in path.read_text("utf-8").splitlines()[line - 1]
    return f"{path.name}: {str(caught.value).partition(': ')[2]}"


@pytest.mark.parametrize("words", [*CHANCE, "float(id(object()))", "time.time()"])
def test_a_probe_that_does_not_draw_by_its_draw_is_refused(tmp_path: Path, words: str) -> None:
    said = complaint(make_course(tmp_path, checks=probing(f"np.full(4, {words})")), words)
    assert said.startswith(f"checks.py: the probe of 'double' asks something different {EVERY} (`")
    assert "draw it with `draw`: draw.normal(3)" in said


def test_a_function_that_a_probe_calls_is_told_by_its_own_line(tmp_path: Path) -> None:
    made = probing("four()").replace("def double(", "def four():\n    return np.random.rand(4)\n\n\ndef double(", 1)
    assert "np.random.rand(4)" in complaint(make_course(tmp_path, checks=made), "np.random.rand(4)")


def test_a_probe_that_draws_from_what_the_lesson_has_seeded_is_refused(tmp_path: Path) -> None:
    lesson = LESSON.replace(IMPORT, f"{IMPORT}np.random.seed(0)\n")
    course = make_course(tmp_path, lesson=lesson, checks=probing("np.random.rand(4)"))
    assert f"asks something different {EVERY} (`np.random.rand(4)`)" in complaint(course, "np.random.rand(4)")


@pytest.mark.parametrize("words", CHANCE)
def test_a_given_value_that_answers_rest_on_is_refused(tmp_path: Path, words: str) -> None:
    lesson = LESSON.replace(IMPORT, f"{IMPORT}{MODULES}N = {words}\n").replace("return 2.0 *", "return N *")
    said = complaint(make_course(tmp_path, lesson=lesson), words)
    assert said.startswith(f"lesson.py: 'double' depends on a value that differs {EVERY}")


def test_a_given_value_that_no_answer_depends_on_may_be_anything(tmp_path: Path) -> None:
    course = make_course(tmp_path, lesson=LESSON.replace(IMPORT, f"{IMPORT}N = np.random.rand(3)\n"))
    one, other = (open_workbook(course, course.course.assignments[0]) for _ in range(2))
    refuse_differences(one, run_of(one), run_of(other))


def test_a_mistake_that_returns_something_else_each_time_is_refused(tmp_path: Path) -> None:
    answers = ANSWERS.replace("return square(x)", "return np.random.rand()")
    said = complaint(make_course(tmp_path, answers=answers), "np.random.rand()")
    assert said.startswith(f"answers.py: mistake 'squared' of 'double' returns something different {EVERY}")


@pytest.mark.parametrize(
    "words", ["np.random.default_rng(draw.seed()).normal(size=4)", "np.linspace(1, 2, 2 + len({1, 2}))"]
)
def test_what_is_the_same_in_every_run_is_released(tmp_path: Path, words: str) -> None:
    course = make_course(tmp_path, checks=probing(words))
    with redirect_stdout(io.StringIO()):
        release_into(course, ())
    assert (course.assignments / "tiny" / "tiny.ipynb").is_file()


def test_the_order_of_a_set_is_another_one_in_another_run(tmp_path: Path) -> None:
    """Not in another try of the same process, so others are asked; and nothing is written."""
    course = make_course(tmp_path, checks=probing("np.array([float(ord(each)) for each in {'a', 'b'}])"))
    told = f"asks something different {EVERY} (`{{'a', 'b'}}`): sort it before its order counts"
    with pytest.raises(SourceError, match=re.escape(told)):
        release_into(course, ())
    assert not course.assignments.exists()
