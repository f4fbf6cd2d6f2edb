"""A report in a notebook: diagnosis first, escaped, and the same as text."""

from __future__ import annotations

from autograder.checks import value
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.student.rich import ShownReport

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
