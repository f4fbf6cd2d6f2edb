"""`autograder status`: what needs the staff's eyes."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command
from autograder.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograder.cli.command import Commands
    from autograder.gradebook.attention import Finding


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "status",
        _status,
        "list what needs the staff's eyes",
        more="Work that is unreadable, missing, misplaced, late at an unknown time, crashed, to be graded by hand, …",
        example="autograder status grades",
    )
    parser.add_argument("dir", type=Path, metavar="DIR")
    submitted = "where misplaced work is looked for; default: submitted"
    parser.add_argument("--submitted", type=Path, default=Path("submitted"), metavar="DIR", help=submitted)


def _status(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.core.columns import listed
    from autograder.gradebook.review import open_review
    from autograder.records.index import read_briefs
    from autograder.reports.terminal import room_here

    if not (options.dir / "records").is_dir():
        raise UsageError(f"no records in '{options.dir}': make them with `autograder grade --out {options.dir}`")
    review = open_review(load_course(), options.dir)
    entries = [review.enter(record) for record in read_briefs(options.dir)]
    findings = review.findings(review.rules.gradebook(entries), options.submitted)
    if findings:
        rows = [finding.cells for finding in findings]
        print(f"{listed([['what', 'whose', 'why'], *rows], room=room_here())}\n")
    print(counted(findings))
    return 1 if findings else 0


def counted(findings: Sequence[Finding]) -> str:
    """Return how much there is to look at, by kind: "2 unreadable, 1 missing"."""
    counts = Counter(finding.kind for finding in findings)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing needs to be looked at"
