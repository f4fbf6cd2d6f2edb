"""The class report counts what was answered to questions."""

from __future__ import annotations

from typing import Any, cast

from autograder.records.schema import Record
from autograder.reports.question_answers import Answer, question_answers


def record(status: str, message: str = "", advice: str = "") -> Record:
    check = {"kind": "answer", "status": status, "message": message, "advice": advice}
    asked = [{"name": "steepest", "checks": [{"kind": "answered", "status": "passed"}, check]}]
    made: Any = {"status": "graded", "exercises": [{"name": "double", "checks": [{"kind": "value"}]}, *asked]}
    return cast(Record, made)


def test_answers_are_listed_with_their_shares_right_ones_first_and_the_unanswered_last() -> None:
    wrong = [record("failed", "answered a) at 1", "It is flat there.")] * 3
    other = [record("failed", f"answered {n}") for n in range(11)]
    (found,) = question_answers([*wrong, *other, *[record("passed")] * 5, record("not_attempted")])
    assert found.name == "steepest"
    assert found.answers[:2] == (Answer("right", 5, 0.25), Answer("a) at 1", 3, 0.15, "It is flat there."))
    assert found.answers[-2:] == (Answer("other answers", 4, 0.2), Answer("not answered", 1, 0.05))
    assert sum(answer.students for answer in found.answers) == 20


def test_a_course_without_questions_has_none() -> None:
    assert question_answers([]) == ()
