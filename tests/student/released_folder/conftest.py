"""The tiny course's released folder on its own, as a student would have copied it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.course import open_workbook
from autograder.release.folder import build_folder, write_folders
from support.tiny import make_course


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    course = make_course(tmp_path_factory.mktemp("course"))
    return build_folder(open_workbook(course, course.course.assignments[0]))


@pytest.fixture
def folder(released: dict[str, bytes], tmp_path: Path) -> Path:
    """A released folder on its own, as a student would have copied it."""
    write_folders(tmp_path / "my work", {"tiny": released})
    return tmp_path / "my work" / "tiny"
