"""`autograder grade`: a class, its records and its table."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, complain, positive
from autograder.cli.regrade import AS_GRADED, add_regrading, regrade

if TYPE_CHECKING:
    from autograder.batch.batch import Batch
    from autograder.batch.context import Executor
    from autograder.cli.command import Commands
    from autograder.cli.regrade import Watch
    from autograder.gradebook.attention import Finding
    from autograder.gradebook.entries import Entry, Gradebook
    from autograder.gradebook.review import Review
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
    from autograder.api import load_course
    from autograder.batch.batch import Batch
    from autograder.batch.executors import choose_executor
    from autograder.sandbox.host.level import Level

    folder = load_course()
    chosen, students = folder.chosen(tuple(dict.fromkeys(options.assignment))), frozenset(options.student)
    level = Level(options.sandbox) if options.sandbox else None
    batch = Batch(folder, options.submitted, options.out, chosen, students, options.force, level, options.dry_run)
    executor = choose_executor(options.executor, options.jobs, options.scheduler, len(batch.refs))
    if options.dry_run or options.policy != AS_GRADED:
        return regrade(batch, options.policy, lambda watch: grade_class(batch, executor, options.quiet, watch))
    return grade_class(batch, executor, options.quiet)


def grade_class(batch: Batch, executor: Executor | None = None, quiet: bool = False, watch: Watch | None = None) -> int:
    """Grade a batch, write grades.csv, print the table and where everything lies. Return 2 if some grading broke.

    watch gets each record that is made. A dry batch writes nothing and prints no table.
    """
    from autograder.batch.batch import grade_batch, usable_keys
    from autograder.batch.executors import choose_executor
    from autograder.gradebook.review import open_review
    from autograder.reports.terminal import progress

    total, counts = len(batch.refs), Counter[str]()
    review = open_review(batch.course, batch.out, {ref.student for ref in batch.refs})
    _say_left_alone(() if quiet else batch.unexpected_files, batch.submitted)
    keys, run = usable_keys(batch), _Run(batch, review, watch)
    _say_drifted({} if quiet else keys.drifted())
    with progress(total, counts, quiet) as shown:

        def on_record(record: Record | Brief, new: bool) -> None:
            shown.tick(record["status"], new)
            run.take(record)

        try:
            grade_batch(batch, keys, executor or choose_executor(None, None, None, total), on_record, shown.stopping)
        except KeyboardInterrupt:
            _finish(batch, review, run.known, None)
            raise
    _finish(batch, review, run.known, None if quiet else counts)
    _say_asked_again(() if quiet else run.asked_again)
    return _say_broken(run.broken)


class _Run:
    """What comes of a run: the entries by assignment/student, what broke, and how often something was asked again."""

    def __init__(self, batch: Batch, review: Review, watch: Watch | None) -> None:
        self._batch, self._review, self._watch = batch, review, watch
        self.known: dict[str, Entry | None] = {}
        self.broken: list[str] = []
        self.asked_again: list[int] = []

    def take(self, record: Record | Brief) -> None:
        """Take a record; the whole of it, if it was made just now."""
        from autograder.records.brief import is_whole
        from autograder.records.store import record_path

        self.known[f"{record['assignment']}/{record['student']}"] = self._review.enter(record)
        if is_whole(record):
            if self._watch is not None:
                self._watch(record_path(self._batch.out, record["assignment"], record["student"]), record)
            self.broken.extend(_faults(record))
            self.asked_again.extend([record["asked_again"]] if "asked_again" in record else [])


def _finish(batch: Batch, review: Review, known: Mapping[str, Entry | None], counts: Counter[str] | None) -> None:
    """Write the grades and print them; None for counts prints nothing, and a dry batch does neither."""
    if batch.dry:
        return
    gradebook = _write_grades(batch, review, known)
    if counts is not None:
        _say_grades(batch, review, gradebook, counts)


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
        print(f"assignments/{name} has another text than solutions/{name} releases now, in {told}; {fix}")


def _faults(record: Record) -> Iterator[str]:
    """Yield what went wrong through our fault, as the last lines of the command tell it."""
    if record["status"] == "broken":
        yield f"{record['student']}/{record['assignment']}: {record['notes'][-1]}"
        import logging  # not above: the other commands do without

        what = (record["student"], record["assignment"], traceback_of(record))
        logging.getLogger(__name__).debug("%s/%s:\n%s", *what)


def _say_grades(batch: Batch, review: Review, gradebook: Gradebook, counts: Counter[str]) -> None:
    from autograder.reports.table import table_of
    from autograder.reports.terminal import say_where, show, summary

    show(table_of(gradebook))
    print(summary(counts) or f"nothing in {batch.submitted} to grade")
    say_where(batch.out)
    _say_findings(review.findings(gradebook, batch.submitted), batch.out)


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


def _write_grades(batch: Batch, review: Review, known: Mapping[str, Entry | None]) -> Gradebook:
    """Write grades.csv; known are the entries of the records that were read already, by assignment/student."""
    from autograder.records.store import write_atomically
    from autograder.reports.grades_csv import grades_csv
    from autograder.reports.table import table_of

    others = map(review.enter, batch.index.briefs(known))
    gradebook = review.rules.gradebook(chain(known.values(), others))
    batch.index.save()
    write_atomically(review.out / "grades.csv", grades_csv(table_of(gradebook)))
    review.write()
    return gradebook
