"""A lesson may hold what is right between solution marks: then it is itself a solved submission."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.authoring.course import open_workbook
from autograder.errors import SourceError
from autograder.release.folder import build_folder
from support.asking import LESSON, asking_course

RIGHT = {
    "steepest": '"at 0"',
    "depends": '["on x", "on the power"]',
    "speed": '16 / 5, unit="m/s"',
    "rule": '"Chain rule"',
    "product": "np.array([[1, 2], [3, 4]]).T",
    "warm_up": '"3"',
}


def filled(name: str, value: str) -> str:
    return f'### BEGIN SOLUTION\nanswer("{name}", {value})\n### END SOLUTION'


def lesson_with(**answers: str) -> str:
    return re.sub(
        r'answer\("(\w+)", \.\.\.\)', lambda at: filled(at[1], answers[at[1]]) if at[1] in answers else at[0], LESSON
    )


def test_nothing_of_it_is_released(tmp_path: Path) -> None:
    courses = [asking_course(tmp_path / name, lesson=lesson_with(**given)) for name, given in (("a", RIGHT), ("b", {}))]
    made = [dict(build_folder(open_workbook(course, course.course.assignments[0]))) for course in courses]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("steepest", '"at 1"', "'steepest' is answered wrongly in the lesson itself: checks.py says that answer("),
        ("speed", "3.2", "the answer to 'speed': "),
        ("product", "undefined", "the answer to 'product': name 'undefined' is not defined"),
    ],
)
def test_what_is_not_right_stops_the_release_with_its_line(tmp_path: Path, name: str, value: str, told: str) -> None:
    course = asking_course(tmp_path, lesson=lesson_with(**{name: value}))
    with pytest.raises(SourceError, match=re.escape(told)) as caught:
        open_workbook(course, course.course.assignments[0])
    assert f'answer("{name}"' in "".join(lesson_with(**{name: value}).splitlines()[caught.value.line or 0 :][:2])


def test_without_the_marks_it_would_ship_solved(tmp_path: Path) -> None:
    course = asking_course(tmp_path, lesson=LESSON.replace('("rule", ...)', '("rule", "chain rule")'))
    with pytest.raises(SourceError, match="'rule' has no '### BEGIN SOLUTION': it would ship solved"):
        open_workbook(course, course.course.assignments[0])
