"""Feedback as a page: valid, accessible, self-contained, nothing but text from strangers, and what a fix would give."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from autograder.gradebook.standing import Entry, late, of_record
from autograder.reports.counterfactual import score_if_fixed
from autograder.reports.exercise_view import ExerciseView
from autograder.reports.feedback import markdown_of, text_of
from autograder.reports.feedback_page import feedback_page
from autograder.reports.feedback_view import view_of
from autograder.settings import Shown
from support.browser import faults, invalid, parse_error
from support.made_records import check, exercise, record

HOSTILE = '<script>document.title="gone"</script><img src=x onerror=alert(1)> {{ 7*7 }} \u202e\x1b[31m'
WRONG = exercise(
    "double",
    check("shape of y", points=5),
    check("value of y", "failed", 0, 15, message="at [0] expected 1, got 2", advice="Double it.", mistake="unchanged"),
    check("value of y_2", "failed", 0, 20, hidden=True, message="SECRET", advice="Does it work for a matrix?"),
)
RIGHT = exercise("quad", check("value of y", points=60))


EVIDENCE = {"kind": "gradient", "call": "double(np.array([0.5, -1.0, 2.0]))", "place": "", "worst": 2}
NUMBERS = {"shape": [3], "want": ["1", "-2", "4"], "got": ["0.5", "-1", "nan"]}


def made(**changes: Any) -> Entry:
    found = record(WRONG, RIGHT, **changes)
    found["public"]["exercises"][0]["evidence"] = {**EVIDENCE, **NUMBERS}
    return of_record(found)


def page_in(folder: Path, shown: Shown = Shown.MESSAGE, **changes: Any) -> Path:
    path = folder / "page.html"
    path.write_text(feedback_page(view_of(made(**changes), shown, {"double": "Doubling"}), "A course"), "utf-8")
    return path


def test_all_can_use_the_page_and_it_asks_for_nothing_and_logs_nothing(tmp_path: Path) -> None:
    page = page_in(tmp_path)
    assert faults(page) == []
    hostile = page_in(tmp_path, student=HOSTILE, notes=[HOSTILE])
    text = hostile.read_text("utf-8")
    assert "default-src 'none'" in unescape(text)
    assert "http://" not in text
    assert "https://" not in text
    assert "<script" not in text
    assert faults(hostile) == []


def test_the_page_is_valid_html(tmp_path: Path) -> None:
    assert invalid([page_in(tmp_path)]) == ""


def test_the_standards_own_parser_has_nothing_against_the_page(tmp_path: Path) -> None:
    assert parse_error(page_in(tmp_path, student=HOSTILE, notes=[HOSTILE]).read_text("utf-8")) == ""
    assert parse_error("<!DOCTYPE html><title>x</title><p><div></p>") != ""


def test_a_strangers_text_is_shown_as_text(tmp_path: Path) -> None:
    text = page_in(tmp_path, student=HOSTILE, notes=[HOSTILE]).read_text("utf-8")
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_what_credit_made_right_is_not_said_to_rest_on_something_wrong() -> None:
    note = "it may rest on `double`, which is not right yet: fix that first"
    for status, expected in (("failed", ""), ("passed", note)):
        found = record(WRONG, RIGHT)
        found["public"]["exercises"][1] |= {"status": status, "note": note}
        assert view_of(of_record(found), Shown.MESSAGE).exercises[1].note == expected


def test_the_diagnosis_comes_first_then_the_numbers_then_what_is_next(tmp_path: Path) -> None:
    text = page_in(tmp_path).read_text("utf-8")
    places = [text.index(words) for words in ("Double it.", "at [0] expected 1, got 2", "What to look at next")]
    assert places == sorted(places)
    assert text.count("Double it.") == 1
    assert 'In the lesson: <a href="tiny.ipynb#Doubling">“Doubling”</a>' in text


def test_the_call_the_numbers_and_a_picture_show_the_fault_in_every_form() -> None:
    view = view_of(made(), Shown.NOTHING)
    for text in map(unescape, (text_of(view), markdown_of(view), feedback_page(view, "A course"))):
        assert "double(np.array([0.5, -1.0, 2.0]))" in text
        assert ">nan<" in text
    assert '<svg role="img"' in feedback_page(view, "A course")


def test_a_course_with_a_site_has_its_address_in_the_link() -> None:
    view = view_of(made(), Shown.NAME, {"double": "2. Doubling"}, "https://example.edu/tiny.html")
    assert 'href="https://example.edu/tiny.html#2.-Doubling"' in feedback_page(view, "A course")
    assert "(<https://example.edu/tiny.html#2.-Doubling>)" in markdown_of(view)


@pytest.mark.parametrize("shown", list(Shown))
def test_no_form_of_feedback_holds_the_staffs_message_of_a_hidden_check(shown: Shown) -> None:
    view = view_of(made(), shown)
    for text in (text_of(view), markdown_of(view).replace("\\", ""), feedback_page(view, "A course")):
        assert "SECRET" not in text
        assert ("y_2" in text) == (shown is not Shown.NOTHING)
        assert ("Does it work for a matrix?" in text) == (shown is Shown.MESSAGE)


def test_what_a_fix_would_give_is_told_from_what_the_policy_shows() -> None:
    assert score_if_fixed(made(), "double", public_only=False) == 100
    assert score_if_fixed(made(), "double", public_only=True) == 80
    assert score_if_fixed(made(), "quad", public_only=False) is None
    assert "Fix `double` and you would have 80 points." in text_of(view_of(made(), Shown.NOTHING))
    assert "Fix `double` and you would have 100 points." in text_of(view_of(made(), Shown.NAME))


def test_no_form_of_feedback_speaks_of_0_of_0_points() -> None:
    states = ("answered", "open", "right")
    view = replace(view_of(made(), Shown.NOTHING), exercises=tuple(ExerciseView(n, 0, 0, False, n, ()) for n in states))
    assert text_of(view).endswith(
        "→ answered: answered, whether it is right comes with the grade\n\n· open: not attempted\n\n✓ right: right\n"
    )
    for text in (markdown_of(view), feedback_page(view, "A course")):
        assert "0 of 0" not in text
        assert "with the grade" in text


def test_a_fix_brings_back_what_others_lost_through_that_exercise_alone() -> None:
    lost = exercise("quad", check("value of y", "passed", 30, 60))
    credited = {**lost, "blamed": ["double"]}
    assert score_if_fixed(of_record(record(WRONG, credited)), "double", public_only=False) == 100
    both = {**lost, "blamed": ["double", "triple"]}
    assert score_if_fixed(of_record(record(WRONG, both)), "double", public_only=False) == 70


def test_a_fix_keeps_what_lateness_costs_and_promises_nothing_where_it_took_all() -> None:
    assert score_if_fixed(late(made(), 1, 10.0), "double", public_only=False) == 90
    assert score_if_fixed(late(made(), 6, 65.0), "double", public_only=False) is None


def test_a_fix_promises_nothing_where_the_staff_decided_the_score() -> None:
    assert score_if_fixed(replace(made(), score=80.0), "double", public_only=False) is None


def test_reasons_stand_beside_the_score() -> None:
    view = view_of(late(made(), 1, 10.0), Shown.NAME)
    for text in (text_of(view), markdown_of(view).replace("\\", ""), feedback_page(view, "A course")):
        assert "This counts 55 points" in text
        assert "1 day late: 10 points off" in text
