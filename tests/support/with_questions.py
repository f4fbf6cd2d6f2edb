"""A course with questions, released and handed in."""

from __future__ import annotations

from autograder.authoring.course import CourseFolder, open_workbook
from autograder.release.folder import build_folder


def built(course: CourseFolder) -> dict[str, bytes]:
    return build_folder(open_workbook(course, course.course.assignments[0]))
