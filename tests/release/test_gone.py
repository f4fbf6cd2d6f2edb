"""A release says which exercises students have got that it no longer has, and how a renamed one keeps its work."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.keys.public import FILE
from autograder.release.folder import released_folders, write_folders
from autograder.release.gone import former_names, gone
from support.tiny import ANSWERS, CHECKS, LESSON, make_course


@pytest.mark.parametrize(
    ("was", "told"),
    [
        ("", ['tiny: double was released before: what students have of it no longer counts; if twice is one of them, '
              'write Exercise(…, was="double")']),
        ('was="double", ', []),
    ],
)  # fmt: skip
def test_an_exercise_that_was_released_and_is_gone_is_told(tmp_path: Path, was: str, told: list[str]) -> None:
    course = make_course(tmp_path)
    write_folders(course.assignments, released_folders(course))
    checks = CHECKS.replace("double", "twice").replace("Exercise(twice, ", f"Exercise(twice, {was}")
    renamed = {"lesson": LESSON.replace("double", "twice"), "answers": ANSWERS.replace("double", "twice")}
    course = make_course(tmp_path, checks=checks, **renamed)
    built = released_folders(course)
    assert list(gone(course.assignments, built, former_names(course, built))) == told


@pytest.mark.parametrize("before", [None, "{}"])
def test_what_was_never_released_is_not_gone(tmp_path: Path, before: str | None) -> None:
    course = make_course(tmp_path)
    if before is not None:
        (course.assignments / "tiny").mkdir(parents=True)
        (course.assignments / "tiny" / FILE).write_text(before)
    built = released_folders(course)
    assert list(gone(course.assignments, built, ())) == []
