"""The tiny course and its key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.authoring.course import CourseFolder
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell, Limits
from autograder.grading.grade import grade
from autograder.keys.load import answer_key
from autograder.sandbox.host.session import AnySandbox
from support.graded_once import LIMITS, Graded
from support.handed_in import (
    released_course,
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return released_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def key(course: CourseFolder) -> AnswerKey:
    return answer_key(course, course.course.assignments[0])


@pytest.fixture
def graded(key: AnswerKey, course_sandbox: AnySandbox) -> Callable[..., Graded]:
    """A function that grades cells."""

    def run(*cells: Cell, follow_through: float = 1.0, limits: Limits = LIMITS) -> Graded:
        return Graded(grade(key, cells, course_sandbox, limits, follow_through))

    return run
