"""`autograder check`: the public checks, on a student's machine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    check = add_command(
        commands,
        "check",
        _check,
        "run the public checks on a notebook, a .py file or a released folder",
        example="autograder check chain_rule.ipynb",
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")


def _check(options: argparse.Namespace) -> int:
    from autograder.sandbox.host.fast_start import fast_start

    with fast_start() as kind:  # there is nothing secret in a student's folder
        from autograder.student.check import check_path
        from autograder.student.text import describe

        findings = False
        for path in options.files:
            report = check_path(path, kind)
            print("\n".join([*map(describe, report.exercises), *(f"note: {note}" for note in report.notes)]))
            statuses = {verdict.status for exercise in report.exercises for verdict in exercise.verdicts}
            findings = findings or not statuses <= {"passed", "not_attempted"}
    return 1 if findings else 0
