"""`autograder import`: what was graded by hand in another system becomes overrides."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    command = add_command(
        commands,
        "import",
        _import,
        "bring back what was graded by hand in nbgrader's formgrader: each score becomes an override",
        example="autograder import nbgrader grades/exports/nbgrader",
    )
    command.add_argument("system", choices=["nbgrader"])
    command.add_argument("dir", type=Path, metavar="DIR")


def _import(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.gradebook.add_overrides import add_overrides
    from autograder.gradebook.overrides import OVERRIDES
    from autograder.reports.nbgrader_course import DATABASE

    path = options.dir / DATABASE
    if not path.is_file():
        raise UsageError(f"there is no {path}: make it with `autograder export nbgrader grades`")
    folder = load_course()
    rows = _rows(folder, path)
    add_overrides(folder.root, rows)
    print(f"imported: {len(rows)} scores given by hand, added to {folder.root / OVERRIDES}")
    return 0


def _rows(folder: CourseFolder, path: Path) -> list[dict[str, str]]:
    """Return an override for each hand grade that no override says yet. Raises UsageError where one says otherwise."""
    from autograder.authoring.lesson import read_lesson
    from autograder.gradebook.overrides import OVERRIDES, read_overrides
    from autograder.reports.nbgrader_course import grade_id
    from autograder.reports.nbgrader_db import hand_grades

    exercises = {
        (one.name, grade_id(name)): name
        for one in folder.course.assignments
        for name in read_lesson(folder.solutions / one.name / "lesson.py").exercises
    }
    decided = {(each.student, each.assignment, each.exercise): each for each in read_overrides(folder.root)}
    rows = []
    for (student, assignment, cell), score in sorted(hand_grades(path).items()):
        exercise = exercises.get((assignment, cell), "")
        before = decided.get((student, assignment, exercise))
        if not exercise or (before is not None and (before.relative or before.points == score)):
            continue
        if before is not None:
            where = f"{OVERRIDES}:{before.row.line}"
            message = f"{where}: sets `{exercise}` of {student} to {before.points:g}, nbgrader to {score:g}"
            raise UsageError(f"{message}: delete the line if nbgrader's counts")
        rows.append(_row(student, assignment, exercise, score))
    return rows


def _row(student: str, assignment: str, exercise: str, score: float) -> dict[str, str]:
    return {
        "student": student,
        "assignment": assignment,
        "exercise": exercise,
        "score": f"{score:.10g}",
        "reason": "graded by hand in nbgrader",
        "by": "nbgrader",
        "date": date.today().isoformat(),
    }
