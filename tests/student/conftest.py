"""A course with questions, and its key."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.authoring.course import CourseFolder
from autograder.release.folder import write_folders
from autograder.student.answer import answer
from autograder.student.check import check
from support.asking import asking_course
from support.with_questions import built


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    made = asking_course(tmp_path_factory.mktemp("asking"))
    write_folders(made.assignments, {"tiny": built(made)})
    return made


@pytest.fixture
def said(course: CourseFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """A kernel in the released folder: runs a line, and returns what it says."""
    monkeypatch.chdir(course.assignments / "tiny")
    namespace: dict[str, Any] = {"answer": answer, "check": check}

    def run(line: str) -> str:
        exec(line, namespace)
        return capsys.readouterr().out.strip()

    return run
