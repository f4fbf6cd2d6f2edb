"""What a check says: its words, and what a kernel cannot show or a student has replaced in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.checks import shape, value
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport, Verdict
from autograder.errors import UsageError
from autograder.student.check import check
from autograder.student.check_file import check_path
from autograder.student.grader_python import is_newer
from autograder.student.text import report_text
from support.students_folder import RIGHT, solve

# --- words -------------------------------------------------------------------------------------------------------


HINTED = value("y", points=1.0, hint="a hint that is long enough to be wrapped, " * 3 + "and the end")
SHAPE = shape("y", points=1.0, hint="a shape's hint")


def described(*verdicts: Verdict) -> list[str]:
    return report_text(ExerciseReport("f", 2.0, verdicts)).splitlines()


def test_long_lines_are_wrapped_below_their_text() -> None:
    lines = described(Verdict(HINTED, Status.FAILED, 0.0, "expected 1, got 2", HINTED.hint))
    assert lines[:2] == [
        "✗ f: passes none of 1 public check",
        "    ✗ the numbers in your result (y): expected 1, got 2",
    ]
    assert lines[2].startswith("    Hint: a hint")
    assert len(lines) > 3
    assert all(line.startswith("    ") and len(line) <= 100 for line in lines[2:])


def test_what_all_checks_have_to_say_is_said_once_where_nothing_came_back() -> None:
    lines = described(
        Verdict(SHAPE, Status.TIMEOUT, 0.0, "`f` took longer than 2 s"),
        Verdict(HINTED, Status.TIMEOUT, 0.0, "`f` took longer than 2 s"),
    )
    assert lines == ["✗ f: passes none of 2 public checks", "    `f` took longer than 2 s"]


def test_a_hint_about_values_is_not_given_for_a_wrong_shape() -> None:
    lines = described(
        Verdict(SHAPE, Status.FAILED, 0.0, "expected shape (2,), got (1,)", SHAPE.hint),
        Verdict(HINTED, Status.FAILED, 0.0, "expected shape (2,), got (1,)", HINTED.hint),
    )
    assert lines[1:] == [
        "    ✗ the shape of your result (y): expected shape (2,), got (1,)",
        "    ✗ the numbers in your result (y): expected shape (2,), got (1,)",
        "    Hint: a shape's hint",
    ]


def test_the_sentence_of_a_mistake_is_said_once() -> None:
    verdicts = [
        Verdict(each, Status.FAILED, 0.0, "expected 1.5, got 2", "It is off. Fix it.", "off")
        for each in (SHAPE, HINTED)
    ]
    assert described(*verdicts)[1:] == [
        "    It is off. Fix it.",
        "    ✗ the shape of your result (y): expected 1.5, got 2",
        "    ✗ the numbers in your result (y): expected 1.5, got 2",
    ]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file or folder"):
        check_path(tmp_path / "nowhere")


# --- what a kernel cannot show, and what may be replaced in it ---------------------------------------------------


def notebook_of(folder: Path, monkeypatch: pytest.MonkeyPatch, *cells: str) -> dict[str, object]:
    """Run cells as a kernel does, in the released folder, and return their namespace."""
    monkeypatch.chdir(folder)
    namespace: dict[str, object] = {"np": np, "check": check, "In": ["", *cells]}
    for cell in cells:
        exec(compile(cell, "<a cell>", "exec"), namespace)
    return namespace


@pytest.mark.parametrize("name", ["array", "asarray", "zeros", "round", "ndarray", "errstate", "all", "shape", "max"])
def test_a_check_needs_nothing_of_numpys_that_a_student_can_replace(folder, monkeypatch, capsys, name) -> None:
    monkeypatch.setattr(np, name, getattr(np, name))  # puts it back
    namespace = notebook_of(folder, monkeypatch, f"def double(x): return 2 * x\nnp.{name} = [1, 2, 3]")
    check_in(namespace, "double")
    assert capsys.readouterr().out == "✓ double: passes all 2 public checks\n"


def check_in(namespace: dict[str, object], name: str) -> None:
    exec(f"check('{name}')", namespace)


def test_a_check_says_what_a_cell_has_replaced(folder, monkeypatch, capsys) -> None:
    monkeypatch.setattr(np, "array", np.array)
    check_in(notebook_of(folder, monkeypatch, "np.array = [1]", "def double(x): return 2 * np.array(x)"), "double")
    said = " ".join(capsys.readouterr().out.split())
    assert "`np.array` was replaced by a list by the line `np.array = [1]`" in said


def test_a_check_says_what_the_grader_does_not_have(folder, monkeypatch, capsys) -> None:
    cell = "import jupytext as helper\ndef double(x): return 2 * x if helper else None"
    check_in(notebook_of(folder, monkeypatch, cell), "double")
    said = capsys.readouterr().out
    assert said.startswith("✓ double")
    assert "it works here only: `jupytext` is not available where answers are graded" in said


def test_a_check_says_that_a_function_was_replaced_by_its_result(folder, monkeypatch, capsys) -> None:
    cell = "def double(x): return 2 * x\ndouble = double(np.arange(3))"
    check_in(notebook_of(folder, monkeypatch, cell), "double")
    assert "`double` is no longer a function: it was replaced by an array in line 2" in capsys.readouterr().out


def test_a_file_is_checked_under_the_rules_of_grading(folder) -> None:
    path = solve(folder, double="import jupytext\nreturn 2 * x")
    (double, _) = check_path(path).exercises
    assert {verdict.status for verdict in double.verdicts} == {Status.ERROR}
    rules = '{"schema": 1, "python": "3.11", "modules": ["jupytext"], "limits": {"call_seconds": 20}}'
    (folder / "grading_rules.json").write_text(rules)
    (double, _) = check_path(path).exercises
    assert {verdict.status for verdict in double.verdicts} == {Status.PASSED}


def test_rules_that_are_damaged_are_a_sentence(folder) -> None:
    (folder / "grading_rules.json").write_text("{")
    with pytest.raises(UsageError, match=r"grading_rules\.json is damaged"):
        check_path(solve(folder, **RIGHT))


@pytest.mark.parametrize(
    ("source", "grader", "newer"),
    [("match x:\n    case 1: pass", (3, 9), True), ("x = f'{a}'", (3, 9), False), ("def f(): return 1", (3, 7), False)],
)
def test_syntax_that_the_graders_python_lacks_is_found(source, grader, newer) -> None:
    assert is_newer(source, grader) is newer
