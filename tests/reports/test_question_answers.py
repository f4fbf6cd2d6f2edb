"""The class report counts what was answered to questions."""

from __future__ import annotations

from typing import Any, cast

from autograder.records.schema import Record
from autograder.reports.question_answers import Answer, question_answers


def record(status: str, message: str = "", advice: str = "", mistake: str | None = None) -> Record:
    check = {"kind": "answer", "status": status, "message": message, "advice": advice, "mistake": mistake}
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


def test_the_same_words_have_each_questions_own_sentence() -> None:
    both = record("failed", "answered 3", "Too steep.")
    both["exercises"].append({**record("failed", "answered 3", "Too large.")["exercises"][1], "name": "largest"})
    steepest, largest = question_answers([both])
    assert [steepest.answers, largest.answers] == [
        (Answer("3", 1, 1.0, "Too steep."),),
        (Answer("3", 1, 1.0, "Too large."),),
    ]


def test_answers_count_while_other_exercises_wait_for_people() -> None:
    waiting, broken = record("passed"), record("passed")
    waiting["status"], broken["status"] = "needs_grading", "broken"
    (found,) = question_answers([waiting, broken])
    assert found.answers == (Answer("right", 1, 1.0),)


def test_a_choice_that_has_another_letter_in_each_variant_is_one_answer() -> None:
    given = [record("failed", f"answered {letter}) at 1", "It is flat there.", 'chose "at 1"') for letter in "abca"]
    (found,) = question_answers(given)
    assert found.answers == (Answer('chose "at 1"', 4, 1.0, "It is flat there."),)


def test_the_same_answer_to_two_variants_keeps_the_sentence_of_each() -> None:
    (found,) = question_answers([record("failed", "answered 3", each, "answered 3") for each in ("For 4.", "For 5.")])
    assert found.answers == (Answer("3", 1, 0.5, "For 4."), Answer("3", 1, 0.5, "For 5."))


def test_a_course_without_questions_has_none() -> None:
    assert question_answers([]) == ()
