"""`autograder check`: the public checks, on a student's machine."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, complain

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    check = add_command(
        commands,
        "check",
        _check,
        "run the public checks on a notebook, file or folder",
        more="For each exercise it says what is wrong and what to look at. Nothing is sent anywhere.",
        example="autograder check chain_rule.ipynb --watch",
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--watch", action="store_true", help="check again whenever a FILE is saved, until Ctrl-C")


def _check(options: argparse.Namespace) -> int:
    from autograder.sandbox.host.fast_start import fast_start

    with fast_start() as kind:  # there is nothing secret in a student's folder
        if not options.watch:
            return _check_all(options.files, kind)
        import gc

        from autograder.student.watch import watch

        gc.enable()  # this goes on for hours
        return watch(options.files, lambda first: _check_all(options.files, kind, count=first))


def _check_all(files: Sequence[Path], kind: str, count: bool = True) -> int:
    """Check one file after the other; what cannot be read is said, and the others are checked all the same."""
    codes = [_check_one(path, kind, count) for path in files]
    return max(codes)


def _check_one(path: Path, kind: str, count: bool) -> int:
    from autograder.api import try_file
    from autograder.errors import UsageError
    from autograder.student.paint import paint_here
    from autograder.student.text import report_text

    try:
        checked = try_file(path, kind, count=count)
    except UsageError as error:
        complain(str(error))
        return 2
    report, paint = checked.report, paint_here()
    told = (report_text(each, checked.levels[each.name], paint) for each in report.exercises)
    print("\n".join([*told, *(f"note: {note}" for note in report.notes)]), flush=True)
    statuses = {verdict.status for exercise in report.exercises for verdict in exercise.verdicts}
    return 0 if statuses <= {"passed", "not_attempted", "needs_grading"} else 1
