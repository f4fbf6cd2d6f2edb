"""Each lesson is itself a solved submission, questions included, as it is and as Jupytext converts it."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest

from autograder.grading.questions import Sandbox
from autograder.submissions.read import read_one
from support.real_course import ASSIGNMENTS, COURSE, graded, key


@pytest.mark.parametrize("name", ASSIGNMENTS)
@pytest.mark.parametrize("ending", ["", "ipynb", "py:light", "py:hydrogen"])
def test_a_lesson_handed_in_gets_all_points(name: str, ending: str, tmp_path: Path, course_sandbox: Sandbox) -> None:
    lesson = COURSE.solutions / name / "lesson.py"
    made = tmp_path / f"{name}.{ending.partition(':')[0] or 'py'}"
    text = lesson.read_text("utf-8")
    made.write_text(jupytext.writes(jupytext.reads(text, "py:percent"), ending) if ending else text, "utf-8")
    submission = read_one(made, COURSE.course.limits)
    report = graded(key(name), submission.cells, course_sandbox)
    lost = {each.name: each.score for each in report.exercises if each.score != each.max_score}
    assert (submission.problem, lost) == ("", {})
