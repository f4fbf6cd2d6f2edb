"""`autograder release`: solutions/ → assignments/ and the student kit."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, count

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    release = add_command(
        commands,
        "release",
        _release,
        "make assignments/ and the student kit from solutions/",
        example="autograder release chain_rule",
    )
    release.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")


def _release(options: argparse.Namespace) -> int:
    from autograder.api import load_course

    release_into(load_course(), options.assignments)
    return 0


def release_into(folder: CourseFolder, names: Sequence[str]) -> None:
    """Write the released folders of these assignments (all: none named), and a student kit that holds them."""
    from autograder.release.folder import released_folders, write_folders
    from autograder.release.kit import build_kit, course_map

    built = released_folders(folder, names)
    changed = write_folders(folder.assignments, built)
    made = f"{count(len(built), 'assignment')}, {count(len(changed), 'file')} changed"
    print(f"released:    {folder.assignments}: {made}")
    kit = folder.root / "dist" / "student-kit.zip"
    build_kit(kit, folder.course, built, course_map(folder.solutions))
    print(f"student kit: {kit}")
