"""All that the staff decided, each name checked against the course: a misspelt one is an error, not a lost decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from autograder.authoring.course import CourseFolder
from autograder.gradebook.extensions import ALL, Extension, read_extensions
from autograder.gradebook.overrides import Override, read_overrides
from autograder.gradebook.requests import Request, read_requests
from autograder.gradebook.roster import ROSTER
from autograder.gradebook.rubric import Mark, read_marks
from autograder.gradebook.sheet import Row, did_you_mean


@dataclass(frozen=True)
class Decisions:
    """Extensions, overrides, marks and requests to look again, as the files say them."""

    extensions: tuple[Extension, ...] = ()
    overrides: tuple[Override, ...] = ()
    requests: tuple[Request, ...] = ()
    marks: tuple[Mark, ...] = ()

    @cached_property
    def _overrides(self) -> dict[tuple[str, str], list[Override]]:
        found: dict[tuple[str, str], list[Override]] = {}
        for override in self.overrides:
            found.setdefault((override.student, override.assignment), []).append(override)
        return found

    @cached_property
    def _marks(self) -> dict[tuple[str, str], list[Mark]]:
        found: dict[tuple[str, str], list[Mark]] = {}
        for mark in self.marks:
            found.setdefault((mark.student, mark.assignment), []).append(mark)
        return found

    @cached_property
    def _extensions(self) -> dict[str, list[Extension]]:
        found: dict[str, list[Extension]] = {}
        for extension in self.extensions:
            found.setdefault(extension.student, []).append(extension)
        return found

    def overrides_of(self, student: str, assignment: str) -> tuple[Override, ...]:
        """Return what was decided of one student's work on one assignment."""
        return tuple(self._overrides.get((student, assignment), ()))

    def marks_of(self, student: str, assignment: str) -> tuple[Mark, ...]:
        """Return what one student's work on one assignment was given by hand."""
        return tuple(self._marks.get((student, assignment), ()))

    def points_of(self, student: str, assignment: str, scores: Mapping[str, float]) -> dict[str, float]:
        """Return what people decided that exercises count: marks, and overrides of these scores of one submission."""
        decided = {mark.exercise: mark.points for mark in self.marks_of(student, assignment)}
        for override in self.overrides_of(student, assignment):
            name = override.exercise
            if name in scores and not override.excused:
                base = decided.get(name, scores[name]) if override.relative else 0.0
                decided[name] = base + override.points
        return decided

    def extensions_of(self, student: str, assignment: str) -> tuple[Extension, ...]:
        """Return the extensions of one student that hold for one assignment."""
        mine = self._extensions.get(student, ())
        return tuple(extension for extension in mine if extension.assignment in (ALL, assignment))

    def answers_to(self, student: str, assignment: str) -> tuple[Request, ...]:
        """Return one student's requests about one assignment that the staff answered in words."""
        mine = ((each.student, each.assignment) == (student, assignment) for each in self.requests)
        return tuple(each for each, is_mine in zip(self.requests, mine, strict=True) if is_mine and each.answer)


def read_decisions(folder: CourseFolder, students: Collection[str]) -> Decisions:
    """Read decisions/ of a course; students are all that are known. Raises SourceError with file and line."""
    asked = read_requests(folder, students)
    extensions, overrides = read_extensions(folder.root, folder.course), read_overrides(folder.root)
    decisions = Decisions(extensions, overrides, asked, read_marks(folder, students))
    for extension in decisions.extensions:
        _check_names(folder, extension.row, students, extension.student, extension.assignment, (ALL,))
    for override in decisions.overrides:
        _check_names(folder, override.row, students, override.student, override.assignment)
    _check_exercises(folder, (override for override in decisions.overrides if override.exercise))
    return decisions


def _check_names(
    folder: CourseFolder, row: Row, students: Collection[str], student: str, assignment: str, also: tuple[str, ...] = ()
) -> None:
    if student not in students:
        where = f"in {ROSTER}" if (folder.root / ROSTER).exists() else "among the submissions"
        raise row.fault(f"no student '{student}' {where}{did_you_mean(student, sorted(students))}")
    names = [one.name for one in folder.course.assignments]
    if assignment not in (*names, *also):
        said = did_you_mean(assignment, names) or f": there are {', '.join([*names, *also])}"
        raise row.fault(f"no assignment '{assignment}' in course_config.py{said}")


def _check_exercises(folder: CourseFolder, overrides: Iterable[Override]) -> None:
    from autograder.authoring.lesson import read_lesson  # not above: most decisions are about the whole

    known: dict[str, list[str]] = {}
    for override in overrides:
        name = override.assignment
        if name not in known:
            known[name] = list(read_lesson(folder.solutions / name / "lesson.py").order)
        if override.exercise not in known[name]:
            said = did_you_mean(override.exercise, known[name]) or f": there are {', '.join(known[name])}"
            raise override.row.fault(f"no exercise '{override.exercise}' in '{name}'{said}")
