"""`autograder report`: the pages that an instructor opens first."""

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
    report = add_command(
        commands,
        "report",
        _report,
        "write DIR/report/index.html: how the class did, what it gets wrong, and what to say",
        example="autograder report grades --last-year ../2026/grades",
    )
    report.add_argument("dir", nargs="?", type=Path, default=Path("grades"), metavar="DIR", help="default: grades")
    report.add_argument("--last-year", type=Path, metavar="DIR", help="grades to compare the mistakes with")
    report.add_argument(
        "--submitted",
        type=Path,
        default=Path("submitted"),
        metavar="DIR",
        help="where unnamed wrong answers are read; default: submitted",
    )
    report.add_argument("--anonymous", action="store_true", help="no names, no decisions, no students' code")


def _report(options: argparse.Namespace) -> int:
    from functools import partial

    from autograder.api import load_course
    from autograder.gradebook.entries import open_gradebook
    from autograder.records.store import read_records
    from autograder.reports.class_report import ReportSources, write_report
    from autograder.reports.clusters import answer_sources

    for folder in filter(None, (options.dir, options.last_year)):
        if not (folder / "records").is_dir():
            raise UsageError(f"no records in '{folder}': make them with `autograder grade --out {folder}`")
    course, folder = load_course(), options.dir / "report"
    has_answers = options.submitted.is_dir() and not options.anonymous
    sources = ReportSources(
        last_year=tuple(read_records(options.last_year)) if options.last_year else (),
        answers=partial(answer_sources, options.submitted) if has_answers else None,
        certificates=[each.name for each in course.course.assignments if _certificate(folder, each.name).is_file()],
        feedback=(options.dir / "feedback").is_dir(),
        anonymous=options.anonymous,
    )
    index, *_ = write_report(folder, open_gradebook(course, options.dir), sources)
    print(f"report:      {index}")
    return 0


def _certificate(folder: Path, assignment: str) -> Path:
    return folder / f"certificate-{assignment}.html"
