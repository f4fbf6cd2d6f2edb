"""`autograder doctor`: what this machine can do."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from autograder.cli.command import add_command

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    add_command(
        commands,
        "doctor",
        _doctor,
        "say how well this machine can confine students' code",
        example="autograder doctor",
    )


def _doctor(options: argparse.Namespace) -> int:
    from autograder.cli.machine import healthy, report
    from autograder.reports.terminal import room_here

    print(report(room_here()))
    return 0 if healthy() else 1
