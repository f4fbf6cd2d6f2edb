"""The command line: one short function a command.

Exit 0 done, 1 findings (check, audit, doctor), 2 our fault or bad usage.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, UsageError
from autograder.sandbox.host.environment import compute_in_one_thread

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.batch.batch import Batch, Executor
    from autograder.records.schema import Record
    from autograder.reports.table import Score, Table

if TYPE_CHECKING:
    Run = Callable[[argparse.Namespace], int]
if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. Without argv this is the program, which ends here at once if it can."""
    compute_in_one_thread()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a student's name that a terminal lacks the letters for
    try:
        options = _parser().parse_args(argv)
        hurried = argv is None and options.run is _check
        if hurried:
            gc.disable()  # it soon ends, and what it makes until then it keeps
        code = int(options.run(options))
        sys.stdout.flush()
        if hurried:
            os._exit(code)  # to take numpy apart again would take as long as the checks themselves
        return code
    except KeyboardInterrupt:
        exec("")  # CPython remembers an exec() that was interrupted, and would end by SIGINT instead of with our code
        _complain("interrupted; what was finished is kept, run the same command to go on")
    except BrokenPipeError:  # as in `autograder export csv grades | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AutograderError, OSError) as error:
        _complain(str(error))
    except ModuleNotFoundError as error:
        _complain(f"this command needs {error.name}: pip install 'autograder[instructor]'")
    except Exception:
        import traceback

        traceback.print_exc()
        _complain("this is a bug of ours: please report what is printed above")
    return 2


def _complain(message: str) -> None:
    with suppress(OSError):
        print(f"autograder: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    release = _command(commands, "release", _release, "make assignments/ and dist/student-kit.zip from solutions/")
    release.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")

    check = _command(commands, "check", _check, "run the public checks on a notebook, a .py file or a released folder")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")

    grade = _command(commands, "grade", _grade, "grade a class")
    grade.add_argument("submitted", nargs="?", type=Path, default=Path("submitted"), metavar="SUBMITTED")
    grade.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: grades")
    grade.add_argument("--assignment", action="append", default=[], metavar="A", help="only this one (repeatable)")
    grade.add_argument("--student", action="append", default=[], metavar="S", help="only this one (repeatable)")
    grade.add_argument("--jobs", type=_positive, metavar="N", help="processes; default: one a core for a whole class")
    grade.add_argument("--executor", choices=["serial", "processes", "dask"], help="serial: all in one process")
    grade.add_argument("--scheduler", metavar="ADDR", help="of a Dask cluster; --executor dask alone makes one here")
    safety = grade.add_mutually_exclusive_group()
    safety.add_argument("--sandbox", choices=["strict", "portable"], help="default: the best that works here")
    safety.add_argument(
        "--unsafe-no-sandbox",
        action="store_const",
        dest="sandbox",
        const="none",
        help="run the code with your own rights: never on students' work",
    )
    grade.add_argument("--force", action="store_true", help="grade again what has not changed")
    grade.add_argument("--quiet", action="store_true", help="say only what went wrong")

    audit = _command(commands, "audit", _audit, "prove the checks on known mistakes, right answers and mutants")
    audit.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    audit.add_argument("--checks", action="store_true", help="say of each check how many wrong answers it rejects")
    audit.add_argument("--equivalent", action="store_true", help="list the mutants that return what the solution does")

    export = _command(
        commands, "export", _export, "print the records of DIR in another format, or write DIR/feedback for students"
    )
    export.add_argument("format", choices=["csv", "github", "feedback"])
    export.add_argument("dir", type=Path, metavar="DIR")

    _command(commands, "doctor", _doctor, "tell how well this machine can shut students' code in")
    _command(commands, "demo", _demo, "release, make up a class in build/demo/submitted, grade it")
    return parser


def _command(commands: Commands, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    parser.set_defaults(run=run)
    return parser


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number, 1 or more")
    return int(text)


def _release(options: argparse.Namespace) -> int:
    from autograder.authoring.course import find_course

    release_into(find_course(), options.assignments)
    return 0


def release_into(folder: CourseFolder, names: Sequence[str]) -> None:
    """Write the released folders of these assignments (all: none named), and a student kit that holds them."""
    from autograder.authoring.course import open_workbook
    from autograder.release.folder import build_folder, write_folders
    from autograder.release.kit import build_kit

    built = {each.name: build_folder(open_workbook(folder, each)) for each in folder.chosen(names)}
    changed = write_folders(folder.assignments, built)
    print(f"released:    {folder.assignments}: {len(built)} assignments, {len(changed)} files changed")
    if (folder.root / "pyproject.toml").is_file():
        kit = folder.root / "dist" / "student-kit.zip"
        build_kit(folder.root, kit, built)
        print(f"student kit: {kit}")


def _check(options: argparse.Namespace) -> int:
    from autograder.sandbox.host.fast_start import fast_start

    with fast_start() as kind:  # there is nothing secret in a student's folder
        from autograder.student.check import check_path
        from autograder.student.text import describe

        findings = False
        for path in options.files:
            report = check_path(path, kind)
            print("\n".join([*map(describe, report.exercises), *(f"note: {note}" for note in report.notes)]))
            statuses = {verdict.status for exercise in report.exercises for verdict in exercise.verdicts}
            findings = findings or not statuses <= {"passed", "not_attempted"}
    return 1 if findings else 0


def _grade(options: argparse.Namespace) -> int:
    from autograder.authoring.course import find_course
    from autograder.batch.batch import Batch, choose_executor
    from autograder.sandbox.host.isolation import Level

    folder = find_course()
    chosen, students = folder.chosen(tuple(dict.fromkeys(options.assignment))), frozenset(options.student)
    level = Level(options.sandbox) if options.sandbox else None
    batch = Batch(folder, options.submitted, options.out, chosen, students, options.force, level)
    way = choose_executor(options.executor, options.jobs, options.scheduler, len(batch.refs))
    return grade_class(batch, way, options.quiet)


def grade_class(batch: Batch, way: Executor | None = None, quiet: bool = False) -> int:
    """Grade a batch, write grades.csv, print the table and where everything lies. Return 2 if some grading broke."""
    from autograder.batch.batch import answer_keys, choose_executor, grade_batch
    from autograder.records.store import record_path
    from autograder.reports.table import score_of
    from autograder.reports.terminal import progress, say_where, show, summary

    total, counts, broken = len(batch.refs), Counter[str](), list[str]()
    known: dict[Path, Score] = {}
    if batch.unexpected_files and not quiet:
        print(f"no students' folders, left alone in {batch.submitted}: {', '.join(batch.unexpected_files)}")
    keys = answer_keys(batch)
    with progress(total, counts, quiet) as shown:

        def on_record(record: Record, new: bool) -> None:
            shown.tick(record, new)
            known[record_path(batch.out, record["assignment"], record["student"])] = score_of(record)
            if record["status"] == "broken":
                broken.append(f"{record['student']}/{record['assignment']}: {record['notes'][-1]}")

        grade_batch(batch, keys, way or choose_executor(None, None, None, total), on_record, shown.stopping)
    table = _write_grades(batch.course, batch.out, known)
    if not quiet:
        show(table)
        print(summary(counts) or f"nothing in {batch.submitted} to grade")
        say_where(batch.out)
    return _say_broken(broken)


def _say_broken(broken: Sequence[str]) -> int:
    if not broken:
        return 0
    more = [f"… and {len(broken) - 10} more"] if len(broken) > 10 else []
    what = "1 submission" if len(broken) == 1 else f"{len(broken)} submissions"
    _complain("\n  ".join([f"{what} could not be graded, through our fault and not theirs:", *broken[:10], *more]))
    print("They have no score yet. Run the same command again to grade them.", file=sys.stderr)
    return 2


def _write_grades(folder: CourseFolder, out: Path, known: Mapping[Path, Score]) -> Table:
    from autograder.records.store import write_atomically
    from autograder.reports.grades_csv import grades_csv
    from autograder.reports.table import table_in

    table = table_in(out, folder.course.assignments, known)
    write_atomically(out / "grades.csv", grades_csv(table))
    return table


def _audit(options: argparse.Namespace) -> int:
    from autograder.audit.known_answers import audit
    from autograder.audit.mutation import try_mutants
    from autograder.audit.report import listed, table, table_of_checks
    from autograder.authoring.course import find_course, open_workbook

    folder = find_course()
    workbooks = [open_workbook(folder, assignment) for assignment in folder.chosen(options.assignments)]
    audits = [audit(workbook, folder.course.seed) for workbook in workbooks]
    survivors = [try_mutants(workbook, folder.course.seed) for workbook in workbooks]
    print(table(audits, survivors))
    if options.checks:
        print(f"\n{table_of_checks(survivors)}")
    if options.equivalent:
        print("", *listed(survivors, "equivalent"), sep="\n")
    return 1 if any(found.findings for found in audits) or any(found.missed for found in survivors) else 0


def _export(options: argparse.Namespace) -> int:
    from autograder.authoring.course import find_course
    from autograder.reports.github import github_summary
    from autograder.reports.grades_csv import grades_csv
    from autograder.reports.table import table_in

    if not (options.dir / "records").is_dir():
        raise UsageError(f"no records in '{options.dir}': make them with `autograder grade --out {options.dir}`")
    if options.format == "feedback":
        return _export_feedback(options.dir)
    write = {"csv": grades_csv, "github": github_summary}[options.format]
    sys.stdout.write(write(table_in(options.dir, find_course().course.assignments)))
    return 0


def _export_feedback(out: Path) -> int:
    from datetime import UTC, datetime

    from autograder.authoring.course import find_course
    from autograder.records.store import read_records
    from autograder.reports.feedback import write_feedback

    written = write_feedback(out, read_records(out), find_course().course, datetime.now(UTC))
    print(f"feedback:    {out / 'feedback'}: {written} files")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from autograder.cli.doctor import healthy, report

    print(report())
    return 0 if healthy() else 1


def _demo(options: argparse.Namespace) -> int:
    from autograder.authoring.course import find_course, open_workbook
    from autograder.batch.batch import Batch
    from autograder.cli.demo import make_class
    from autograder.sandbox.host.isolation import available

    folder = find_course()
    release_into(folder, ())
    workbooks = [open_workbook(folder, assignment) for assignment in folder.course.assignments]
    build = folder.root / "build" / "demo"
    make_class(workbooks, folder.assignments, build / "submitted")
    print(f"class:       {build / 'submitted'}")
    # The made-up class is our own code: it may run where students' may not.
    level, students = available()[0], frozenset[str]()
    batch = Batch(folder, build / "submitted", build / "grades", folder.course.assignments, students, sandbox=level)
    return grade_class(batch)
