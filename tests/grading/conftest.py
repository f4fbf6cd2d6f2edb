"""The tiny course's assignment, graded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell, Limits
from autograder.grading.grade import grade
from autograder.sandbox.host.session import AnySandbox
from support.graded_once import LIMITS, Graded


@pytest.fixture
def graded(key: AnswerKey, course_sandbox: AnySandbox) -> Callable[..., Graded]:
    """A function that grades cells."""

    def run(*cells: Cell, follow_through: float = 1.0, limits: Limits = LIMITS) -> Graded:
        return Graded(grade(key, cells, course_sandbox, limits, follow_through))

    return run
