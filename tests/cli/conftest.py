"""A course in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import autograder.batch.grader
from autograder.authoring.course import CourseFolder
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import SOLVED, Borrowed, answered, hand_in, released_course


@pytest.fixture
def course(tmp_path: Path, course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    made = released_course(tmp_path)
    hand_in(made, "s001", answered(made, **SOLVED))
    hand_in(made, "s002", answered(made))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: Borrowed(course_sandbox))
    return made
