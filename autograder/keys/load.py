"""The answer key of an assignment, from its folder in solutions/."""

from __future__ import annotations

import hashlib

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.by_hand import HandKey
from autograder.core.seed_id import seed_id
from autograder.errors import UsageError
from autograder.keys.build import exercise_keys
from autograder.keys.cache import without_functions
from autograder.keys.personal_keys import PersonalKeys, of_variant, places
from autograder.keys.released import drifted, released_stub
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
        former=former,
        by_hand=tuple(HandKey(each, cells.get(each.name, "")) for each in workbook.by_hand),
        order=workbook.lesson.order,
        drawn_places=places(workbook),
        drifted=() if places(workbook) else drifted(workbook, cells),
        **of_variant(workbook),
    )


def key_for(folder: CourseFolder, assignment: Assignment, student: str) -> AnswerKey:
    """Return the full key of one student: everybody's, where there are no variants. Raises as answer_key does.

    Raises UsageError if there are variants and no student is named.
    """
    key = answer_key(folder, assignment)
    if not key.variant:
        return key
    if not student:
        raise UsageError(f"'{assignment.name}' differs from student to student: name the one whose work it is")
    return PersonalKeys(folder, assignment, without_functions(key)).key(student)


def _fingerprint(sources: str, course: Course, assignment: Assignment) -> str:
    """Return one name for an assignment's sources and every setting that its records depend on.

    Due dates and the late policy are not among them: they are arithmetic on records.
    """
    settings = repr((seed_id(course.seed), course.limits, course.follow_through, course.modules, assignment.name))
    return hashlib.sha256(f"{sources} {settings}".encode()).hexdigest()
