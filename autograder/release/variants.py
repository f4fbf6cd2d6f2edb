"""Each student's own copy of the assignments that differ from student to student, in a kit of their own.

A kit has the name of the student's folder, and nothing in it tells of any other student.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.release.folder import build_folder
from autograder.release.kit import course_map, kit_bytes

KITS = "kits"  # in dist/

Released = Mapping[str, Mapping[str, bytes]]


def personal_names(folder: CourseFolder, released: Released) -> list[str]:
    """Return which of these assignments differ from student to student."""
    return [each.name for each in folder.chosen(list(released)) if open_workbook(folder, each).variant is not None]


def personal_kits(folder: CourseFolder, released: Released, students: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each student's name and kit. released: the folders of all, in which a student's own copies take places."""
    drawn = course_map(folder.solutions)
    names = personal_names(folder, released)
    for student in students:
        own = {name: _own_folder(folder, name, released[name], student) for name in names}
        yield student, kit_bytes(folder.course, {**released, **own}, drawn)


def _own_folder(folder: CourseFolder, name: str, released: Mapping[str, bytes], student: str) -> Mapping[str, bytes]:
    """Return a student's own copy of a released folder: what is not made from the lesson is everybody's."""
    (assignment,) = folder.chosen([name])
    own = build_folder(open_workbook(folder, assignment, student))
    return {**{file: content for file, content in released.items() if not file.startswith("data/")}, **own}


def kit_path(root: Path, student: str) -> Path:
    """Return where a student's kit is written."""
    return root / "dist" / KITS / f"{student}.zip"
