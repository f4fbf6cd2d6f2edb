"""`autograder reproduce`: one record, made again and compared."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    command = add_command(
        commands,
        "reproduce",
        _reproduce,
        "grade the submission of a record again and compare, writing nothing (exit code 1 if anything differs)",
        example="autograder reproduce grades/records/chain_rule/s001.json",
    )
    command.add_argument("record", type=Path, metavar="RECORD")
    command.add_argument("--submitted", type=Path, default=Path("submitted"), metavar="DIR", help="default: submitted")


def _reproduce(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.regrading.reproduce import differences, reproduce

    old, new = reproduce(load_course(), options.submitted, options.record)
    found = list(differences(old, new))
    score = "no score" if new["score"] is None else f"{new['score']:g} of {new['max_score']:g}"
    if not found:
        print(f"reproduced: {score}, every check as in the record")
    else:
        print("not reproduced:", *(f"  {each}" for each in found), sep="\n")
    return 1 if found else 0
