"""`pytest` in a student's folder: what was not attempted is skipped, what is wrong gets one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.student.pytest_cases import make_test
from support.students_folder import solve, terminal


def test_pytest_skips_what_was_not_attempted(folder: Path) -> None:
    shown = terminal(folder, "-m", "pytest", "-rs", "-p", "no:cacheprovider")
    assert "4 skipped" in shown.stdout
    assert "not attempted" in shown.stdout
    assert shown.returncode == 0


def test_pytest_passes_what_is_right_and_says_one_sentence_about_what_is_wrong(folder: Path) -> None:
    solve(folder, double="return 2 * x", quad="return np.outer(x, x)")
    shown = terminal(folder, "-m", "pytest", "-p", "no:cacheprovider")
    assert "2 failed, 2 passed" in shown.stdout
    lines = [line for line in shown.stdout.splitlines() if line.startswith("`quad`")]
    assert len(lines) == 2
    assert "shape (4,)" in lines[0]
    assert "(4, 4)" in lines[0]
    assert "shape (4,)" in lines[1]
    assert "(4, 4)" in lines[1]
    assert "how much is it for 1?" not in shown.stdout  # a hint about values helps nobody whose shape is wrong
    assert "Traceback" not in shown.stdout
    assert "student.py" not in shown.stdout
    assert shown.returncode == 1


def test_pytest_says_the_hint_of_a_value_that_is_wrong(folder: Path) -> None:
    solve(folder, double="return 2 * x", quad="return 5.0 * x")
    shown = terminal(folder, "-m", "pytest", "-p", "no:cacheprovider")
    assert "1 failed, 3 passed" in shown.stdout
    (line,) = (line for line in shown.stdout.splitlines() if line.startswith("`quad`"))
    assert line.endswith(": how much is it for 1?")
    assert shown.returncode == 1


def test_pytest_says_in_a_sentence_that_a_notebook_is_damaged(folder: Path) -> None:
    (folder / "tiny.ipynb").write_text("{")
    shown = terminal(folder, "-m", "pytest", "-p", "no:cacheprovider")
    assert shown.stdout.count("\ntiny.ipynb: this notebook is damaged") == 4
    assert "Traceback" not in shown.stdout
    assert "Error" not in shown.stdout
    assert shown.returncode == 1


def test_damaged_public_checks_make_one_test_that_says_so(folder: Path) -> None:
    (folder / "public_checks.json").write_text("{")
    with pytest.raises(pytest.fail.Exception, match=r"public_checks\.json is damaged: copy it afresh"):
        make_test(folder)()
