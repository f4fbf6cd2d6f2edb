"""A lesson that asks for closed forms, and its key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.authoring.assignment import Workbook, load_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.verdicts import ExerciseReport
from autograder.grading.grade import grade
from autograder.keys.build import exercise_keys
from autograder.sandbox.host.session import AnySandbox
from support.closed_forms import ANSWERS, CHECKS, LESSON, LIMITS
from support.handed_in import code
from support.tiny import make_course


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    folder = make_course(tmp_path_factory.mktemp("course"), lesson=LESSON, checks=CHECKS, answers=ANSWERS)
    return load_workbook(folder.solutions / "tiny")


@pytest.fixture(scope="module")
def key(workbook: Workbook) -> AnswerKey:
    given = tuple(cell.source for cell in workbook.lesson.given)
    return AnswerKey("tiny", exercise_keys(workbook, "secret"), given, {}, "", "secret")


@pytest.fixture
def reports(key: AnswerKey, course_sandbox: AnySandbox) -> Callable[[str], dict[str, ExerciseReport]]:
    """A function that grades one cell of code."""

    def run(source: str) -> dict[str, ExerciseReport]:
        report = grade(key, [code(source)], course_sandbox, LIMITS)
        return {exercise.name: exercise for exercise in report.exercises}

    return run
