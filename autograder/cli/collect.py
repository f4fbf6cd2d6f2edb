"""`autograder collect`: what an LMS gives out becomes submitted/."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command

if TYPE_CHECKING:
    from autograder.authoring.course import CourseFolder
    from autograder.cli.command import Commands
    from autograder.collecting.attempts import Attempt, Choice
    from autograder.collecting.collect import Collected
    from autograder.gradebook.roster import Student
LAYOUTS = ("canvas", "moodle", "gradescope", "git", "folder")
PROBLEMS_AT_MOST = 40


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "collect",
        _collect,
        "put what was downloaded from an LMS into submitted/",
        more="Every attempt is kept; one of each student counts.",
        example="""
            autograder collect ~/Downloads/submissions.zip --assignment chain_rule
            autograder collect clones/ --from git --assignment chain_rule""",
    )
    parser.add_argument("source", nargs="+", type=Path, metavar="SOURCE", help="a zip or a folder")
    parser.add_argument("--from", dest="layout", choices=LAYOUTS, default="", help="default: recognised by looking")
    parser.add_argument("--roster", type=Path, metavar="FILE", help="default: the course's roster.csv, if it has one")
    sheet = "Moodle's grading worksheet of the same assignment: it tells whose number each participant has (repeatable)"
    parser.add_argument("--worksheet", type=Path, action="append", default=[], metavar="FILE", help=sheet)
    parser.add_argument("--assignment", default="", metavar="A", help="the assignment that all of it was handed in for")
    parser.add_argument("--out", type=Path, default=Path("submitted"), metavar="DIR", help="default: submitted")
    parser.add_argument(
        "--keep", choices=["latest", "best"], default="latest", help="which of several attempts counts (all are kept)"
    )
    parser.add_argument(
        "--by-group",
        action="store_true",
        help="one member's work counts for the group that the roster names",
    )
    parser.add_argument(
        "--commit-dates", action="store_true", help="clones: take the commit's date as the time of submission"
    )


def _collect(options: argparse.Namespace) -> int:
    from autograder.api import load_course
    from autograder.authoring.lesson import read_lesson
    from autograder.collecting.attempts import latest
    from autograder.collecting.collect import Collection, collect
    from autograder.errors import UsageError
    from autograder.gradebook.roster import ROSTER, read_roster

    folder = load_course()
    folder.chosen([options.assignment] if options.assignment else [])
    if options.roster and not options.roster.is_file():
        raise UsageError(f"there is no roster '{options.roster}'")
    names = [assignment.name for assignment in folder.course.assignments]
    if options.by_group:
        _require_shared(folder, [options.assignment] if options.assignment else [])
    roster = read_roster(options.roster or folder.root / ROSTER)
    collection = Collection(
        options.out,
        {name: tuple(read_lesson(folder.solutions / name / "lesson.py").exercises) for name in names},
        roster,
        options.assignment,
        options.layout,
        options.by_group,
        options.commit_dates,
        _best(folder) if options.keep == "best" else latest,
        {number: name for path in options.worksheet for number, name in _participants(path, roster).items()},
    )
    _say(collect(collection, options.source), options.out)
    return 0


def _require_shared(folder: CourseFolder, names: Sequence[str]) -> None:
    """Refuse to give the work of one member to a group whose members have other variants each."""
    from autograder.core.variant_codes import FILE
    from autograder.errors import UsageError

    for each in folder.chosen(names):
        if not each.in_groups and (folder.solutions / each.name / FILE).is_file():
            told = f"'{each.name}' differs from student to student, so one member's work is wrong for the others"
            fix = "set in_groups=True in its line of course_config.py and release it, or collect others by --assignment"
            raise UsageError(f"{told}: {fix}")


def _participants(path: Path, roster: Sequence[Student]) -> dict[str, str]:
    from autograder.reports.downloaded import read_downloaded
    from autograder.reports.moodle import participants_of

    return participants_of(read_downloaded(path), roster)


def _best(folder: CourseFolder) -> Choice:
    """Return the choice of the attempt with the most points, lateness counted; of equal ones, the latest."""
    from autograder.batch.context import GradingContext
    from autograder.batch.grader import Grader
    from autograder.batch.student_keys import StudentKeys
    from autograder.collecting.attempts import WORK, latest
    from autograder.gradebook.decisions import Decisions
    from autograder.gradebook.entries import Rules
    from autograder.keys.load import answer_key
    from autograder.sandbox.host.isolation import choose
    from autograder.submissions.find import SubmissionRef
    from autograder.submissions.read import read_submission

    def best(attempts: Sequence[Attempt]) -> Attempt:
        assignment = attempts[0].folder.parent.name
        keys = {assignment: answer_key(folder, folder.chosen([assignment])[0])}
        rules = Rules(folder.course, {}, Decisions())
        points: dict[Attempt, float] = {}
        context = GradingContext(folder.course, keys, choose(None), personal=StudentKeys(folder, keys))
        with Grader(context) as grader:
            for attempt in attempts:
                ref = SubmissionRef(attempt.folder.parent.parent.name, assignment, attempt.folder / WORK)
                cells = context.key_of(assignment, ref.student).answer_cells
                entry = rules.entry(grader.grade(read_submission(ref, cells, folder.course.limits)))
                points[attempt] = (entry.score if entry else None) or 0.0
        most = max(points.values())
        return latest([attempt for attempt in attempts if points[attempt] == most])

    return best


def _say(done: Collected, out: Path) -> None:
    from autograder.collecting.mapping import MAPPING
    from autograder.core.text import escape_ci_commands, number_of, single_line

    for source, layout in done.layouts.items():
        print(f"{single_line(escape_ci_commands(source), 80)}: {layout}")
    students = {student for student, _ in done.touched}
    print(
        f"collected:   {number_of(len(done.touched), 'submission')} of {number_of(len(students), 'student')} into {out}"
    )
    print(f"what became of each file: {out / MAPPING}")
    for problem in done.problems[:PROBLEMS_AT_MOST]:
        print(f"  look: {single_line(escape_ci_commands(problem))}")
    if len(done.problems) > PROBLEMS_AT_MOST:
        print(f"  … and {len(done.problems) - PROBLEMS_AT_MOST} more, in {MAPPING}")
