"""A course with hidden checks, and its keys."""

from __future__ import annotations

import pytest

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.keys.build import exercise_keys
from autograder.records.schema import Record
from autograder.sandbox.host.session import AnySandbox
from support.feedback_texts import LEARNT_BY_HEART, MATRIX_FAILS, SEEDS, calls_of, public_key, record_of
from support.tiny import make_course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def keys(course: CourseFolder) -> dict[str, AnswerKey]:
    workbook = open_workbook(course, course.course.assignments[0])
    given = tuple(cell.source for cell in workbook.lesson.given)
    return {seed: AnswerKey("tiny", exercise_keys(workbook, seed), given, {}, "f", seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def told(keys: dict[str, AnswerKey], course_sandbox: AnySandbox) -> dict[str, Record]:
    key = keys[SEEDS[0]]
    first = [float(call.args[0].flat[0]) for call in calls_of(public_key(key))]
    texts = {"matrix fails": MATRIX_FAILS, "learnt by heart": LEARNT_BY_HEART.replace("@FIRST@", repr(first))}
    return {name: record_of(text, key, course_sandbox) for name, text in texts.items()}
