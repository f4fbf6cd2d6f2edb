"""Read course_config.py and the folders that it names."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.authoring.assignment import Workbook, load_workbook
from autograder.authoring.lesson import refuse_imports
from autograder.authoring.settings_rules import faults, points_fault
from autograder.authoring.source import execute, read_source
from autograder.errors import SourceError, UsageError
from autograder.settings import Assignment, Course

CONFIG = "course_config.py"


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """A course and where it lies: root holds course_config.py, solutions/, assignments/."""

    root: Path
    course: Course

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def assignments(self) -> Path:
        return self.root / "assignments"

    def chosen(self, names: Sequence[str] = ()) -> tuple[Assignment, ...]:
        """Return the assignments of these names, all when none is named. Raises UsageError for an unknown one."""
        known = {assignment.name: assignment for assignment in self.course.assignments}
        for name in names:
            if name not in known:
                raise UsageError(f"no assignment '{name}' in {CONFIG}; there are: {', '.join(known)}")
        return tuple(known[name] for name in names) or self.course.assignments


def find_course(start: Path | None = None) -> CourseFolder:
    """Read the course that `start` (the current folder by default) lies in. Raises UsageError or SourceError."""
    if sys.flags.optimize >= 2:  # else each docstring would be called missing
        raise UsageError(
            "PYTHONOPTIMIZE=2 (or python -OO) removes the docstrings that authors and students read: run without it"
        )
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return CourseFolder(folder, read_config(folder / CONFIG))
    raise UsageError(f"no {CONFIG} here or above: run this in the course's folder")


def read_config(path: Path) -> Course:
    """Execute course_config.py and check its COURSE. Raises SourceError that names the line."""
    namespace: dict[str, object] = {"__name__": "course_config", "__file__": str(path)}
    execute(path, read_source(path), namespace)
    course = namespace.get("COURSE")
    if not isinstance(course, Course):
        raise SourceError(path, None, "it must define COURSE = Course(…)")
    _check(path, course)
    return course


def _check(path: Path, course: Course) -> None:
    if not isinstance(course.assignments, (list, tuple)) or not all(
        isinstance(assignment, Assignment) for assignment in course.assignments
    ):
        message = "assignments must be a tuple of Assignment(…): one alone still ends in a comma"
        raise _fault(path, "assignments", message)
    count = Counter(assignment.name for assignment in course.assignments)
    for assignment in course.assignments:
        _check_assignment(path, assignment, count[assignment.name])
    for found in faults(course):
        raise _fault(path, found.pattern, found.message)


def _check_assignment(path: Path, assignment: Assignment, count: int) -> None:
    name = assignment.name
    quoted = rf"""["']{re.escape(str(name))}["']"""
    if not isinstance(name, str) or not name:
        raise _fault(path, "Assignment", f"the name of an assignment is that of its folder, in quotes, not {name!r}")
    if count > 1:
        raise _fault(path, quoted, f"assignment '{name}' is listed twice")
    if not (path.parent / "solutions" / name).is_dir():
        raise _fault(path, quoted, f"assignment '{name}' has no folder solutions/{name}")
    if found := points_fault(assignment):
        raise _fault(path, found.pattern, found.message)
    for what, moment in (("due date", assignment.due), ("opening", assignment.opens)):
        if not isinstance(moment, (datetime, type(None))):
            message = f"the {what} of '{name}' must be datetime(year, month, day, hour, minute, tzinfo=UTC)"
            raise _fault(path, quoted, message)
        if moment is not None and moment.tzinfo is None:
            raise _fault(path, quoted, f"the {what} of '{name}' needs a time zone: tzinfo=UTC")
    if assignment.due and assignment.opens and assignment.opens >= assignment.due:
        raise _fault(path, quoted, f"'{name}' opens only after it is due")


def _fault(path: Path, pattern: str, message: str) -> SourceError:
    """Return a complaint about the last line in which the pattern is found."""
    found = [number for number, line in enumerate(read_source(path).splitlines(), 1) if re.search(pattern, line)]
    return SourceError(path, found[-1] if found else None, message)


def open_workbook(folder: CourseFolder, assignment: Assignment) -> Workbook:
    """Load an assignment's sources and check its points against course_config.py."""
    workbook = load_workbook(folder.solutions / assignment.name)
    refuse_imports(workbook.lesson, folder.course.modules)
    if abs(workbook.points - assignment.points) > 1e-9:
        message = f"its exercises add up to {workbook.points:g} points, {CONFIG} says {assignment.points:g}"
        raise SourceError(workbook.folder / "checks.py", None, message)
    return workbook
