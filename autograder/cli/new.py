"""`autograder new course`, `new assignment` and `new roster`: files to begin with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, shown

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    new = add_command(
        commands,
        "new",
        _new,
        "begin a course, an assignment or a roster",
        more="The files work at once.",
        example="autograder new course linear_algebra\nautograder new assignment eigenvalues\n"
        "autograder new roster ~/Downloads/Grades-CS101.csv",
    )
    kinds = new.add_subparsers(metavar="KIND", dest="kind", required=True)
    course = kinds.add_parser(
        "course",
        help="a folder with one small assignment",
        description="Begin a course: a folder with one small assignment.",
        epilog=shown("autograder new course linear_algebra"),
    )
    course.add_argument("name", metavar="DIR")
    course.add_argument("--title", default="", help="default: made of the folder's name")
    text = "a folder in solutions/ and a line in course_config.py"
    about, example = "Begin an assignment of the course you are in.", shown("autograder new assignment eigenvalues")
    assignment = kinds.add_parser("assignment", help=text, description=about, epilog=example)
    assignment.add_argument("name", metavar="NAME")
    text = "roster.csv, from Canvas' gradebook, Moodle's participants, or a roster of Gradescope or GitHub Classroom"
    about = f"Begin {text}, as it was downloaded. New students are added; blank cells of the others are filled in."
    example = shown("autograder new roster ~/Downloads/Grades-CS101.csv")
    roster = kinds.add_parser("roster", help=text, description=about, epilog=example)
    roster.add_argument("name", metavar="FILE")


def _new(options: argparse.Namespace) -> int:
    if options.kind == "roster":
        return _roster(Path(options.name))
    return _course(Path(options.name), options.title) if options.kind == "course" else _assignment(options.name)


def _roster(source: Path) -> int:
    from autograder.authoring.course import find_course
    from autograder.collecting.new_roster import begin_roster
    from autograder.core.text import number_of
    from autograder.gradebook.roster import ROSTER
    from autograder.reports.downloaded import listed

    folder = find_course()
    begun = begin_roster(folder.root, source)
    kinds = f"{number_of(len(begun.added), 'student')} added, {len(begun.filled)} completed"
    print(f"roster:      {folder.root / ROSTER}: {kinds}")
    for question in begun.unclear:
        print(f"  look: {question}")
    if begun.absent:
        print(f"not in this list, left as they are: {listed(begun.absent)}; status dropped takes them out of tables")
    return 0


def _course(root: Path, title: str) -> int:
    from autograder.bundles.github import course_workflows
    from autograder.bundles.wheels import this_python
    from autograder.scaffold.course import FIRST, new_course

    new_course(root, title, course_workflows(this_python()))
    print(f"course:      {root}, with the assignment '{FIRST}'")
    print(f"next:        cd {root} && autograder audit && autograder release")
    return 0


def _assignment(name: str) -> int:
    from autograder.api import load_course
    from autograder.authoring.course import CONFIG
    from autograder.scaffold.assignment import new_assignment
    from autograder.scaffold.course import due

    folder = load_course()
    new_assignment(folder, name, due())
    print(f"assignment:  {folder.solutions / name}, and a line in {CONFIG}")
    print(f"next:        write {folder.solutions / name / 'lesson.py'}, then autograder audit {name}")
    return 0
