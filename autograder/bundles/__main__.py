"""Grades where a bundle was unpacked: `python -P -m autograder.bundles PLATFORM --key FILE --submission DIR`.

The platform's own file is written with --into, whole or not at all; what is printed is the platform's to show. Exit 0:
graded, whatever the score (github, gitlab: 1 if a check of an exercise that was worked on fails). Exit 2: our fault,
nothing is written; grade again.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from autograder.bundles.graded import Graded, grade_here
from autograder.bundles.platform import BROKEN, Platform
from autograder.bundles.platforms import PLATFORMS
from autograder.bundles.sealed import SealedGrader, public_grader, released_below, unseal
from autograder.core.text import neutral_line
from autograder.errors import AutograderError
from autograder.records.write import write_atomically
from autograder.sandbox.host.environment import compute_in_one_thread
from autograder.sandbox.host.level import Level


def main(argv: Sequence[str] | None = None) -> int:
    """Grade one submission by each grader, tell the platform, and return the exit code."""
    options = _parser().parse_args(argv)
    compute_in_one_thread()
    platform = _platform(options)
    try:
        level = Level.NONE if options.own_code else None
        answer = platform.answer([_graded(grader, folder, level) for folder, grader in _graders(options)])
        if answer.document is not None and options.into is not None:
            write_atomically(options.into, answer.document)
    except (AutograderError, OSError) as error:
        print(f"autograder: {neutral_line(str(error))}", file=sys.stderr)
        return BROKEN
    print(answer.printed, end="", flush=True)
    return answer.code


def _parser() -> argparse.ArgumentParser:
    about = str(__doc__).partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -P -m autograder.bundles", description=about, allow_abbrev=False)
    parser.add_argument("platform", choices=[platform.name for platform in PLATFORMS])
    by = parser.add_mutually_exclusive_group(required=True)
    by.add_argument("--key", type=Path, metavar="FILE", help="a sealed key: all checks")
    by.add_argument("--released", type=Path, metavar="DIR", help="released assignments: public checks")
    parser.add_argument("--submission", type=Path, metavar="DIR", help="default: each released folder itself")
    parser.add_argument("--into", type=Path, metavar="FILE", help="what the platform reads")
    parser.add_argument("--metadata", type=Path, metavar="FILE", help="what the platform says of the submission")
    parser.add_argument("--own-code", action="store_true", help="without a sandbox: for work of one's own")
    return parser


def _graders(options: argparse.Namespace) -> list[tuple[Path, SealedGrader]]:
    """Return each grader with the folder that it looks for work in."""
    if options.key:
        return [(options.submission or Path(), unseal(options.key).of(_emails(options)))]
    return [(options.submission or folder, public_grader(folder)) for folder in released_below(options.released)]


def _emails(options: argparse.Namespace) -> Sequence[str]:
    """Return whose work it is, where the platform says so."""
    emails = _platform(options).emails
    return () if emails is None or options.metadata is None else emails(options.metadata)


def _platform(options: argparse.Namespace) -> Platform:
    return next(platform for platform in PLATFORMS if platform.name == options.platform)


def _graded(grader: SealedGrader, folder: Path, level: Level | None) -> Graded:
    return grade_here(grader, folder, datetime.now(UTC), level, os.environ)


if __name__ == "__main__":
    sys.exit(main())
