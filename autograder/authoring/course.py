"""Read course_config.py and the folders that it names."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.authoring.setting_lines import line_of, line_with
from autograder.authoring.settings_rules import Fault, assignment_faults, faults
from autograder.authoring.source import execute, read_source
from autograder.errors import SourceError, UsageError
from autograder.settings import Assignment, Course

if TYPE_CHECKING:
    from autograder.authoring.assignment import Workbook

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
        """Return the assignments of these names, all when none is named. Raises UsageError if there is none."""
        if not self.course.assignments:
            raise UsageError(f"{self.root / CONFIG} lists no assignment yet")
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
        raise _fault(path, Fault("Course", "assignments", message))
    for assignment in course.assignments:
        name = assignment.name
        if not isinstance(name, str) or not name:
            message = f"the name of an assignment is that of its folder, in quotes, not {name!r:.60}"
            raise _fault(path, Fault("Assignment", "name", message))
    count = Counter(assignment.name for assignment in course.assignments)
    for assignment in course.assignments:
        _check_assignment(path, assignment, count[assignment.name])
    for found in faults(course):
        raise _fault(path, found)


def _check_assignment(path: Path, assignment: Assignment, count: int) -> None:
    name = assignment.name
    if count > 1:
        raise _fault(path, Fault("Assignment", "name", f"assignment '{name}' is listed twice", name))
    if name in (".", "..") or "/" in name or not name.isprintable():
        message = f"the name of an assignment is that of its folder, not {name!r:.60}"
        raise _fault(path, Fault("Assignment", "name", message, name))
    if not (path.parent / "solutions" / name).is_dir():
        raise _fault(path, Fault("Assignment", "name", f"assignment '{name}' has no folder solutions/{name}", name))
    for found in assignment_faults(assignment):
        raise _fault(path, found)
    if assignment.due and assignment.opens and assignment.opens >= assignment.due:
        raise _fault(path, Fault("Assignment", "opens", f"'{name}' opens only after it is due", name))


def _fault(path: Path, fault: Fault) -> SourceError:
    """Return a complaint with the line of the setting."""
    text = read_source(path)
    named = line_of(text, fault.call, fault.setting, fault.name)
    return SourceError(path, named or line_with(text, rf"\b{fault.setting}\s*="), fault.message)


def open_workbook(folder: CourseFolder, assignment: Assignment, student: str = "") -> Workbook:
    """Load an assignment's sources and check its points against course_config.py. student: see load_workbook."""
    # Not above: a run in which nothing is new reads no lesson, and needs no numpy.
    from autograder.authoring.assignment import load_workbook
    from autograder.authoring.lesson import refuse_imports

    workbook = load_workbook(folder.solutions / assignment.name, folder.course.seed, student)
    refuse_imports(workbook.lesson, folder.course.modules)
    if abs(workbook.points - assignment.points) > 1e-9:
        message = f"its exercises add up to {workbook.points:g} points, {CONFIG} says {assignment.points:g}"
        raise SourceError(workbook.folder / "checks.py", None, message)
    return workbook
