"""`autograder export`: the gradebook in the format of another system."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import Names, add_command, count
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands
    from autograder.reports.export import Exported, Request

OTHERS = ("feedback", "nbgrader", "rubric")
NAMELESS = ("csv", "github", "parquet")


def register(commands: Commands) -> None:
    """Add the command."""
    export = add_command(
        commands,
        "export",
        _export,
        "write grades in the format of another system",
        more="csv and github are printed, feedback goes to DIR/feedback, all others to "
        "DIR/exports/FORMAT; rubric writes sheets to fill in for what people grade.",
        example="autograder export csv grades > table.csv\n"
        "autograder export canvas grades --into 2027-01-25T1200_Grades-CS101.csv",
    )
    export.add_argument("format", choices=Names(_formats), metavar="FORMAT")
    export.add_argument("dir", type=Path, metavar="DIR")
    into = "fill in this file, as it was downloaded (canvas, moodle, moodle-feedback); it is not changed itself"
    export.add_argument("--into", type=Path, metavar="FILE", help=into)
    export.add_argument("--assignment", action="append", default=[], metavar="A", help="only this one (repeatable)")
    column = "the title of an assignment's column in the file, where it is another one (repeatable)"
    export.add_argument("--column", action="append", default=[], metavar="A=TITLE", help=column)
    nameless = "csv, github and parquet: no names, no reasons; the same pseudonym for a student each time"
    export.add_argument("--pseudonyms", action="store_true", help=nameless)
    export.add_argument(
        "--submitted", type=Path, default=Path("submitted"), metavar="DIR", help="nbgrader, rubric: the work"
    )
    export.add_argument("--bom", action="store_true", help="csv: begin with a byte order mark, which Excel needs")


def _formats() -> Iterator[str]:
    from autograder.reports.formats import FORMATS

    return chain((form.name for form in FORMATS), OTHERS)


def _export(options: argparse.Namespace) -> int:
    from autograder.api import load_course

    if not (options.dir / "records").is_dir():
        raise UsageError(f"no records in '{options.dir}': make them with `autograder grade --out {options.dir}`")
    folder = load_course()
    if options.format == "feedback":
        return _export_feedback(folder, options.dir)
    if options.format == "nbgrader":
        return _export_nbgrader(folder, options)
    if options.format == "rubric":
        return _export_rubric(folder, options)
    return _export_format(folder, options)


def _export_format(folder: CourseFolder, options: argparse.Namespace) -> int:
    from autograder.core.text import escape_ci_commands
    from autograder.gradebook.entries import open_gradebook
    from autograder.gradebook.pseudonyms import pseudonymised
    from autograder.reports.formats import FORMATS

    form = next(form for form in FORMATS if form.name == options.format)
    if options.into is not None and not form.into:
        raise UsageError(f"--into is for canvas, moodle and moodle-feedback: '{form.name}' fills no file in")
    gradebook = open_gradebook(folder, options.dir, form.brief)
    if options.pseudonyms:
        if form.name not in NAMELESS:
            raise UsageError(f"--pseudonyms is for {', '.join(NAMELESS)}: '{form.name}' must name students")
        gradebook = pseudonymised(gradebook)
    exported = form.make(gradebook, _request(folder, options))
    if form.printed:
        sys.stdout.flush()
        (content,) = exported.files.values()
        sys.stdout.buffer.write(escape_ci_commands(content.decode()).encode())  # it may be the log of a CI system
    else:
        _write(exported, options.dir / "exports" / form.name)
    for note in exported.notes:
        print(f"note: {note}", file=sys.stderr)
    return 0


def _request(folder: CourseFolder, options: argparse.Namespace) -> Request:
    import os
    from datetime import UTC, datetime

    from autograder.reports.downloaded import read_downloaded
    from autograder.reports.export import Request

    if options.into is not None and not options.into.is_file():
        what = "is not a regular file" if options.into.exists() else "there is no such file"
        raise UsageError(f"{options.into}: {what}")
    return Request(
        now=datetime.now(UTC),
        assignments=tuple(assignment.name for assignment in folder.chosen(tuple(options.assignment))),
        sheet=read_downloaded(options.into) if options.into is not None else None,
        columns=_columns(folder, options.column),
        bom=options.bom,
        environment=os.environ,
    )


def _columns(folder: CourseFolder, given: Sequence[str]) -> dict[str, str]:
    pairs = [(name.strip(), title.strip()) for name, _, title in (each.partition("=") for each in given)]
    for name, title in pairs:
        folder.chosen([name])
        if not title:
            raise UsageError(f"--column {name}: write --column '{name}=TITLE', with the title as it is in the file")
    return dict(pairs)


def _write(exported: Exported, folder: Path) -> None:
    from autograder.records.store import write_atomically

    for name, content in exported.files.items():
        write_atomically(folder / name, content)
    files = list(exported.files)
    print(f"exported: {folder / files[0]}" if len(files) == 1 else f"exported: {folder}: {count(len(files), 'file')}")


def _export_feedback(folder: CourseFolder, out: Path) -> int:
    from datetime import UTC, datetime

    from autograder.gradebook.entries import read_rules
    from autograder.records.store import read_records
    from autograder.reports.feedback import write_feedback

    entries = map(read_rules(folder, out).entry, read_records(out))
    written = write_feedback(out, filter(None, entries), folder.course, datetime.now(UTC), _sections(folder))
    print(f"feedback:    {out / 'feedback'}: {count(written, 'file')}")
    return 0


def _sections(folder: CourseFolder) -> dict[str, dict[str, str]]:
    """Return the heading above each exercise of each assignment that is released."""
    from autograder.notebooks.percent import read_percent
    from autograder.notebooks.sections import sections_of

    names = [assignment.name for assignment in folder.course.assignments]
    paths = {name: folder.assignments / name / f"{name}.py" for name in names}
    return {name: sections_of(read_percent(path.read_text("utf-8"))) for name, path in paths.items() if path.is_file()}


def _export_nbgrader(folder: CourseFolder, options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from autograder.gradebook.entries import read_rules
    from autograder.records.store import read_records
    from autograder.reports.nbgrader_back import require_brought_back
    from autograder.reports.nbgrader_course import DATABASE, write_course

    rules, place = read_rules(folder, options.dir), options.dir / "exports" / "nbgrader"
    require_brought_back(folder, rules, options.dir, place / DATABASE)
    gradebook = rules.gradebook(map(rules.entry, read_records(options.dir)))
    written, notes = write_course(folder, gradebook, rules.decisions, options.submitted, place, datetime.now(UTC))
    print(f"exported: {place}: an nbgrader course with {written} submissions; `make formgrader` opens it")
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    return 0


def _export_rubric(folder: CourseFolder, options: argparse.Namespace) -> int:
    from autograder.gradebook.entries import open_gradebook
    from autograder.reports.rubric_sheet import write_sheets

    names = [assignment.name for assignment in folder.chosen(tuple(options.assignment))]
    place = options.dir / "exports" / "rubric"
    sheets = write_sheets(folder, open_gradebook(folder, options.dir), names, options.submitted, place)
    for sheet in sheets:
        print(f"exported: {sheet.path}: answers {sheet.answers}, still to be graded {sheet.waiting}")
    if not sheets:
        print("nothing is graded by hand: by_hand(…) in checks.py declares what is")
    return 0
