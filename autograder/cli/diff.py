"""`autograder diff`: two folders of results, compared."""

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
    diff = add_command(
        commands,
        "diff",
        _diff,
        "compare two folders of results",
        more="It says who moves, by how much, because of which check; the exit code is 1 if anyone does.",
        example="autograder diff grades grades-after-the-fix",
    )
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("new", type=Path, metavar="NEW")


def _diff(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.gradebook.entries import read_rules
    from autograder.records.store import read_records
    from autograder.regrading.compare import moves, shown
    from autograder.regrading.nobody_loses import before_giving_back
    from autograder.reports.terminal import room_here

    for out in (options.old, options.new):
        if not (out / "records").is_dir():
            raise UsageError(f"no records in '{out}': it is not a folder of results (autograder grade --out {out})")
    old, new = ({(each["assignment"], each["student"]): each for each in read_records(out)}
                for out in (options.old, options.new))  # fmt: skip
    places = sorted(old.keys() | new.keys())
    rules = read_rules(load_course(), options.old, {student for _, student in places})
    pairs = ((old.get(place), new.get(place)) for place in places)
    found = list(moves(rules, pairs, before_giving_back(rules, options.old)))
    print(shown(found, len(places), room_here()))
    return 1 if found else 0
