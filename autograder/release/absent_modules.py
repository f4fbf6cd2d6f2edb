"""Modules that a course lists for its students and that are not installed here: grading there would not begin."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from autograder.authoring.course import CONFIG, CourseFolder
from autograder.authoring.setting_lines import line_of
from autograder.authoring.source import read_source


def absent_modules(folder: CourseFolder) -> Iterator[str]:
    """Yield a sentence for each; no error, since a course may be graded elsewhere than it is released."""
    for name in folder.course.modules:
        if not _is_there(name):
            line = line_of(read_source(folder.root / CONFIG), "Course", "modules")
            fix = "correct the name, or see that it is installed where answers are graded"
            yield f"{CONFIG}:{line}: the module `{name}` is not installed here: {fix}"


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # the package that it lies in is not there, or is no package
        return False
