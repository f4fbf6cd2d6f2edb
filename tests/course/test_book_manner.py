"""Whole submissions in other hands than ours score full marks: the book's, the notes', coarse and fine steps, classes.

Each file in book_manner/ is a student's file as it is handed in: some with marks, some without, some with cells that
do not run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.grading.questions import Sandbox
from autograder.submissions.read import read_one
from support.real_course import ASSIGNMENTS, COURSE, full_marks, graded, key, keys_at, lost, programmed, score, workbook

HANDS = sorted((Path(__file__).parent / "book_manner").glob("*/*.py"))
SEEDS = [f"secret {number}" for number in range(int(os.environ.get("SEEDS", "1")))]  # beside the course's own


def test_every_assignment_has_been_written_in_several_hands() -> None:
    assert all(sum(path.parent.name == name for path in HANDS) >= 2 for name in ASSIGNMENTS)


@pytest.mark.parametrize("path", HANDS, ids=[f"{path.parent.name}-{path.stem}" for path in HANDS])
def test_a_right_submission_in_another_hand_scores_full_marks(path: Path, course_sandbox: Sandbox) -> None:
    name = path.parent.name
    submission = read_one(path, COURSE.course.limits)
    assert not submission.problem
    # They were written before there were questions.
    answered = [cell for other, cell in workbook(name).lesson.exercises.items() if other not in programmed(name)]
    for answers in (key(name), *(keys_at(name, seed) for seed in SEEDS)):
        report = graded(answers, (*submission.cells, *answered), course_sandbox)
        wrong = [
            f"{exercise.name}: {verdict.check.name}: {verdict.message}"
            for exercise in report.exercises
            if lost(exercise)
            for verdict in exercise.verdicts
        ]
        assert not wrong, "\n".join(wrong)
        assert score(report) == pytest.approx(full_marks(name))
