"""The answer key and the released stubs of an assignment, from its folder in solutions/."""

from __future__ import annotations

import hashlib

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.seed_id import seed_id
from autograder.errors import UsageError
from autograder.keys.build import exercise_keys
from autograder.notebooks.marks import exercise_sources
from autograder.notebooks.percent import read_percent
from autograder.settings import Assignment, Course


def answer_key(folder: CourseFolder, assignment: Assignment) -> AnswerKey:
    """Return the full key, with hidden checks and secret trials. Raises SourceError where the course is broken."""
    workbook = open_workbook(folder, assignment)
    return AnswerKey(
        assignment=assignment.name,
        exercises=exercise_keys(workbook, folder.course.seed),
        given=tuple(cell.source for cell in workbook.lesson.given),
        stub=released_stub(folder, assignment),
        fingerprint=_fingerprint(workbook, folder.course, assignment),
        seed_id=seed_id(folder.course.seed),
        solution=tuple(cell.source for cell in (*workbook.lesson.given, *workbook.lesson.exercises.values())),
        demonstrations=workbook.lesson.demonstrations,
    )


def released_stub(folder: CourseFolder, assignment: Assignment) -> dict[str, str]:
    """Return the source of each exercise cell as students got it. Raises UsageError when nothing was released."""
    path = folder.assignments / assignment.name / f"{assignment.name}.py"
    if not path.is_file():
        raise UsageError(f"'{assignment.name}' is not released yet: run `make release` first")
    return exercise_sources(read_percent(path.read_text("utf-8")))


def released_exercises(folder: CourseFolder) -> dict[str, tuple[str, ...]]:
    """Return the names of the exercises of each assignment that was released."""
    assignments = folder.course.assignments
    released = [each for each in assignments if (folder.assignments / each.name / f"{each.name}.py").is_file()]
    return {assignment.name: tuple(released_stub(folder, assignment)) for assignment in released}


def _fingerprint(workbook: Workbook, course: Course, assignment: Assignment) -> str:
    """Return one name for an assignment's sources and every setting that its records depend on.

    Due dates and the late policy are not among them: they are arithmetic on records.
    """
    settings = repr((seed_id(course.seed), course.limits, course.follow_through, course.modules, assignment.name))
    return hashlib.sha256(f"{workbook.fingerprint} {settings}".encode()).hexdigest()
