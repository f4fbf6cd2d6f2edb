"""Work that people grade, on platforms that ask a program: it has the points that there are, and nothing is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.bundles.autolab import answer as autolab_answer
from autograder.bundles.classroom50 import answer as classroom50_answer
from autograder.bundles.github import answer as github_answer
from autograder.bundles.graded import Graded, grade_here
from autograder.bundles.gradescope import answer as gradescope_answer
from autograder.bundles.prairielearn import answer as prairielearn_answer
from autograder.bundles.sealed import grader_of, public_grader
from autograder.sandbox.host.level import Level
from support.graders_read import autolab_reads, classroom50_reads, github_reads, prairielearn_reads
from support.hand_graded import hand_graded_course, handed_in
from support.handed_in import DOUBLE, QUAD
from support.oracles import gradescope_reads

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graded, Graded]:
    """All checks of an answer with an essay, and its public ones."""
    course = hand_graded_course(tmp_path_factory.mktemp("course"))
    work = handed_in(course, "ada", double=DOUBLE, quad=QUAD, essay="Not below zero, where it is less.").parent
    whole = grade_here(grader_of(course, course.course.assignments[0]), work, NOW, Level.NONE)
    return whole, grade_here(public_grader(course.assignments / "tiny"), work, NOW, Level.NONE)


def test_all_points_of_the_checks_count_and_the_rest_is_said_to_wait(graded: tuple[Graded, Graded]) -> None:
    whole, _ = graded
    assert whole.status == "needs_grading"
    results = json.loads(gradescope_answer([whole]).document or "")
    assert gradescope_reads(results) == 100.0
    assert "to be graded by hand: essay" in results["output"]
    # These two show results at once, so they get those of the public checks; the rubrics' 7 points are in the maximum.
    share = prairielearn_reads(prairielearn_answer([whole]).document or "")
    assert share == pytest.approx(50 / 57, abs=1e-6)
    scores = autolab_reads(autolab_answer([whole]).printed)
    assert scores == {"double": 20.0, "quad": 30.0, "sketch": 0.0}  # the essay waits, and nothing was drawn


def test_a_push_is_not_wrong_because_somebody_is_still_to_read_it(
    graded: tuple[Graded, Graded], tmp_path: Path
) -> None:
    _, public = graded
    told = github_answer([public])
    assert github_reads(told.printed) == []
    assert told.code == 0
    document = classroom50_answer([public]).document or ""
    result = json.loads(document)
    classroom50_reads(document, result["classroom"], result["assignment"], result["owner"])
