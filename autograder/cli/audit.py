"""`autograder audit`: the proof of the checks."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, positive

if TYPE_CHECKING:
    from autograder.audit.known_answers import Audit
    from autograder.audit.mutation import Survivors
    from autograder.authoring.assignment import Workbook
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands


SOURCES = ("lesson.py", "checks.py", "answers.py")


def register(commands: Commands) -> None:
    """Add the command."""
    audit = add_command(
        commands,
        "audit",
        _audit,
        "prove the checks on mistakes, right answers, mutants",
        example="autograder audit chain_rule --checks",
    )
    audit.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    audit.add_argument("--checks", action="store_true", help="show how many wrong answers each check rejects")
    audit.add_argument(
        "--certificate", type=Path, metavar="DIR", help="write a page per assignment there, as proof: grades/report"
    )
    audit.add_argument(
        "--unvisited", action="store_true", help="list the usual sizes and values at which nothing is asked"
    )
    audit.add_argument(
        "--propose", action="store_true", help="look for inputs that kill surviving mutants, as lines for checks.py"
    )
    audit.add_argument(
        "--variants",
        type=positive,
        default=3,
        metavar="N",
        help="of an assignment with variants, try N besides the sample; default: 3",
    )
    audit.add_argument("--equivalent", action="store_true", help="list the mutants that return what the solution does")


def _audit(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.audit.known_answers import audit
    from autograder.audit.mutation import try_mutants
    from autograder.audit.report import listed, table, table_of_checks
    from autograder.authoring.course import open_workbook
    from autograder.authoring.guessable_seed import guessable

    folder = load_course()
    workbooks = [open_workbook(folder, assignment) for assignment in folder.chosen(options.assignments)]
    audits = [audit(workbook, folder.course.seed) for workbook in workbooks]
    survivors = [try_mutants(workbook, folder.course.seed) for workbook in workbooks]
    print(table(audits, survivors))
    if told := guessable(folder.course.seed):
        print(f"NOTE: {told}.")
    of_variants = _audit_variants(folder, workbooks, options.variants)
    if options.certificate:
        for workbook, found, tried in zip(workbooks, audits, survivors, strict=True):
            _certify(options.certificate, folder, workbook, found, tried)
    if options.checks:
        print(f"\n{table_of_checks(survivors)}")
    if options.unvisited:
        print("", *_unvisited(workbooks, folder.course.seed), sep="\n")
    if options.propose or any(found.missed for found in survivors):
        print(f"\n{_proposed(workbooks, survivors, folder.course.seed)}")
    if options.equivalent:
        print("", *listed(survivors, "equivalent"), sep="\n")
    return 1 if of_variants or any(found.findings for found in audits) or any(s.missed for s in survivors) else 0


def _audit_variants(folder: CourseFolder, workbooks: Sequence[Workbook], count: int) -> bool:
    """Print what comes of several variants, of assignments that have them; return whether something is wrong."""
    from autograder.audit.variants import audit_variants, lines

    wrong = False
    for workbook in workbooks:
        (assignment,) = folder.chosen([workbook.name])
        if found := audit_variants(folder, assignment, workbook, count):
            print(*lines(found), sep="\n")
            wrong = wrong or bool(found.findings)
    return wrong


def _proposed(workbooks: Sequence[Workbook], survivors: Sequence[Survivors], seed: str) -> str:
    from autograder.audit.proposals import proposals
    from autograder.audit.report import table_of_proposals

    pairs = zip(workbooks, survivors, strict=True)
    return table_of_proposals({workbook.name: proposals(workbook, found, seed) for workbook, found in pairs})


def _unvisited(workbooks: Sequence[Workbook], seed: str) -> Iterator[str]:
    """Yield a line per exercise that is never asked at some of the usual sizes and values."""
    from autograder.audit.unvisited import unvisited
    from autograder.keys.build import exercise_keys

    for workbook in workbooks:
        for key in exercise_keys(workbook, seed):
            if what := unvisited(key, workbook.solution):
                yield f"{workbook.name}: {key.name} is never asked at {'; '.join(what)}"


def _certify(out: Path, folder: CourseFolder, workbook: Workbook, found: Audit, tried: Survivors) -> None:
    """Write the certificate of one assignment."""
    from datetime import UTC, datetime

    from autograder.keys.load import answer_key
    from autograder.records.store import write_atomically
    from autograder.reports.certificate import certificate, certificate_name

    (assignment,) = folder.chosen([workbook.name])
    sources = (folder.solutions / workbook.name / name for name in SOURCES)
    files = {source.name: source.read_bytes() for source in sources if source.is_file()}
    key, now = answer_key(folder, assignment), datetime.now(UTC)
    page = certificate(workbook, found, tried, key, now, folder.course.title, files)
    path = out / certificate_name(workbook.name)
    write_atomically(path, page)
    print(f"certificate: {path}")
