"""Each student's own copy of the assignments that differ from student to student, in a kit of their own.

A kit has the name of the student's folder, and nothing in it tells of any other student.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.release.folder import build_folder
from autograder.release.kit import course_map, kit_bytes
from autograder.settings import Assignment

KITS = "kits"  # in dist/

Released = Mapping[str, Mapping[str, bytes]]


def personal_names(folder: CourseFolder, released: Released) -> list[str]:
    """Return which of these assignments differ from student to student."""
    return [each.name for each in folder.chosen(list(released)) if open_workbook(folder, each).variant is not None]


def personal_kits(
    folder: CourseFolder,
    released: Released,
    students: Sequence[str],
    drawn_for: Callable[[CourseFolder, Assignment, str], str],
) -> Iterator[tuple[str, bytes]]:
    """Yield each student's name and kit. released: the folders of all, in which a student's own copies take places.

    drawn_for: for whom a student's variant of an assignment is drawn, as gradebook.groups says.
    """
    drawn = course_map(folder.solutions)
    names = personal_names(folder, released)
    for student in students:
        own = {
            each.name: _own_folder(folder, each, released[each.name], drawn_for(folder, each, student))
            for each in folder.chosen(list(released))
            if each.name in names
        }
        yield student, kit_bytes(folder.course, {**released, **own}, drawn)


def _own_folder(
    folder: CourseFolder, assignment: Assignment, released: Mapping[str, bytes], owner: str
) -> Mapping[str, bytes]:
    """Return a student's own copy of a released folder: what is not made from the lesson is everybody's."""
    own = build_folder(open_workbook(folder, assignment, owner))
    return {**{file: content for file, content in released.items() if not file.startswith("data/")}, **own}


def kit_path(root: Path, student: str) -> Path:
    """Return where a student's kit is written."""
    return root / "dist" / KITS / f"{student}.zip"
