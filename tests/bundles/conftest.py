"""The tiny course, released, with hidden checks of which students may know nothing until the due date."""

from __future__ import annotations

import pytest

from autograder.authoring.course import CourseFolder
from support.handed_in import released_course
from support.tiny import CONFIG

POLICY = CONFIG.replace(
    'seed="a secret of the tests",', 'seed="a secret of the tests",\n    feedback=Feedback("nothing", "message"),'
).replace("import Assignment, Course", "import Assignment, Course, Feedback")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return released_course(tmp_path_factory.mktemp("course"), POLICY)
