"""`autograder similarity`: answers that are worth a look side by side."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, count, positive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands
    from autograder.similarity.compare import Comparison, Match

SHOWN = 20
NO_PROOF = "Similar answers are not proof of copying: look at the page, and talk with the students."


def register(commands: Commands) -> None:
    """Add the command."""
    command = add_command(
        commands,
        "similarity",
        _similarity,
        "list students with similar answers",
        more="Answers that share what few others have, side by side on a page. All who wrote the same are one match.",
        example="autograder similarity chain_rule",
    )
    command.add_argument("assignment", metavar="ASSIGNMENT")
    command.add_argument("--submitted", type=Path, default=Path("submitted"), metavar="DIR", help="default: submitted")
    out = "the page is DIR/similarity/ASSIGNMENT.html; default: grades"
    command.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help=out)
    command.add_argument(
        "--pairs", type=positive, default=SHOWN, metavar="N", help=f"how many matches; default: {SHOWN}"
    )
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
    shown = comparison.matches[: options.pairs]
    hashes = {each.student: each.sha256 for each in work.students}
    page = similarity_page(
        course.course.title,
        assignment.name,
        comparison,
        shown,
        {each.student: each.sources for each in work.students},
        hashes,
        anonymous=options.anonymous,
    )
    path = options.out / "similarity" / f"{assignment.name}.html"
    write_atomically(path, page)
    _print(comparison, shown, hashes)
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


def _print(comparison: Comparison, shown: Sequence[Match], hashes: Mapping[str, str]) -> None:
    from autograder.core.text import plain_name
    from autograder.similarity.page import same_file, who

    if shown:
        print("similarity  students, and the exercises that say most")
    for match in shown:
        parts = sorted(match.pair.parts, key=lambda each: -each.weight)
        exercises = ", ".join(each.exercise for each in parts[:3]) + (", …" if len(parts) > 3 else "")
        note = "".join(f" ({each})" for each in same_file(match, hashes, plain_name))
        print(f"{match.pair.similarity:10.0%}  {who(match, plain_name)}{note}: {exercises}")
    more = len(comparison.matches) - len(shown)
    found = f"{count(comparison.students, 'student')}; matches worth a look: {len(comparison.matches)}"
    print(f"compared:    {found}" + (f", {more} more than are shown (--pairs)" if more else ""))
    if left_out := len(comparison.not_compared) + len(comparison.unread):
        print(f"left out:    {left_out} that cannot be compared; the page lists them")
    if shown:
        print(NO_PROOF)
