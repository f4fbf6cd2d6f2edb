"""What `autograder check` passes, the public part of grading passes, and the other way round, for every known answer.

Of each lesson a few files are tried, in which every exercise has one of its known answers; all of them, which takes
minutes, with EVERY_KNOWN_ANSWER=1 in the environment.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.cli.sample_class import fill_in, solved_cells
from autograder.core.verdicts import ExerciseReport
from autograder.grading.attempts import grade_submission
from autograder.sandbox.host.session import AnySandbox
from autograder.student.check_file import check_path
from autograder.submissions.read import read_one
from support.real_course import ASSIGNMENTS, COURSE, key, workbook

FILES = 1  # of each lesson, where not all are asked for


def known_answers(name: str) -> list[dict[str, str]]:
    """Return what files answer, exercise by exercise: together they hold every known answer of a lesson."""
    book = workbook(name)
    solved = solved_cells(book)
    known = {each: [k.source for k in (*book.right, *book.mistakes) if k.exercise == each] for each in solved}
    files = max(map(len, known.values()))
    return [solved | {each: all_[i] for each, all_ in known.items() if i < len(all_)} for i in range(files)]


def chosen(name: str) -> list[int]:
    """Return which of the files to try: a sample that lies at another place for each lesson, or all of them."""
    files = len(known_answers(name))
    if os.environ.get("EVERY_KNOWN_ANSWER"):
        return list(range(files))
    return sorted({(ASSIGNMENTS.index(name) * 5 + step) % files for step in range(FILES)})


def verdicts(reports: Sequence[ExerciseReport]) -> list[tuple[str, str, str]]:
    """Return what became of each check, in order.

    Which entry a message shows may differ: students get the expected values rounded, well below the tolerance.
    """
    return [(each.name, v.check.name, str(v.status)) for each in reports for v in each.verdicts]


@pytest.mark.parametrize(("name", "number"), [(name, number) for name in ASSIGNMENTS for number in chosen(name)])
def test_a_check_and_the_public_part_of_grading_say_the_same(
    name: str, number: int, tmp_path: Path, course_sandbox: AnySandbox
) -> None:
    folder = tmp_path / name
    shutil.copytree(COURSE.assignments / name, folder)
    path = folder / f"{name}.py"
    path.write_text(fill_in(path.read_text("utf-8"), ".py", known_answers(name)[number]), "utf-8")
    settings = COURSE.course
    submission = read_one(path, settings.limits)
    graded = grade_submission(key(name), submission, course_sandbox, settings.limits, settings.follow_through)
    assert verdicts(check_path(path).exercises) == verdicts(graded.public)
