"""`autograder new course` and `autograder new assignment`: files to begin with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import HelpFormatter, add_command

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    new = add_command(
        commands,
        "new",
        _new,
        "begin a course or an assignment, with files that work at once",
        example="autograder new course linear_algebra\nautograder new assignment eigenvalues",
    )
    kinds = new.add_subparsers(metavar="KIND", dest="kind", required=True)
    course = kinds.add_parser(
        "course",
        help="a folder with one small assignment",
        description="Begin a course.",
        formatter_class=HelpFormatter,
    )
    course.add_argument("name", metavar="DIR")
    course.add_argument("--title", default="", help="default: made of the folder's name")
    text = "a folder in solutions/ and a line in course_config.py"
    assignment = kinds.add_parser("assignment", help=text, description="Begin an assignment of the course you are in.")
    assignment.add_argument("name", metavar="NAME")


def _new(options: argparse.Namespace) -> int:
    return _course(Path(options.name), options.title) if options.kind == "course" else _assignment(options.name)


def _course(root: Path, title: str) -> int:
    from autograder.scaffold.course import FIRST, new_course

    new_course(root, title)
    print(f"course:      {root}, with the assignment '{FIRST}'")
    print(f"next:        cd {root} && autograder audit && autograder release")
    return 0


def _assignment(name: str) -> int:
    from autograder.authoring.course import CONFIG, find_course
    from autograder.scaffold.assignment import new_assignment
    from autograder.scaffold.course import due

    folder = find_course()
    new_assignment(folder, name, due())
    print(f"assignment:  {folder.solutions / name}, and a line in {CONFIG}")
    print(f"next:        write {folder.solutions / name / 'lesson.py'}, then autograder audit {name}")
    return 0
