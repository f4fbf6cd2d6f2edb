"""`autograder export`: records in the format of another system."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    export = add_command(
        commands,
        "export",
        _export,
        "print the records of DIR in another format, or write DIR/feedback for students",
        example="autograder export csv grades > table.csv",
    )
    export.add_argument("format", choices=["csv", "github", "feedback"])
    export.add_argument("dir", type=Path, metavar="DIR")


def _export(options: argparse.Namespace) -> int:
    from autograder.authoring.course import find_course
    from autograder.gradebook.entries import open_gradebook
    from autograder.reports.github import github_summary
    from autograder.reports.grades_csv import grades_csv
    from autograder.reports.table import table_of

    if not (options.dir / "records").is_dir():
        raise UsageError(f"no records in '{options.dir}': make them with `autograder grade --out {options.dir}`")
    if options.format == "feedback":
        return _export_feedback(options.dir)
    write = {"csv": grades_csv, "github": github_summary}[options.format]
    sys.stdout.write(write(table_of(open_gradebook(find_course(), options.dir))))
    return 0


def _export_feedback(out: Path) -> int:
    from datetime import UTC, datetime

    from autograder.authoring.course import find_course
    from autograder.gradebook.entries import read_rules
    from autograder.records.store import read_records
    from autograder.reports.feedback import write_feedback

    folder = find_course()
    entries = map(read_rules(folder, out).entry, read_records(out))
    written = write_feedback(out, filter(None, entries), folder.course, datetime.now(UTC))
    print(f"feedback:    {out / 'feedback'}: {written} files")
    return 0
