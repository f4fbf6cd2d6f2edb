"""The benchmark's own parts, on made-up numbers: what it computes must be right before it is measured."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.lesson import run_solution
from autograder.core.calls import Call, FunctionRef
from autograder.sandbox.host.isolation import Level, available
from support.real_course import ASSIGNMENTS, key, programmed, workbook

# Not part of what is installed.
boundary, ceiling, commands, floor, latency, literal, regrading, scaling, table = (
    pytest.importorskip(f"bench.{name}")
    for name in ("boundary", "ceiling", "commands", "floor", "latency", "literal", "regrading", "scaling", "table")
)


def test_a_table_has_its_numbers_to_the_right() -> None:
    drawn = table.grid(("what", "ms"), [("a", "1"), ("b", "2")])
    assert drawn == ["| what | ms |", "| --- | ---: |", "| a | 1 |", "| b | 2 |"]


def test_an_empty_table_is_left_out() -> None:
    assert table.grid(("what", "ms"), []) == []


def test_all_ratios_come_in_one_table() -> None:
    parts = [table.Part("A", "how", ratios=[("a / b", 2.0)]), table.Part("B", "how", ratios=[("c / d", 1.25)])]
    assert table.ratios(parts) == ["| ratio | times |", "| --- | ---: |", "| a / b | 2 |", "| c / d | 1.25 |"]


def test_several_times_are_told_by_their_median() -> None:
    assert (table.ms([0.001, 0.5, 0.002]), table.ms(0.25)) == ("2.0", "250")


def test_the_boundary_is_told_as_a_ratio_to_none_and_to_the_floor() -> None:
    seconds = {str(level): 0.04 for level in available()} | {Level.NONE.value: 0.02, "floor": 0.01, "bare": 0.4}
    taken = {name: boundary.Taken([each], 2 * each) for name, each in seconds.items()}
    found, best = dict(boundary.report(taken).ratios), available()[0]
    for what in ("seconds", "CPU seconds"):
        assert found[f"graded ({best}) against the floor, {what}"] == seconds[best] / 0.01
        assert best is Level.NONE or found[f"sandbox {best} against none, {what}"] == 2.0


def test_latency_is_told_against_importing_numpy() -> None:
    taken = {"python -c 'import numpy'": [0.1, 0.1], "autograder check, solved": [0.2], "in a notebook": [0.001]}
    assert latency.report(taken).ratios == [("autograder check, solved against python -c 'import numpy'", 2.0)]


def test_grading_again_is_told_against_grading_afresh() -> None:
    part = regrading.report({"afresh": 10.0, "unchanged": 0.5}, 100)
    assert part.ratios == [("unchanged against afresh", 0.05)]


def test_executors_are_compared_at_the_largest_class_that_all_have_graded() -> None:
    best = available()[0]
    found = {
        ("serial", best, 10): commands.Cost(2.0, 100),
        ("serial", best, 100): commands.Cost(20.0, 100),
        ("processes", best, 10): commands.Cost(2.0, 200),
        ("processes", best, 100): commands.Cost(10.0, 220),
        ("processes", best, 1000): commands.Cost(100.0, 240),
    }
    assert scaling.report(found).ratios == [
        ("processes against serial, 100 submissions (submissions/s)", 2.0),
        ("processes, 1000 submissions against 100 (submissions/s)", 1.0),
        ("memory at 1000 submissions against 10 (processes)", 1.2),
    ]


def test_a_command_that_fails_is_shown_with_its_last_words() -> None:
    with pytest.raises(RuntimeError, match="exit code 3\nthe end"):
        commands.run([sys.executable, "-c", "print('the end'); raise SystemExit(3)"])


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")
def test_the_memory_of_a_commands_children_is_counted() -> None:
    child = "x = bytearray(b'1') * 50_000_000; import time; time.sleep(1.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    cost = commands.run([sys.executable, "-c", parent], memory=True)
    assert cost.megabytes > 50


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_floor_takes_some_time_and_comes_back() -> None:
    assert floor.forked((["def f(x):\n    return x"], [Call("f", (1,)), Call("g", ())])) > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_each_of_several_processes_does_all_of_the_work(tmp_path: Path) -> None:
    said = tmp_path / "said"
    ceiling._seconds([([f"open({str(said)!r}, 'a').write('x')"], [])] * 3, processes=2)
    assert said.read_text() == 6 * "x"


def test_functions_as_arguments_are_what_they_are_in_the_sandbox() -> None:
    source = FunctionRef("source", "cube", "def cube(x):\n    return x ** 3")
    assert floor._argument([source], {})[0](2) == 8
    assert floor._argument(FunctionRef("answer", "f"), {"f": 5}) == 5
    assert floor._argument(FunctionRef("numpy", "sin"), {}) is np.sin


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_tests_for_other_graders_pass_on_the_solution(name) -> None:
    namespace = dict(run_solution(workbook(name).lesson), np=np)
    exercises = [each for each in key(name).exercises if each.name in programmed(name)]
    lines = [line for exercise in exercises for line in literal.tests_of(exercise, namespace)]
    assert len(lines) >= len(exercises)
    for line in lines:
        exec(line, namespace)


def test_the_tests_for_other_graders_fail_on_a_wrong_answer() -> None:
    (exercise, *_) = key(ASSIGNMENTS[0]).exercises
    namespace = dict(run_solution(workbook(ASSIGNMENTS[0]).lesson), np=np)
    lines = literal.tests_of(exercise, namespace)
    namespace[exercise.name] = lambda *_: np.array([0.12345])
    with pytest.raises(AssertionError):
        exec(lines[0], namespace)


@pytest.mark.parametrize("suffix", ["py", "ipynb"])
def test_the_edit_of_a_submission_changes_its_bytes_in_either_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "s001" / "tiny" / f"tiny.{suffix}"
    path.parent.mkdir(parents=True)
    path.write_text("{}", "utf-8")
    regrading._edit(tmp_path)
    assert path.read_text("utf-8") == "{}\n"
