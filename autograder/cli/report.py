"""`autograder report`: the pages that an instructor opens first."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands
    from autograder.gradebook.entries import Gradebook
    from autograder.records.schema import Record
    from autograder.reports.class_report import ReportSources


def register(commands: Commands) -> None:
    """Add the command."""
    report = add_command(
        commands,
        "report",
        _report,
        "write the class report, to open in a browser",
        more="DIR/report/index.html: how the class did, what it gets wrong, and what to say.",
        example="autograder report grades --last-year ../2026/grades\n"
        "autograder report grades --name 3fa90c outer_at_x 'Take the slope at f1(x).'",
    )
    report.add_argument("dir", nargs="?", type=Path, default=Path("grades"), metavar="DIR", help="default: grades")
    report.add_argument("--last-year", type=Path, metavar="DIR", help="grades to compare the mistakes with")
    report.add_argument(
        "--submitted",
        type=Path,
        default=Path("submitted"),
        metavar="DIR",
        help="the students' work; default: submitted",
    )
    report.add_argument(
        "--name",
        nargs=3,
        action="append",
        default=[],
        metavar=("CLUSTER", "NAME", "SENTENCE"),
        help="name a wrong answer of the report first (repeatable)",
    )
    nobody = "write DIR/report-anonymous/ instead: no names, no decisions, no students' code or messages"
    report.add_argument("--anonymous", action="store_true", help=nobody)


def _report(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.gradebook.entries import read_rules
    from autograder.records.store import read_records
    from autograder.reports.class_report import write_report

    for folder in filter(None, (options.dir, options.last_year)):
        if not (folder / "records").is_dir():
            raise UsageError(f"no records in '{folder}': make them with `autograder grade --out {folder}`")
    course = load_course()
    rules = read_rules(course, options.dir)
    gradebook = rules.gradebook(map(rules.entry, read_records(options.dir)))
    for given in options.name:
        _name(course, gradebook, given)
    sources = _sources(course, gradebook, options)
    folder = options.dir / ("report-anonymous" if options.anonymous else "report")
    if options.anonymous:
        _copy_certificates(options.dir / "report", folder, sources.certificates)
    index, *others = write_report(folder, gradebook, sources)
    print(f"report:      {index}")
    for path in others:
        if path.suffix == ".py":
            print(f"to paste:    {path}")
    return 0


def _sources(course: CourseFolder, gradebook: Gradebook, options: argparse.Namespace) -> ReportSources:
    from functools import partial

    from autograder.gradebook.decisions import read_decisions
    from autograder.records.store import read_records
    from autograder.reports.class_report import ReportSources, records_of
    from autograder.reports.cluster_names import read_names
    from autograder.reports.clusters import answer_sources

    return ReportSources(
        last_year=tuple(read_records(options.last_year)) if options.last_year else (),
        decisions=read_decisions(course, [student.name for student in gradebook.students]),
        names=read_names(course.root),
        answers=partial(answer_sources, options.submitted) if options.submitted.is_dir() else None,
        known=_known_names(course),
        certificates=_certificates(options.dir / "report", course, records_of(gradebook)),
        feedback=(options.dir / "feedback").is_dir(),
        anonymous=options.anonymous,
        command=_command(options),
    )


def _name(course: CourseFolder, gradebook: Gradebook, given: Sequence[str]) -> None:
    """Keep a name for a cluster. Raises UsageError if there is none of that id, or the name is taken."""
    from autograder.reports.class_report import records_of
    from autograder.reports.cluster_names import NAMES, name_cluster, read_names
    from autograder.reports.clusters import clusters
    from autograder.reports.named_answers import name_of_cluster

    names, known = read_names(course.root), _known_names(course)
    unnamed = [each for each in clusters(records_of(gradebook), fewest=1) if not name_of_cluster(each, names)]
    for cluster in unnamed:
        if cluster.id == given[0].strip() and given[1].strip() in known.get(cluster.assignment, ()):
            raise UsageError(f"answers.py of {cluster.assignment} has a '{given[1]}' already: choose another name")
    made = name_cluster(course.root, unnamed, given)
    print(f"named:       {made.name} in {made.exercise}, kept in {course.root / NAMES}")


def _known_names(course: CourseFolder) -> dict[str, frozenset[str]]:
    """Return the names that answers.py of each assignment has."""
    from autograder.reports.answer_entry import defined_names

    paths = {each.name: course.solutions / each.name / "answers.py" for each in course.course.assignments}
    return {name: defined_names(path.read_text("utf-8")) for name, path in paths.items() if path.is_file()}


def _certificates(folder: Path, course: CourseFolder, records: Iterable[Record]) -> dict[str, str]:
    """Return the assignments that have an audit certificate, each with what is to be said of it."""
    graded_with: dict[str, set[str]] = {}
    for record in records:
        graded_with.setdefault(record["assignment"], set()).add(record["assignment_fingerprint"])
    from autograder.reports.certificate import certificate_name

    found = {}
    for assignment in course.course.assignments:
        path = folder / certificate_name(assignment.name)
        if path.is_file():
            text = path.read_text("utf-8", "replace")
            others = [each for each in graded_with.get(assignment.name, ()) if each not in text]
            found[assignment.name] = (
                "made from other sources than these grades: grade again, or make audit" if others else ""
            )
    return found


def _copy_certificates(source: Path, target: Path, assignments: Iterable[str]) -> None:
    from autograder.records.store import write_atomically
    from autograder.reports.certificate import certificate_name

    for name in map(certificate_name, assignments):
        write_atomically(target / name, (source / name).read_bytes())


def _command(options: argparse.Namespace) -> str:
    """Return how this report is made again."""
    import shlex

    words = ["autograder", "report", str(options.dir)]
    words += ["--last-year", str(options.last_year)] if options.last_year else []
    words += ["--submitted", str(options.submitted)] if options.submitted != Path("submitted") else []
    return shlex.join(words)
