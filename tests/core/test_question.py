"""Questions: how answers are read, which are right, and what is said of those that are not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.core.exercise import DeclarationError, Exercise
from autograder.core.question.form import AnswerFormError, read, shown
from autograder.core.question.question import Question, right_answers, wrong_answers
from autograder.core.question.record import given_answer, keep_answer, times_answered
from autograder.core.question.solution import foreseen, is_right
from autograder.questions import choose_one, choose_several, number, numbers, short_text

ONE = choose_one("steepest", points=1, right="at 0", wrong={"at 1": "One.", "nowhere": "Nowhere."})
SEVERAL = choose_several("both", points=1, right={"x": "X.", "power": "P."}, wrong={"name": "N.", "colour": "C."})
SPEED = number("speed", points=1, right=3.2, unit="m/s", units={"km/h": 1 / 3.6}, rtol=0.01, wrong={0.3: "Turned."})
COUNT = number("count", points=1, right=7)
RULE = short_text("rule", points=1, right="the chain rule", also=["chain rule", "*nested*"], wrong={"*product*": "P."})
TABLE = numbers("table", points=1, right=[[1, 3], [2, 4]], wrong=[([[1, 2], [3, 4]], "W.")])
ALL = (ONE, SEVERAL, SPEED, COUNT, RULE, TABLE)


def question_of(exercise: Exercise) -> Question:
    assert exercise.question is not None
    return exercise.question


def label(exercise: Exercise, text: str) -> str:
    return next(label for label, each in question_of(exercise).form.choices if each == text)


def verdict(exercise: Exercise, value: Any, unit: str = "") -> str:
    """Return "right", the sentence that a wrong answer has, "" where it has none, or what is wrong with its form."""
    question = question_of(exercise)
    try:
        answer = read(question.form, given_answer(value, unit))
    except AnswerFormError as error:
        return f"form: {error}"
    if is_right(question.form, question.solution, answer):
        return "right"
    known = foreseen(question.form, question.solution, answer)
    return known.sentence if known else ""


def test_a_choice_is_named_by_its_label_or_its_text_in_any_case() -> None:
    zero = label(ONE, "at 0")
    for value in (zero, zero.upper(), f" {zero}) ", "at 0", "At  0.", [zero], f"({zero})"):
        assert verdict(ONE, value) == "right", value
    assert verdict(ONE, label(ONE, "at 1")) == "One."
    assert verdict(ONE, "nowhere") == "Nowhere."


@pytest.mark.parametrize(
    "value", ["z", "", 7, True, None, ["a", "b"], {"a": 1}, np.zeros(3), "a" * 10_000, b"a", 1e400]
)
def test_what_is_no_choice_is_said_without_a_word_on_what_is_right(value: Any) -> None:
    assert verdict(ONE, value).startswith("form: ")


def test_formulas_of_a_choice_are_told_and_taken_as_plain_text() -> None:
    start = choose_one("start", points=1, right="$W_2 = 0$", wrong={r"$\sigma = 0$": r"Then $\sigma'$ is lost."})
    for value in ("$W_2 = 0$", "W₂ = 0", "W2 = 0"):
        assert verdict(start, value) == "right", value
    assert verdict(start, "σ = 0") == "Then σ' is lost."
    form = question_of(start).form
    assert shown(form, label(start, "$W_2 = 0$")).endswith(") W₂ = 0")
    assert [each.name for each, *_ in wrong_answers(question_of(start))] == ['chose "σ = 0"']


def test_of_several_choices_exactly_the_right_ones_are_right() -> None:
    x, power, name, colour = (label(SEVERAL, text) for text in ("x", "power", "name", "colour"))
    for value in ([x, power], [power, x], x + power, f"{power}, {x}", {x, power}, ("Power", "X")):
        assert verdict(SEVERAL, value) == "right", value
    assert verdict(SEVERAL, [x]) == "P."
    assert verdict(SEVERAL, [x, power, colour]) == "C."
    assert set(verdict(SEVERAL, [x, name]).split()) == {"P.", "N."}
    assert set(verdict(SEVERAL, []).split()) == {"X.", "P."}


def test_a_number_is_right_within_its_tolerance_in_every_unit() -> None:
    for value, unit in ((3.2, "m/s"), (3.23, "m / s"), (11.52, "km/h"), ("3.2 m/s", ""), ("3.2", "m/s")):
        assert verdict(SPEED, value, unit) == "right", (value, unit)
    assert verdict(SPEED, 3.24, "m/s") == ""
    assert verdict(SPEED, 0.3, "m/s") == "Turned."
    assert verdict(SPEED, 3.2, "km/h") == "The number is right, but its unit is not."
    assert verdict(SPEED, 3.2).startswith("form: a unit is missing")
    assert verdict(SPEED, 3.2, "mph").startswith("form: the unit 'mph' is not known here")
    assert verdict(COUNT, 7, "m").startswith("form: this answer has no unit")


@pytest.mark.parametrize("value", [7, 7.0, "7", np.float64(7), np.array(7), np.array([7]), "7.0"])
def test_a_whole_number_is_met_exactly_in_any_of_its_forms(value: Any) -> None:
    assert verdict(COUNT, value) == "right"
    assert verdict(COUNT, 7.01) == ""


@pytest.mark.parametrize("value", [True, None, "seven", float("nan"), float("inf"), 10**400, 7j, [7, 7], "7 8", "7m"])
def test_what_is_no_number_is_said(value: Any) -> None:
    assert verdict(COUNT, value).startswith("form: ")


def test_a_text_is_right_whatever_its_case_spaces_and_punctuation() -> None:
    for value in (
        "The chain rule.",
        "CHAIN-RULE",
        " chain   rule ",
        "the rule for nested functions",
        "ｃｈａｉｎ rule",
    ):
        assert verdict(RULE, value) == "right", value
    assert verdict(RULE, "the product rule") == "P."
    assert verdict(RULE, "a rule") == ""
    assert verdict(RULE, "x" * 201).startswith("form: the answer is too long")


def test_a_pattern_takes_no_time_to_speak_of() -> None:
    slow = short_text("slow", points=1, right="a", also=["*a*a*a*a*a*a*a*a*b"])
    assert verdict(slow, "a" * 200) == ""


def test_signs_that_patterns_know_are_plain_in_a_right_answer() -> None:
    formula = short_text("formula", points=1, right="2*x[0]")
    assert verdict(formula, "2*x[0]") == "right"
    assert verdict(formula, "2+x[0]") == ""
    assert verdict(formula, "-2*x[0]") == ""


def test_a_matrix_is_compared_with_its_shape() -> None:
    assert verdict(TABLE, [[1, 3], [2, 4.0]]) == "right"
    assert verdict(TABLE, np.array([[1, 3], [2, 4]])) == "right"
    assert verdict(TABLE, [[1, 2], [3, 4]]) == "W."
    assert verdict(TABLE, [1, 3, 2, 4]) == ""
    for value in ([[1, 3], [2]], "x", [["1"]], 3, [[float("nan")]], [None], {"a": 1}, [True], list(range(2000))):
        assert verdict(TABLE, value).startswith("form: "), value


PLAIN = st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.integers()


@settings(deadline=None)
@given(st.recursive(PLAIN, lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(), part, max_size=3)))
def test_whatever_is_answered_is_judged_or_said_to_have_the_wrong_form(value: Any) -> None:
    for exercise in ALL:
        verdict(exercise, value)
        verdict(exercise, value, str(value))


@pytest.mark.parametrize("exercise", ALL, ids=[each.name for each in ALL])
def test_all_that_its_author_foresaw_is_taken_for_what_it_is(exercise: Exercise) -> None:
    question = question_of(exercise)
    assert verdict(exercise, question.value, question.unit) == "right"
    assert {verdict(exercise, value, unit) for _, value, unit in right_answers(question)} == {"right"}
    assert all(verdict(exercise, value, unit) == known.sentence for known, value, unit in wrong_answers(question))


def test_the_order_of_choices_says_nothing_of_which_is_right() -> None:
    texts = ["at 0", "at 1", "nowhere"]
    shown = {
        question_of(
            choose_one("steepest", points=1, right=right, wrong=dict.fromkeys(set(texts) - {right}, "No."))
        ).form
        for right in texts
    }
    assert len(shown) == 1


def test_another_order_for_each_student_asks_the_same() -> None:
    orders = set()
    for student in range(20):
        other = choose_one("q", points=1, right="at 0", wrong={"at 1": "One.", "nowhere": "No."}, shuffle=student)
        orders.add(question_of(other).form)
        assert verdict(other, label(other, "at 0")) == verdict(other, "at 0") == "right"
        assert verdict(other, label(other, "at 1")) == "One."
    assert len(orders) == 6


def test_the_last_answer_counts_and_dots_take_it_back() -> None:
    cell: dict[str, Any] = {}
    keep_answer(cell, "q", "a")
    keep_answer(cell, "q", "b")
    assert cell["q"].part("value") == "b"
    assert times_answered(cell["q"]) == 2
    keep_answer(cell, "q", ...)
    assert cell == {}


@pytest.mark.parametrize(
    ("declare", "said"),
    [
        (lambda: choose_one("q", points=1, right="a b", wrong={"A  b": "x"}), "two choices are the same"),
        (lambda: choose_one("q", points=1, right="a", wrong={"zz": "x"}), "would be taken for a label"),
        (lambda: choose_one("q", points=1, right="one", wrong={}), "give it 2 to 12"),
        (lambda: choose_one("q", points=1, right="one", wrong={"two": " "}), "needs the sentence"),
        (lambda: choose_one("q", right="one", wrong={"two": "x"}), "say what it is worth"),
        (lambda: choose_one("q", points=1, practice=True, right="one", wrong={"two": "x"}), "carries no points"),
        (lambda: choose_one("q 1", points=1, right="one", wrong={"two": "x"}), "a question's name is a word"),
        (lambda: choose_several("q", points=1, right={"one": "x"}, wrong={"one": "y"}), "is right and wrong"),
        (lambda: number("q", points=1, right=2.0, wrong={2.001: "x"}), "would be taken for a right one"),
        (lambda: number("q", points=1, right=2.0, wrong={3.0: "x", 3.001: "y"}), "for another one that comes before"),
        (lambda: number("q", points=1, right=float("nan")), "its numbers must be finite"),
        (lambda: number("q", points=1, right=2.0, units={"km": 1000}), "say of which unit"),
        (lambda: short_text("q", points=1, right="."), "the right answer is empty"),
        (lambda: short_text("q", points=1, right="rule", also=["*"], wrong={"law": "x"}), "taken for a right one"),
        (lambda: numbers("q", points=1, right=3), "must be lists or arrays"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_so_is_said(declare: Any, said: str) -> None:
    with pytest.raises(DeclarationError, match=said):
        declare()
