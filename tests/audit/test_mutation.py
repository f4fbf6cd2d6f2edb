"""Mutants die by losing points; those that live are another way to write the solution, or show a weak check."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from autograder.audit.mutation import Survivors, try_mutants
from autograder.authoring.assignment import load_workbook
from autograder.cli.main import main
from support.tiny import CHECKS, LESSON, make_course

DOUBLE = "return 2.0 * np.asarray(x)"
BLIND = (
    CHECKS.replace('value("y", points=20, hint', 'value("y", rtol=1e9, points=20, hint')
    .replace('value("y_2", points=20, hidden=True),\n', 'value("y_2", points=20, hidden=True, rtol=1e9),\n')
    .replace(
        'gradient("y", of=two_squares, wrt="x", points=10', 'gradient("y", of=two_squares, wrt="x", points=10, rtol=1e9'
    )
)


def tried(folder: Path, seed: str = "secret", **texts: str) -> Survivors:
    return try_mutants(load_workbook(make_course(folder, **texts).solutions / "tiny"), seed)


def diffs(found: Survivors, kind: str) -> list[str]:
    return [line[1:].strip() for mutant in getattr(found, kind) for line in mutant.diff.splitlines() if line[0] == "+"]


def solved(body: str) -> str:
    return LESSON.replace(DOUBLE, body)


@pytest.mark.parametrize("seed", ["a", "b"])
def test_no_mutant_of_the_tiny_course_is_missed(tmp_path: Path, seed: str) -> None:
    found = tried(tmp_path, seed)
    assert found.missed == ()
    assert found.killed > 20


def test_another_way_to_write_the_solution_is_equivalent(tmp_path: Path) -> None:
    assert "return 2.0 * x" in diffs(tried(tmp_path), "equivalent")


def test_a_mutant_that_a_loose_check_lets_pass_is_missed(tmp_path: Path) -> None:
    found = tried(tmp_path, checks=BLIND)
    assert "return -double(double(x))" in diffs(found, "missed")
    assert {mutant.exercise for mutant in found.missed} == {"quad"}


def test_a_part_of_a_result_that_no_check_looks_at_is_missed(tmp_path: Path) -> None:
    lesson = solved("return 2.0 * x, x").replace("double(double(x))", "4.0 * x")
    checks = CHECKS.replace("answer.double(x)", "answer.double(x)[0]").replace(
        "answer.double(w)", "answer.double(w)[0]"
    )
    found = diffs(tried(tmp_path, lesson=lesson, checks=checks), "missed")
    assert "return (2.0 * x, -x)" in found


def test_a_mutant_that_never_ends_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.audit.in_process.SECONDS", 0.05)
    lesson = solved("n = 2\n    y = 0.0 * x\n    while n > 0:\n        y, n = y + x, n - 1\n    return y")
    found = tried(tmp_path, lesson=lesson)
    assert "y, n = (y + x, n)" not in diffs(found, "equivalent") + diffs(found, "missed")
    assert found.killed > 20


def test_the_time_limit_leaves_no_trace(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    tried(tmp_path)
    assert signal.getsignal(signal.SIGVTALRM) is before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_the_solution_is_as_before_when_its_mutants_are_tried(tmp_path: Path) -> None:
    workbook = load_workbook(make_course(tmp_path).solutions / "tiny")
    before = dict(workbook.solution)
    try_mutants(workbook, "secret")
    assert workbook.solution == before


def test_a_check_that_repeats_another_is_idle(tmp_path: Path) -> None:
    tallies = {(tally.exercise, tally.check): tally for tally in tried(tmp_path).tallies}
    assert not tallies["quad", "shape of y"].idle
    assert tallies["quad", "gradient of y (hidden)"].idle
    assert tallies["quad", "gradient of y (hidden)"].killed > 0


def test_the_command_prints_what_is_missed_and_exits_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path, checks=BLIND)
    monkeypatch.chdir(tmp_path)
    assert main(["audit"]) == 1
    shown = capsys.readouterr().out
    assert "tiny: quad: this mutant returns something other than the solution, and gets full marks:" in shown
    assert "+    return -double(double(x))" in shown


def test_the_command_lists_checks_and_equivalent_mutants_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["audit"]) == 0
    assert "gradient of y" not in capsys.readouterr().out
    assert main(["audit", "--checks", "--equivalent"]) == 0
    shown = capsys.readouterr().out
    assert "gradient of y (hidden)" in shown
    assert "this mutant returns what the solution does" in shown


def test_a_mutant_whose_cell_does_not_run_dies(tmp_path: Path) -> None:
    lesson = LESSON.replace(
        '# %% exercise="quad"\n',
        '# %% exercise="quad"\n### BEGIN SOLUTION\nFOUR = {"a": 4.0}["a"]\n### END SOLUTION\n',
    ).replace("double(double(x))", "FOUR * np.asarray(x)")
    found = tried(tmp_path, lesson=lesson)
    assert found.missed == ()
