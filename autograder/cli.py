"""The command line: one short function a command. Exit 0 done, 1 findings (check, audit), 2 our fault or bad usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import AutograderError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except AutograderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("autograder: interrupted; what was finished is kept, run the same command to go on", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    release = commands.add_parser("release", help="make assignments/ and dist/student-kit.zip from solutions/")
    release.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    release.set_defaults(run=_release)

    audit = commands.add_parser("audit", help="prove the checks on known mistakes and right answers")
    audit.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    audit.set_defaults(run=_audit)
    return parser


def _release(options: argparse.Namespace) -> int:
    from autograder.course import find_course, open_workbook
    from autograder.release.folder import build_folder, write_folders
    from autograder.release.kit import build_kit

    folder = find_course()
    built = {each.name: build_folder(open_workbook(folder, each)) for each in folder.chosen(options.assignments)}
    changed = write_folders(folder.assignments, built)
    print(f"{len(built)} assignments released into {folder.assignments}: {len(changed)} files changed")
    if not options.assignments:
        kit = folder.root / "dist" / "student-kit.zip"
        build_kit(folder.root, kit, built)
        print(f"student kit: {kit}")
    return 0


def _audit(options: argparse.Namespace) -> int:
    from autograder.audit import audit, table
    from autograder.course import find_course, open_workbook

    folder = find_course()
    chosen = folder.chosen(options.assignments)
    audits = [audit(open_workbook(folder, assignment), folder.course.seed) for assignment in chosen]
    print(table(audits))
    return 1 if any(found.findings for found in audits) else 0
