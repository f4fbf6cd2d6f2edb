"""`autograder import`: what was graded by hand elsewhere becomes decisions."""

from __future__ import annotations

import argparse
import sys
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
    return _import_nbgrader(folder, options.paths[0], options.out)


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


def _import_nbgrader(folder: CourseFolder, place: Path, out: Path) -> int:
    from autograder.gradebook.add_overrides import add_overrides
    from autograder.gradebook.entries import read_rules
    from autograder.gradebook.overrides import OVERRIDES
    from autograder.reports.nbgrader_back import read_back
    from autograder.reports.nbgrader_course import DATABASE

    path = place / DATABASE
    if not path.is_file():
        raise UsageError(f"there is no {path}: make it with `autograder export nbgrader {out}`")
    back = read_back(folder, read_rules(folder, out), out, path)
    if back.contradictions:
        raise UsageError("\n  ".join([*back.contradictions, "delete the line if nbgrader's counts"]))
    rows = [change.row for change in back.changes if change.row]
    earlier = [override for change in back.changes for override in change.earlier]
    add_overrides(folder.root, rows, earlier)
    changed = sum(bool(change.earlier and change.row) for change in back.changes)
    kinds = f"{len(rows) - changed} added, {changed} changed, {len(back.changes) - len(rows)} taken back"
    print(f"imported: what was given by hand, into {folder.root / OVERRIDES}: {kinds}")
    for note in back.left:
        print(f"note: {note}", file=sys.stderr)
    return 0
