"""A promise that is kept by doing nothing earns nothing, and True is no number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.audit.in_process import outcomes_of
from autograder.authoring.assignment import load_workbook
from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.core.calls import Returned
from autograder.core.verdicts import ExerciseReport
from autograder.judging.judge import NO_RESULT, compare_outcome, judge
from autograder.keys.build import exercise_keys
from autograder.keys.public import dump, load
from autograder.student.view import view_of
from support.tiny import CHECKS, LESSON, make_course

PROMISES = (
    CHECKS.replace("gradient, shape, value", "avoids, gradient, shape, unchanged, value")
    .replace(
        '"y": answer.double(x), "y_2": answer.double(w)}',
        '"y": answer.double(x), "y_2": answer.double(w), "after": answer.double.leaves(0)(w), '
        '"source": answer.double.source()}',
    )
    .replace(
        'value("y_2", points=20, hidden=True, hint="does it work for a matrix?"),\n    ]),\n    Exercise(quad',
        'value("y_2", points=10, hidden=True),\n        unchanged("after", points=6),\n'
        '        avoids("source", "for", points=4),\n    ]),\n    Exercise(quad',
    )
)


def graded(key: ExerciseKey, body: str) -> ExerciseReport:
    source = f"def double(x):\n    {body}"
    names: dict[str, Any] = {"np": np, "__sources__": {"double": source}}
    exec(source, names)
    return judge(key, outcomes_of([trial.calls for trial in key.trials], names))


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> ExerciseKey:
    folder = tmp_path_factory.mktemp("course")
    return exercise_keys(load_workbook(make_course(folder, checks=PROMISES).solutions / "tiny"), "secret")[0]


@pytest.mark.parametrize("body", ["pass", "print(2 * x)", "return None", "return str(x)", "return 7.0", "return [x]"])
def test_an_argument_that_is_left_alone_earns_nothing_where_nothing_comes_back(key: ExerciseKey, body: str) -> None:
    report = graded(key, body)
    assert report.score == 0
    assert [v.message for v in report.verdicts if v.check.aside] == [NO_RESULT, NO_RESULT]


@pytest.mark.parametrize(("body", "score"), [("return 2.0 * x", 40), ("return 3.0 * x", 15), ("return x.T", 15)])
def test_with_a_result_right_or_wrong_it_counts(key: ExerciseKey, body: str, score: float) -> None:
    assert graded(key, body).score >= score - 5  # what is turned has the right shape where it has one axis


def test_its_author_reads_of_the_missing_result_first(key: ExerciseKey) -> None:
    view = view_of(graded(key, "2.0 * x"))
    assert view.diagnosis[0].startswith("Nothing comes back")


# --- True and False ----------------------------------------------------------------------------------------------

POSITIVE = LESSON.replace("return 2.0 * np.asarray(x)", "return {}").replace("double(double(x))", "4.0 * x")
SIGNS = CHECKS.replace('gradient("y", of="square", wrt="x", points=15)', 'value("y", points=15)')


def keys(folder: Path, solution: str) -> tuple[ExerciseKey, ExerciseKey]:
    """Return the key of an exercise as grading has it, and as students get it."""
    course = make_course(folder, lesson=POSITIVE.format(solution), checks=SIGNS)
    workbook = load_workbook(course.solutions / "tiny")
    full, released = exercise_keys(workbook, "secret")[0], exercise_keys(workbook, None)
    return full, load(dump(AnswerKey("tiny", released, (), {}, "", ""))).exercises[0]


@pytest.mark.parametrize(("solution", "right"), [("1.0 * (x > 0)", False), ("x > 0", True)])
def test_truth_is_a_number_only_where_the_solution_returns_it_too(tmp_path: Path, solution: str, right: bool) -> None:
    for key in keys(tmp_path, solution):
        report = graded(key, "return x > 0")
        assert (report.score == report.max_score) is right
        if not right:
            assert {verdict.message for verdict in report.verdicts} == {"expected real numbers, got True and False"}
            assert "True and False come back where numbers are asked for" in view_of(report).diagnosis[0]
        assert graded(key, "return np.where(x > 0, 1.0, 0.0)").score == key.points
        assert graded(key, "return (x > 0).astype(int)").score == key.points


def test_a_kit_that_does_not_say_what_the_solution_returns_accepts_both(tmp_path: Path) -> None:
    full, _ = keys(tmp_path, "1.0 * (x > 0)")
    check, expected = full.checks[0], next(iter(full.trials[0].expected.values()))
    output = full.trials[0].outputs[check.output]
    outcome = Returned(np.ones(expected.values.shape, dtype=bool))
    assert compare_outcome(check, output, replace(expected, truth=None), outcome) is None
    assert compare_outcome(check, output, expected, outcome) is not None
