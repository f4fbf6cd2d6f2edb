"""`autograder demo`: release, make up a class, grade it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from autograder.cli.command import add_command

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    add_command(commands, "demo", _demo, "release, make up a class in build/demo, grade it", example="autograder demo")


def _demo(options: argparse.Namespace) -> int:
    from autograder.api import load_course, open_run
    from autograder.authoring.course import open_workbook
    from autograder.cli.grade import grade_class
    from autograder.cli.release import release_into
    from autograder.cli.sample_class import make_class
    from autograder.sandbox.host.isolation import available

    folder = load_course()
    release_into(folder, ())
    workbooks = [open_workbook(folder, assignment) for assignment in folder.course.assignments]
    build = folder.root / "build" / "demo"
    make_class(workbooks, folder.assignments, build / "submitted")
    print(f"class:       {build / 'submitted'}")
    # The made-up class is our own code: it may run where students' may not.
    return grade_class(open_run(folder, build / "submitted", build / "grades", sandbox=available()[0]))
