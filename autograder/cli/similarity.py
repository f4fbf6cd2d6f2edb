"""`autograder similarity`: pairs of answers that are worth a look."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, count, positive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands
    from autograder.similarity.answers import ClassWork
    from autograder.similarity.compare import Comparison
    from autograder.similarity.evidence import Pair

SHOWN = 20
NO_PROOF = "Similar answers are not proof of copying: look at the page, and talk with the students."


def register(commands: Commands) -> None:
    """Add the command."""
    command = add_command(
        commands,
        "similarity",
        _similarity,
        "list pairs of students with similar answers",
        more="Answers that share what few others have; a page shows them side by side.",
        example="autograder similarity chain_rule",
    )
    command.add_argument("assignment", metavar="ASSIGNMENT")
    command.add_argument("--submitted", type=Path, default=Path("submitted"), metavar="DIR", help="default: submitted")
    out = "the page is DIR/similarity/ASSIGNMENT.html; default: grades"
    command.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help=out)
    command.add_argument("--pairs", type=positive, default=SHOWN, metavar="N", help=f"how many pairs; default: {SHOWN}")
    command.add_argument("--anonymous", action="store_true", help="no names, and no comments or texts in the code")


def _similarity(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.records.store import write_atomically
    from autograder.similarity.answers import anonymised, class_work
    from autograder.similarity.compare import compare
    from autograder.similarity.page import similarity_page

    course = load_course()
    (assignment,) = course.chosen([options.assignment])
    work, together = class_work(course, assignment, options.submitted), _groups(course)
    if options.anonymous:
        work, together = anonymised(work, course.course.seed), _groups(course, anonymous=True)
    comparison = compare(work, together)
    shown = comparison.pairs[: options.pairs]
    same_file = _same_file(work)
    page = similarity_page(
        course.course.title,
        assignment.name,
        comparison,
        shown,
        {each.student: each.sources for each in work.students},
        same_file=same_file,
        anonymous=options.anonymous,
    )
    path = options.out / "similarity" / f"{assignment.name}.html"
    write_atomically(path, page)
    _print(comparison, shown, same_file)
    print(f"page:        {path}")
    return 0


def _groups(course: CourseFolder, anonymous: bool = False) -> Callable[[str, str], bool]:
    """Return what says whether two students hand in together, by the roster."""
    from autograder.gradebook.pseudonyms import pseudonym
    from autograder.gradebook.roster import ROSTER, read_roster

    groups = {
        pseudonym(course.course.seed, each.name) if anonymous else each.name: each.group
        for each in read_roster(course.root / ROSTER)
        if each.group
    }
    return lambda first, second: first in groups and groups[first] == groups.get(second)


def _same_file(work: ClassWork) -> Callable[[Pair], bool]:
    hashes = {each.student: each.sha256 for each in work.students}
    return lambda pair: hashes[pair.first] == hashes[pair.second]


def _print(comparison: Comparison, shown: Sequence[Pair], same_file: Callable[[Pair], bool]) -> None:
    from autograder.core.text import plain_name

    if shown:
        print("similarity  students, and the exercises that say most")
    for pair in shown:
        parts = sorted(pair.parts, key=lambda each: -each.weight)
        exercises = ", ".join(each.exercise for each in parts[:3]) + (", …" if len(parts) > 3 else "")
        note = " (the same file)" if same_file(pair) else ""
        names = f"{plain_name(pair.first)} and {plain_name(pair.second)}"
        print(f"{pair.similarity:10.0%}  {names}{note}: {exercises}")
    more = len(comparison.pairs) - len(shown)
    found = f"{count(comparison.students, 'student')}; {count(len(comparison.pairs), 'pair')} worth a look"
    print(f"compared:    {found}" + (f", {more} more than are shown (--pairs)" if more else ""))
    if left_out := len(comparison.not_compared) + len(comparison.unread):
        print(f"left out:    {left_out} that cannot be compared; the page lists them")
    if shown:
        print(NO_PROOF)
