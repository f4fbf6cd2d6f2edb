"""`autograder forget`: everything that is kept of one student is deleted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "forget",
        _forget,
        "delete what is kept about a student: work, records, feedback, lines in roster and decisions",
        example="autograder forget s017 --dry-run",
    )
    parser.add_argument("student", metavar="STUDENT")
    parser.add_argument("--submitted", type=Path, default=Path("submitted"), metavar="DIR", help="default: submitted")
    results = "results to look through, default: grades (repeatable)"
    parser.add_argument("--out", type=Path, action="append", default=[], metavar="DIR", help=results)
    parser.add_argument("--dry-run", action="store_true", help="only list what would be deleted")


def _forget(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.gradebook.forget import carry_out, traces_of
    from autograder.gradebook.mentions import mentioning
    from autograder.gradebook.roster import ROSTER, Student, read_roster

    outs, root = options.out or [Path("grades")], load_course().root
    listed = {student.name: student for student in read_roster(root / ROSTER)}
    traces = traces_of(root, options.submitted, outs, options.student)
    if not traces:
        raise UsageError(f"nothing is kept about a student '{options.student}' in {options.submitted} or {outs[0]}")
    for trace in traces:
        print(f"{'would delete' if options.dry_run else 'deletes'}: {trace}")
    if options.dry_run:
        return 0
    carry_out(traces)
    student = listed.get(options.student, Student(options.student))
    for path in (path for out in outs for path in mentioning(out, student)):
        print(f"still there, of the whole class: {path}: rewrite it (grade, report, export) or delete it")
    print("What git, backups and the LMS hold is not known here.")
    return 0
