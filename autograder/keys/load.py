"""The answer key of an assignment, from its folder in solutions/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.by_hand import HandKey
from autograder.core.seed_id import seed_id
from autograder.keys.build import exercise_keys
from autograder.keys.released import released_stub
from autograder.keys.slips import with_slips
from autograder.notebooks.marks import with_new_name
from autograder.settings import Assignment, Course


def answer_key(folder: CourseFolder, assignment: Assignment) -> AnswerKey:
    """Return the full key, with hidden checks and secret trials. Raises SourceError where the course is broken."""
    workbook = open_workbook(folder, assignment)
    cells = released_stub(folder, assignment)
    people_grade = {each.name for each in workbook.by_hand}
    stub = {name: source for name, source in cells.items() if name not in people_grade}
    former = {each.name: each.was for each in workbook.exercises if each.was in stub and each.name not in stub}
    return AnswerKey(
        assignment=assignment.name,
        exercises=with_slips(workbook, exercise_keys(workbook, folder.course.seed)),
        given=tuple(cell.source for cell in workbook.lesson.given),
        stub={**stub, **{name: with_new_name(stub[was], was, name) for name, was in former.items()}},
        fingerprint=_fingerprint(workbook.fingerprint, folder.course, assignment),
        work_fingerprint=_fingerprint(workbook.work_fingerprint, folder.course, assignment),
        seed_id=seed_id(folder.course.seed),
        solution=tuple(_solved(workbook)),
        demonstrations=workbook.lesson.demonstrations,
        former=former,
        by_hand=tuple(HandKey(each, cells.get(each.name, "")) for each in workbook.by_hand),
        order=workbook.lesson.order,
        prose=workbook.lesson.prose,
    )


def _solved(workbook: Workbook) -> Iterator[str]:
    """Yield the sources of the cells that define functions, solved; no function rests on an answer to a question."""
    yield from (cell.source for cell in workbook.lesson.given)
    exercises = workbook.lesson.exercises.items()
    yield from (cell.source for name, cell in exercises if name not in workbook.questions)


def _fingerprint(sources: str, course: Course, assignment: Assignment) -> str:
    """Return one name for an assignment's sources and every setting that its records depend on.

    Due dates and the late policy are not among them: they are arithmetic on records.
    """
    settings = repr((seed_id(course.seed), course.limits, course.follow_through, course.modules, assignment.name))
    return hashlib.sha256(f"{sources} {settings}".encode()).hexdigest()
