"""A second try says more: what is wrong, then where to look, then the rule; repeats and new layout are no tries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.checks import value
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.student.hint_levels import MORE, what_is_wrong
from autograder.student.text import report_text
from autograder.student.tries import Seen, level_of, read_seen, write_seen

CHECK = value("y", points=1.0, hint="where does f2 stand?")
KNOWN = Verdict(
    CHECK, Status.FAILED, 0.0, "expected 1, got 2", "f2' is taken at x. It belongs at f1(x).", "at_x", CHECK.hint
)
WRONG = ExerciseReport("f", 1.0, (KNOWN,))
FIRST, SECOND, THIRD = "def f(x): return x", "def f(x): return x + 1", "def f(x): return x + 2"


def test_each_changed_answer_says_more() -> None:
    seen: Seen = {}
    assert [level_of(WRONG, source, seen, None) for source in (FIRST, SECOND, THIRD, FIRST, "def f(): 1")] == [
        1,
        2,
        3,
        3,
        3,
    ]


@pytest.mark.parametrize("again", [FIRST, f"{FIRST}  # a comment", 'def f(x):\n    """Words."""\n    return (x)\n'])
def test_the_same_answer_again_is_no_try_whatever_its_layout(again: str) -> None:
    seen: Seen = {}
    assert [level_of(WRONG, source, seen, None) for source in (FIRST, again)] == [1, 1]


def test_a_save_under_watch_is_no_try() -> None:
    seen: Seen = {}
    assert [level_of(WRONG, FIRST, seen, None), level_of(WRONG, SECOND, seen, None, count=False)] == [1, 1]
    assert len(seen["f"]) == 1


def test_a_course_may_fix_the_level() -> None:
    assert level_of(WRONG, FIRST, {}, 3) == 3


def test_what_is_told_grows_from_the_fault_to_the_place_to_the_rule() -> None:
    first, second, third = (" ".join(report_text(WRONG, level).split()) for level in (1, 2, 3))
    assert "taken at x." in first
    assert MORE in first
    assert "where does f2 stand?" in second
    assert "f1(x)" not in first + second
    assert "It belongs at f1(x)." in third
    assert MORE not in third


def test_what_is_one_sentence_or_an_exception_is_told_at_once() -> None:
    single = replace(KNOWN, advice="f2' is taken at x; it belongs at f1(x).")
    raised = Verdict(CHECK, Status.ERROR, 0.0, "`f` raised ZeroDivisionError: division by zero")
    for verdict in (single, raised):
        report = ExerciseReport("f", 1.0, (verdict,))
        assert report_text(report, 1) == report_text(report, 3)


def test_of_several_mistakes_that_fit_each_says_what_is_wrong() -> None:
    assert (
        what_is_wrong("One of 2 things. Either: A is. Do B. Or: C is. Do D.")
        == "One of 2 things. Either: A is. Or: C is."
    )
    assert what_is_wrong("It is 2.5 e.g. here. Do.") == "It is 2.5 e.g. here."


def test_what_was_seen_is_kept_beside_nothing_and_read_with_care(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_seen(tmp_path / "a.ipynb", {"f": ["1", "2"]})
    assert read_seen(tmp_path / "a.ipynb") == {"f": ["1", "2"]}
    assert read_seen(tmp_path / "b.ipynb") == {}
    (kept,) = tmp_path.glob("cache/autograder/tries/*.json")
    kept.write_text('{"f": 3, "g": [1, 2, 3, 4]}', "utf-8")
    assert read_seen(tmp_path / "a.ipynb") == {"g": ["1", "2", "3"]}
    kept.write_text("{", "utf-8")
    assert read_seen(tmp_path / "a.ipynb") == {}
