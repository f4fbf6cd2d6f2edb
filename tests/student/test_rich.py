"""A report in a notebook: diagnosis first, escaped, and the same as text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.checks import value
from autograder.core.model import Status
from autograder.core.verdicts import Evidence, ExerciseReport, Verdict
from autograder.student.paint import paint_here
from autograder.student.rich import ShownReport
from autograder.student.text import report_text
from support.browser import parse_error

CHECK = value("y", points=1.0)
WRONG = ExerciseReport("f", 1.0, (Verdict(CHECK, Status.FAILED, 0.0, "expected 1, got 2", "Use `g`.", "no_g"),))


def test_the_diagnosis_comes_before_the_numbers_and_is_bold() -> None:
    html = ShownReport(WRONG)._repr_mimebundle_()["text/html"]
    assert html.index("Use <code>g</code>.") < html.index("expected 1, got 2")
    assert "font-weight:600" in html


def test_the_text_alternative_says_the_same() -> None:
    bundle = ShownReport(WRONG)._repr_mimebundle_()
    assert bundle["text/plain"] == repr(ShownReport(WRONG))
    assert all(words in bundle["text/plain"] for words in ("Use `g`.", "expected 1, got 2"))


def test_what_a_students_code_says_is_text() -> None:
    raised = Verdict(CHECK, Status.ERROR, 0.0, "`f` raised X: <script>alert(1)</script> `")
    html = ShownReport(ExerciseReport("f", 1.0, (raised,)))._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html


GRADIENT = Evidence(
    "gradient", "f(x)", "", (2, 3), (1.0, -2.0, 3.0, 0.0, 5.0, 6.0), (1.0, 2.0, 3.0, float("nan"), 5.0, 6.0), 3
)
SEEN = [
    GRADIENT,
    replace(GRADIENT, kind="value", shape=(6,), got=(1.0, 2.0, 3.0, float("inf"), 5.0, 6.0)),
    replace(GRADIENT, shape=(), want=(1.0,), got=(2.0,), worst=0),
    replace(GRADIENT, shape=(), want=(), got=(), worst=0),
]


def html_of(evidence: Evidence) -> str:
    return ShownReport(replace(WRONG, evidence=evidence), 1, ("a note",))._repr_html_()


def test_a_picture_is_there_where_there_are_numbers_to_see_and_says_in_words_what_it_is() -> None:
    tables, curves, number, nothing = map(html_of, SEEN)
    assert 'aria-label="Heat maps of yours, numeric and difference, 2 by 3; the numbers are above."' in tables
    assert (
        'aria-label="Yours and expected as curves over 6 entries, and their difference; the numbers are above."'
        in curves
    )
    assert "<svg" not in number + nothing
    assert "<strong>&gt;nan&lt;</strong>" in tables


@pytest.mark.parametrize("evidence", SEEN)
def test_what_a_notebook_gets_is_valid_and_keeps_no_element_open(evidence: Evidence) -> None:
    assert parse_error(f"<!DOCTYPE html><title>x</title>{html_of(evidence)}") == ""


def test_what_passes_is_one_line_without_a_picture() -> None:
    right = ExerciseReport("f", 1.0, (Verdict(CHECK, Status.PASSED, 1.0),))
    assert "<svg" not in ShownReport(right)._repr_html_()


def test_the_terminal_shows_the_call_the_numbers_and_the_entry_and_no_codes() -> None:
    text = report_text(replace(WRONG, evidence=SEEN[0]))
    assert "        f(x)\n      expected" in text
    assert ">nan<" in text
    assert "\x1b" not in text


def test_no_color_and_a_pipe_take_colours_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert paint_here()("bold", "x") == "\x1b[1mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert paint_here()("bold", "x") == "x"
