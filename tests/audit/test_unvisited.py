"""The audit tells at which usual sizes and values an exercise is never asked."""

from __future__ import annotations

from pathlib import Path

from autograder.audit.unvisited import unvisited
from autograder.authoring.assignment import load_workbook
from autograder.keys.build import exercise_keys
from support.tiny import CHECKS, make_course


def never_asked(folder: Path, checks: str) -> tuple[str, ...]:
    workbook = load_workbook(make_course(folder, checks=checks).solutions / "tiny")
    return unvisited(exercise_keys(workbook, "a seed")[0], workbook.solution)


def test_what_is_drawn_in_the_usual_ways_is_asked_at_all_of_them(tmp_path: Path) -> None:
    assert never_asked(tmp_path, CHECKS) == ()


def test_numbers_of_a_narrow_range_and_fixed_sizes_are_told(tmp_path: Path) -> None:
    fixed = CHECKS.replace("draw.both_signs(4), draw.normal(2, 3)", "draw.uniform(1, 2, 4), draw.random.random((2, 3))")
    numbers, *sizes = never_asked(tmp_path, fixed)
    assert numbers == "0, 8, -8, 30, -30 among the numbers"
    assert sizes == []
    fixed = CHECKS.replace(
        "draw.both_signs(4), draw.normal(2, 3)", "1 + draw.random.random((2, 3)), 1 + draw.random.random((2, 3))"
    )
    assert never_asked(tmp_path / "fixed", fixed)[1:3] == (
        "a size of 1 along axis 0 of array 1",
        "a size of 1 along axis 1 of array 1",
    )
