"""An exercise that promises to leave an argument alone is held to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.audit.in_process import outcomes_of
from autograder.authoring.assignment import load_workbook
from autograder.core.answer_key import AnswerKey, ExerciseKey
from autograder.core.model import Limits
from autograder.errors import SourceError
from autograder.grading.grade import grade
from autograder.judging.judge import judge
from autograder.keys.build import exercise_keys
from autograder.keys.public import dump, load
from autograder.sandbox.host.session import AnySandbox
from support.handed_in import code
from support.tiny import CHECKS, LESSON, make_course

GUEST = (
    CHECKS.replace("gradient, shape, value", "gradient, shape, unchanged, value")
    .replace(
        '"y": answer.double(x), "y_2": answer.double(w)}',
        '"y": answer.double(x), "y_2": answer.double(w), "w_after": answer.double.leaves(0)(w)}',
    )
    .replace(
        'value("y_2", points=20, hidden=True, hint="does it work for a matrix?"),\n    ]),\n    Exercise(quad',
        'value("y_2", points=10, hidden=True),\n        unchanged("w_after", points=10),\n    ]),\n    Exercise(quad',
    )
)


def guest_key(folder: Path, seed: str | None = "secret", **texts: str) -> ExerciseKey:
    workbook = load_workbook(make_course(folder, checks=GUEST, **texts).solutions / "tiny")
    return exercise_keys(workbook, seed)[0]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return 2.0 * x", ""),
        ("x[0] += 0.1; x[0] -= 0.1; return 2.0 * x", ""),
        ("x *= 2.0; return x", "the call changed its argument: at ["),
        ("y = x.copy(); x[-1] = 7.0; return 2.0 * y", "the call changed its argument: at [1, "),
    ],
)
def test_a_promise_to_leave_an_argument_alone_is_checked(tmp_path: Path, body: str, words: str) -> None:
    key, names = guest_key(tmp_path), dict[str, Any](np=np)
    exec(f"def double(x):\n    {body}", names)
    report = judge(key, outcomes_of([trial.calls for trial in key.trials], names))
    assert report.score == (30 if words else 40)
    assert words in " ".join(verdict.message for verdict in report.verdicts)


@pytest.mark.parametrize(("body", "score"), [("return 2.0 * x", 40), ("x *= 2.0; return x", 30)])
def test_the_worker_sends_an_argument_back_as_the_call_leaves_it(
    tmp_path: Path, course_sandbox: AnySandbox, body: str, score: float
) -> None:
    answers = AnswerKey("tiny", (guest_key(tmp_path),), ("import numpy as np",), {}, "", "")
    (report,) = grade(answers, [code(f"def double(x):\n    {body}")], course_sandbox, Limits()).exercises
    assert report.score == score


def test_a_solution_that_changes_what_it_promises_to_leave_alone_stops_the_release(tmp_path: Path) -> None:
    in_place = LESSON.replace("return 2.0 * np.asarray(x)", "x *= 2.0\n    return x")
    with pytest.raises(SourceError, match="unchanged of w_after: the solution changes it"):
        guest_key(tmp_path, None, lesson=in_place)


def test_the_students_key_asks_for_the_argument_too(tmp_path: Path) -> None:
    key = AnswerKey("tiny", (guest_key(tmp_path, None),), (), {}, "", "")
    (exercise,) = load(dump(key)).exercises
    assert [call.leaves for call in exercise.trials[0].calls] == [None, 0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("answer.double(w)", "unchanged of w_after: 'w_after' is not an argument: write answer.double.leaves"),
        ("answer.double.leaves(1)(w)", "'double' is called with 1 arguments: there is no number 1"),
    ],
)
def test_what_is_no_argument_cannot_be_left_alone(tmp_path: Path, call: str, words: str) -> None:
    texts = GUEST.replace("answer.double.leaves(0)(w)", call)
    workbook = load_workbook(make_course(tmp_path, checks=texts).solutions / "tiny")
    with pytest.raises(SourceError, match=words):
        exercise_keys(workbook, None)
