"""Slips of the pen that no author wrote down are told by their kind, at all inputs, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.audit.in_process import outcomes_of
from autograder.authoring.assignment import Workbook, load_workbook
from autograder.core.answer_key import AnswerKey, ExerciseKey, Observation
from autograder.core.verdicts import ExerciseReport
from autograder.judging.fingerprint import NONE, fingerprint, is_near
from autograder.judging.judge import judge
from autograder.keys.build import exercise_keys
from autograder.keys.plan import publish
from autograder.keys.public import dump, load
from autograder.keys.slips import with_slips
from autograder.slips.sentences import SENTENCES
from support.tiny import CHECKS, LESSON, make_course

SOLUTION = LESSON.replace("return double(double(x))", "twofold = x + x\n    return twofold * 2.0")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return load_workbook(make_course(tmp_path_factory.mktemp("course"), lesson=SOLUTION).solutions / "tiny")


@pytest.fixture(scope="module")
def key(book: Workbook) -> ExerciseKey:
    return with_slips(book, exercise_keys(book, "secret"))[1]


def graded(key: ExerciseKey, body: str) -> ExerciseReport:
    names: dict[str, Any] = {"np": np}
    exec(f"def quad(x):\n    {body}", names)
    return judge(key, outcomes_of([trial.calls for trial in key.trials], names))


def told(key: ExerciseKey, body: str) -> tuple[set[str | None], set[str]]:
    failed = [verdict for verdict in graded(key, body).verdicts if verdict.points < verdict.check.points]
    assert failed
    return {verdict.mistake for verdict in failed}, {verdict.advice for verdict in failed}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("return np.abs(x) * 4.0", "no_sign"),
        ("return 4.0 * x + 1", "shifted"),
        ("return (2 * x) ** 2 * 2", "squared"),
        ("return 8 * x", "doubled"),
        ("return np.round(4 * x)", "rounded"),
    ],
)
def test_a_slip_is_told_by_its_kind(key: ExerciseKey, body: str, kind: str) -> None:
    assert told(key, body) == ({kind}, {SENTENCES[kind]})


@pytest.mark.parametrize("body", ["return 4.01 * x", "return np.where(x > 2.9, 0, -4.0 * x)", "return np.sin(x)"])
def test_what_is_nobodys_slip_at_all_inputs_is_not_told(key: ExerciseKey, body: str) -> None:
    assert told(key, body)[0] == {None}


def test_a_mistake_that_an_author_foresaw_goes_by_its_own_name(book: Workbook) -> None:
    key = with_slips(book, exercise_keys(book, "secret"))[0]
    names: dict[str, Any] = {"np": np, "square": book.solution["square"]}
    exec("def double(x):\n    return x", names)
    report = judge(key, outcomes_of([trial.calls for trial in key.trials], names))
    assert {verdict.mistake for verdict in report.verdicts if verdict.mistake} == {"unchanged"}


def test_students_get_them_without_a_line_of_code(book: Workbook, key: ExerciseKey) -> None:
    text = dump(AnswerKey("tiny", (key,), (), {}, "", ""))
    assert "twofold" not in text
    read = load(text).exercises[0]
    assert [(slip.kind, slip.here) for slip in sorted(read.slips, key=repr)] == [
        (slip.kind, slip.here) for slip in sorted(publish(key).slips, key=repr)
    ]
    assert told(read, "return np.abs(x) * 4.0")[0] == {"no_sign"}


def test_the_same_slips_are_found_each_time(book: Workbook, key: ExerciseKey) -> None:
    assert with_slips(book, exercise_keys(book, "secret"))[1].slips == key.slips


def test_a_right_answer_is_never_a_slip(key: ExerciseKey) -> None:
    report = graded(key, "return 4.0 * x * (1 + 1e-9)")
    assert report.score == report.max_score


def test_large_numbers_do_not_drown_small_ones() -> None:
    def of(*values: float) -> str:
        return fingerprint([{"y": Observation(np.array(values))}])

    assert is_near(of(1.0, 1e9), of(1.0 + 1e-7, 1e9 + 1.0))
    assert not is_near(of(1.0, 1e9), of(1.01, 1e9))
    assert not is_near(of(1.0, 2.0), of(1.0, 2.0, 3.0))
    assert of(1.0, np.nan) == of(1.0, np.inf) == of(0.0, 0.0) == NONE
    assert fingerprint([{"y": None}]) == NONE
    assert not is_near(NONE, NONE)


def test_a_lesson_that_loops_until_something_happens_has_none(tmp_path: Path) -> None:
    lesson = SOLUTION.replace(
        "twofold = x + x", "twofold, n = x, 1\n    while n < 2:\n        twofold, n = twofold + x, n + 1"
    )
    book = load_workbook(make_course(tmp_path, lesson=lesson, checks=CHECKS).solutions / "tiny")
    assert with_slips(book, exercise_keys(book, None))[1].slips == ()
    assert replace(exercise_keys(book, None)[1], slips=()).slips == ()
