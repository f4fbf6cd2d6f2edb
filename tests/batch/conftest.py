"""The tiny course, released, with a class; and a sandbox that stays open."""

from __future__ import annotations

from pathlib import Path

import pytest

import autograder.batch.grader
from autograder.authoring.course import CourseFolder
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import QUAD, SOLVED, TRIPLE, Borrowed, answered, hand_in, released_course


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    made = released_course(tmp_path)
    hand_in(made, "s001", answered(made, **SOLVED))
    hand_in(made, "s002", answered(made, double=TRIPLE, quad=QUAD))
    (tmp_path / "submitted" / "s003").mkdir()
    return made


@pytest.fixture
def sandbox(course_sandbox: AnySandbox, monkeypatch: pytest.MonkeyPatch) -> Borrowed:
    borrowed = Borrowed(course_sandbox)
    monkeypatch.setattr(autograder.batch.grader, "open_sandbox", lambda *_, **__: borrowed)
    return borrowed
