"""`autograder import`: what was graded by hand elsewhere becomes decisions."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands
    from autograder.gradebook.overrides import Override
    from autograder.reports.nbgrader_db import HandGrade

Place = tuple[str, str, str]  # student, assignment, exercise


def register(commands: Commands) -> None:
    """Add the command."""
    command = add_command(
        commands,
        "import",
        _import,
        "bring back what was graded by hand: in nbgrader's formgrader (nbgrader DIR: each score becomes an override, "
        "its comment the reason), or in sheets (rubric FILE…: their lines become decisions/rubric.csv)",
        example="autograder import nbgrader grades/exports/nbgrader\n"
        "autograder import rubric grades/exports/rubric/week_1/essay.csv",
    )
    command.add_argument("system", choices=["nbgrader", "rubric"])
    command.add_argument("paths", type=Path, nargs="+", metavar="DIR|FILE")
    out = "where the records are, for the names of students without a roster; default: grades"
    command.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help=out)


def _import(options: argparse.Namespace) -> int:
    from autograder.api import load_course

    folder = load_course()
    if options.system == "rubric":
        return _import_sheets(folder, options.paths, options.out)
    if len(options.paths) > 1:
        raise UsageError("import nbgrader takes one folder: the course that `autograder export nbgrader` wrote")
    return _import_nbgrader(folder, options.paths[0])


def _import_sheets(folder: CourseFolder, paths: list[Path], out: Path) -> int:
    """Put what was filled in in all of these sheets into decisions/rubric.csv, or nothing of it."""
    from autograder.gradebook.entries import read_rules
    from autograder.gradebook.rubric import RUBRIC
    from autograder.records.store import write_atomically
    from autograder.reports.rubric_sheet import read_graded, with_marks

    rules = read_rules(folder, out)
    new = [mark for path in paths for mark in read_graded(folder, path, rules.students)]
    text, added, changed = with_marks(rules.decisions.marks, new)
    if added or changed:
        (folder.root / RUBRIC).parent.mkdir(exist_ok=True)
        write_atomically(folder.root / RUBRIC, text)
    said = f"{added} added and {changed} changed in {folder.root / RUBRIC}"
    print(f"imported: answers graded by hand {len(new)}, {said}")
    return 0


def _import_nbgrader(folder: CourseFolder, place: Path) -> int:
    from autograder.gradebook.add_overrides import add_overrides
    from autograder.gradebook.overrides import OVERRIDES
    from autograder.reports.nbgrader_course import DATABASE
    from autograder.reports.nbgrader_db import hand_grades

    path = place / DATABASE
    if not path.is_file():
        raise UsageError(f"there is no {path}: make it with `autograder export nbgrader grades`")
    rows = list(_new_rows(folder, hand_grades(path)))
    add_overrides(folder.root, rows)
    print(f"imported: {len(rows)} scores given by hand, added to {folder.root / OVERRIDES}")
    return 0


def _new_rows(folder: CourseFolder, found: dict[Place, HandGrade]) -> Iterator[dict[str, str]]:
    """Yield an override for each hand grade that no decision says yet. Raises UsageError where one says otherwise."""
    from autograder.gradebook.overrides import read_overrides

    exercises = dict(_exercises(folder))
    overrides = {(each.student, each.assignment, each.exercise): each for each in read_overrides(folder.root)}
    marks = _points_in_sheets(folder)
    for (student, assignment, cell), grade in sorted(found.items()):
        place = (student, assignment, exercises.get((assignment, cell), ""))
        if place[2] and not _is_said(place, grade.points, overrides, marks):
            yield _row(place, grade)


def _exercises(folder: CourseFolder) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each exercise of the course by its assignment and what nbgrader calls the cell of its points."""
    from autograder.authoring.lesson import read_lesson
    from autograder.reports.nbgrader_course import grade_id

    for one in folder.course.assignments:
        lesson = read_lesson(folder.solutions / one.name / "lesson.py")
        for name in lesson.order:
            yield (one.name, grade_id(name, name in lesson.written)), name


def _points_in_sheets(folder: CourseFolder) -> dict[Place, tuple[float, int]]:
    """Return what decisions/rubric.csv gives, and in which line it begins to say so."""
    from autograder.gradebook.rubric import RUBRIC
    from autograder.gradebook.sheet import read_sheet, with_point

    found: dict[Place, tuple[float, int]] = {}
    for row in read_sheet(folder.root / RUBRIC, ("student", "assignment", "exercise", "criterion", "points")):
        place = (row["student"], row["assignment"], row["exercise"])
        points, line = found.get(place, (0.0, row.line))
        found[place] = (points + (float(with_point(row["points"])) if row["points"] else 0.0), line)
    return found


def _is_said(
    place: Place, points: float, overrides: dict[Place, Override], marks: dict[Place, tuple[float, int]]
) -> bool:
    """Say whether a decision gives just that already. Raises UsageError where one gives something else."""
    from autograder.gradebook.overrides import OVERRIDES
    from autograder.gradebook.rubric import RUBRIC

    student, _, exercise = place
    if (before := overrides.get(place)) is not None:
        if before.relative or before.points == points:
            return True
        where, given = f"{OVERRIDES}:{before.row.line}", before.points
    elif place in marks:
        given, line = marks[place]
        if given == points:
            return True
        where = f"{RUBRIC}:{line}"
    else:
        return False
    message = f"{where}: sets `{exercise}` of {student} to {given:g}, nbgrader to {points:g}"
    raise UsageError(f"{message}: delete the line if nbgrader's counts")


def _row(place: Place, grade: HandGrade) -> dict[str, str]:
    student, assignment, exercise = place
    return {
        "student": student,
        "assignment": assignment,
        "exercise": exercise,
        "score": f"{grade.points:.10g}",
        "reason": " ".join(grade.comment.split()) or "graded by hand in nbgrader",
        "by": "nbgrader",
        "date": date.today().isoformat(),
    }
