"""Whose variant is another one than when they were graded, since roster.csv names another group for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from autograder.authoring.course import CourseFolder
from autograder.errors import AutograderError
from autograder.gradebook.attention import Finding
from autograder.gradebook.entries import Gradebook
from autograder.gradebook.groups import drawn_for
from autograder.settings import Assignment

REASON = (
    "graded by the variant of another group than roster.csv names now: "
    "autograder grade --force --assignment {} --student {} grades it again by that of the new group, "
    "and what was made for the old one counts 0 where it differs"
)


def moved_groups(folder: CourseFolder, gradebook: Gradebook) -> Iterator[Finding]:
    """Yield whose records nothing else would renew: neither their work nor the assignment has changed."""
    for assignment in folder.course.assignments:
        if assignment.in_groups:
            yield from _moved(folder, assignment, gradebook)


def _moved(folder: CourseFolder, assignment: Assignment, gradebook: Gradebook) -> Iterator[Finding]:
    codes: dict[str, str] = {}
    for (student, name), entry in gradebook.entries.items():
        if name != assignment.name or entry.brief is None or "variant" not in entry.brief:
            continue
        owner = drawn_for(folder, assignment, student)
        if owner not in codes:
            codes[owner] = _code(folder, assignment, owner)
        if codes[owner] not in ("", entry.brief["variant"]["id"]):
            yield Finding("group has changed", student, name, REASON.format(name, student))


def _code(folder: CourseFolder, assignment: Assignment, owner: str) -> str:
    """Return the code of a variant, "" where it cannot be drawn: that is said when it is graded."""
    from autograder.authoring.variants import read_variant  # with numpy, which most runs do without

    with suppress(AutograderError):
        variant = read_variant(folder.solutions / assignment.name, folder.course.seed, owner)
        return variant.code if variant is not None else ""
    return ""
