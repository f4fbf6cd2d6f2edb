"""The table of solutions/README.md names every exercise and lesson, and no exercise that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.real_course import ASSIGNMENTS, EXERCISES, workbook

SOLUTIONS = Path(__file__).parents[2] / "solutions"
LESSONS = {name: (SOLUTIONS / name / "lesson.py").read_text("utf-8") for name in ASSIGNMENTS}

TEXT = (SOLUTIONS / "README.md").read_text("utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("|")]


@pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=[f"{a}-{b}" for a, b in EXERCISES])
def test_every_exercise_is_in_the_table(name: str, exercise: str) -> None:
    assert any(f"`{exercise}`" in row for row in ROWS)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_lesson_is_in_the_table(name: str) -> None:
    assert f"`{name}`" in TEXT


def test_the_last_column_asks_for_nothing_that_no_lesson_has() -> None:
    known = {exercise for _, exercise in EXERCISES} | set(ASSIGNMENTS)
    known |= {name for each in ASSIGNMENTS for name in workbook(each).given}
    known |= {known_.name for each in ASSIGNMENTS for known_ in (*workbook(each).mistakes, *workbook(each).right)}
    asked = {name for row in ROWS if row.count("|") == 5 for name in re.findall(r"`([a-z]\w+)`", row.split("|")[4])}
    assert asked <= known


def test_every_numbered_heading_that_the_table_names_is_in_a_lesson() -> None:
    headings = {text for each in ASSIGNMENTS for text in re.findall(r"^# #+ (.+)$", LESSONS[each], re.MULTILINE)}
    named = {name for row in ROWS if row.count("|") == 5 for name in re.findall(r'"(\d+\. [^"]+)"', row.split("|")[3])}
    assert {name for name in named if not any(name in heading for heading in headings)} == set()
