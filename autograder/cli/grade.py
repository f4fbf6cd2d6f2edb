"""`autograder grade`: a class, its records and its table."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, complain, positive
from autograder.cli.regrade import AS_GRADED, add_regrading, regrade

if TYPE_CHECKING:
    from autograder.class_run import ClassRun, GradedClass
    from autograder.cli.command import Commands
    from autograder.cli.regrade import Watch
    from autograder.gradebook.attention import Finding
    from autograder.records.brief import Brief
    from autograder.records.schema import Record

FINDINGS_AT_MOST = 20


def register(commands: Commands) -> None:
    """Add the command."""
    grade = add_command(
        commands,
        "grade",
        _grade,
        "grade a class",
        more="What has not changed since the last run is left as it is.",
        example="autograder grade submitted --out grades --assignment chain_rule",
    )
    grade.add_argument("submitted", nargs="?", type=Path, default=Path("submitted"), metavar="SUBMITTED")
    grade.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: grades")
    grade.add_argument("--assignment", action="append", default=[], metavar="A", help="only this one (repeatable)")
    grade.add_argument("--student", action="append", default=[], metavar="S", help="only this one (repeatable)")
    grade.add_argument("--jobs", type=positive, metavar="N", help="processes; default: one per core for a whole class")
    grade.add_argument("--executor", metavar="NAME", help="serial, processes, or dask: where to grade")
    grade.add_argument("--scheduler", metavar="ADDR", help="of a Dask cluster; without it dask makes one here")
    safety, no_sandbox = grade.add_mutually_exclusive_group(), "run code with your permissions: never students' own"
    levels = "strict or portable; default: the best that works here"
    safety.add_argument("--sandbox", choices=["strict", "portable"], metavar="LEVEL", help=levels)
    safety.add_argument("--unsafe-no-sandbox", action="store_const", dest="sandbox", const="none", help=no_sandbox)
    grade.add_argument("--force", action="store_true", help="grade again what has not changed")
    grade.add_argument("--quiet", action="store_true", help="say only what went wrong")
    add_regrading(grade)


def _grade(options: argparse.Namespace) -> int:
    from autograder.api import load_course, open_run

    run = open_run(
        load_course(),
        options.submitted,
        options.out,
        assignments=options.assignment,
        students=options.student,
        sandbox=options.sandbox,
        jobs=options.jobs,
        executor=options.executor,
        scheduler=options.scheduler,
        force=options.force,
        dry=options.dry_run,
    )
    if options.dry_run or options.policy != AS_GRADED:
        return regrade(run, options.policy, lambda watch: grade_class(run, options.quiet, watch))
    return grade_class(run, options.quiet)


def grade_class(run: ClassRun, quiet: bool = False, watch: Watch | None = None) -> int:
    """Grade a class, print the table and where everything lies. Return 2 if some grading broke.

    watch gets each record that is made. A dry run prints no table.
    """
    from autograder.records.brief import is_whole
    from autograder.reports.terminal import progress

    counts = Counter[str]()
    total = run.total
    _say_left_alone(() if quiet else run.left_alone, run.batch.submitted)
    _say_drifted({} if quiet else run.drifted)
    with progress(total, counts, quiet) as shown:

        def on_record(record: Record | Brief, new: bool) -> None:
            shown.tick(record["status"], new)
            if watch is not None and is_whole(record):
                watch(record)

        graded = run.grade(on_record, shown.stopping)
    if not quiet:
        _say_grades(run, graded, counts)
        _say_asked_again(graded.asked_again)
    return _say_broken([_fault(record) for record in graded.broken])


def _say_left_alone(files: Sequence[str], folder: Path) -> None:
    from autograder.core.text import escape_ci_commands, single_line

    if files:  # their names came with them: what a terminal or CI would obey is taken out
        names = escape_ci_commands(single_line(", ".join(map(single_line, files))))
        print(f"no students' folders, left alone in {folder}: {names}")


def _say_drifted(drifted: Mapping[str, Sequence[str]]) -> None:
    """Print what students got with another text than it has now: that costs nobody points, but somebody may ask."""
    for name, exercises in drifted.items():
        told = ", ".join(f"`{exercise}`" for exercise in exercises)
        fix = f"to hand out the new one: autograder release {name}"
        print(f"the text in assignments/{name} differs from what solutions/{name} releases now, in {told}; {fix}")


def _fault(record: Record) -> str:
    """Return what went wrong through our fault, as the last lines of the command tell it; its traceback is logged."""
    import logging  # not above: the other commands do without

    what = f"{record['student']}/{record['assignment']}"
    logging.getLogger(__name__).debug("%s:\n%s", what, traceback_of(record))
    return f"{what}: {record['notes'][-1]}"


def _say_grades(run: ClassRun, graded: GradedClass, counts: Counter[str]) -> None:
    from autograder.reports.terminal import say_where, show, summary

    if graded.table is None:
        return
    show(graded.table)
    print(summary(counts) or f"nothing in {run.batch.submitted} to grade")
    say_where(run.batch.out)
    _say_findings(graded.findings, run.batch.out)


def traceback_of(record: Record) -> str:
    """Return where we broke, for a terminal: it may quote what a student wrote."""
    from autograder.core.text import plain_text

    return plain_text(record["staff"]["traceback"]) if "staff" in record else "no traceback was kept"


def _say_asked_again(times: Sequence[int]) -> None:
    """Print of how many submissions something was asked again, and how often in all."""
    if times:
        what = "1 submission" if len(times) == 1 else f"{len(times)} submissions"
        often = "once" if sum(times) == 1 else f"{sum(times)} times"
        print(f"asked again: {what}, {often} in all: a process was ended or stopped from outside (no points are lost)")


def _say_broken(broken: Sequence[str]) -> int:
    if not broken:
        return 0
    more = [f"… and {len(broken) - 10} more"] if len(broken) > 10 else []
    what = "1 submission" if len(broken) == 1 else f"{len(broken)} submissions"
    complain("\n  ".join([f"{what} could not be graded, through our fault and not theirs:", *broken[:10], *more]))
    print("They have no score yet. Run the same command again to grade them.", file=sys.stderr)
    return 2


def _say_findings(findings: Sequence[Finding], out: Path) -> None:
    """Print what needs the staff's eyes, the most urgent first; `status` prints all of it."""
    from autograder.cli.status import counted
    from autograder.core.columns import listed
    from autograder.reports.terminal import room_here

    if findings:
        print(f"to look at:  {counted(findings)}")
        print(listed([finding.cells for finding in findings[:FINDINGS_AT_MOST]], room=room_here()))
    if len(findings) > FINDINGS_AT_MOST:
        print(f"… and {len(findings) - FINDINGS_AT_MOST} more: autograder status {out}")
