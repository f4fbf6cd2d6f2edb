"""The audit tells at which usual sizes and values an exercise is never asked, argument by argument."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from autograder.audit.unvisited import unvisited
from autograder.authoring.assignment import load_workbook
from autograder.core.answer_key import ExerciseKey, Trial
from autograder.core.calls import Call
from autograder.keys.build import exercise_keys
from support.tiny import CHECKS, make_course


def never_asked(folder: Path, checks: str) -> tuple[str, ...]:
    workbook = load_workbook(make_course(folder, checks=checks).solutions / "tiny")
    return unvisited(exercise_keys(workbook, "a seed")[0], workbook.solution)


def weigh(table, w, chain=(), scale=1.0):
    """Return a weighted table."""


def asked(*calls: tuple[object, ...]) -> tuple[str, ...]:
    trial = Trial(tuple(Call("weigh", args) for args in calls), {}, {}, ())
    return unvisited(ExerciseKey("weigh", 1.0, (), (trial,)), {"weigh": weigh})


def test_what_is_drawn_in_the_usual_ways_is_asked_at_all_of_them(tmp_path: Path) -> None:
    assert never_asked(tmp_path, CHECKS) == ()


def test_numbers_of_a_narrow_range_and_fixed_sizes_are_told(tmp_path: Path) -> None:
    fixed = CHECKS.replace(
        "draw.both_signs(4), draw.normal(2, 3)", "1 + draw.random.random((2, 3)), 1 + draw.random.random((2, 3))"
    )
    (told,) = never_asked(tmp_path, fixed)
    assert told.startswith("x: 0, 8, -8, 30, -30 among the numbers")
    assert "a size of 1 along axis 0, a size of 1 along axis 1, another number of axes" in told


def test_each_argument_is_looked_at_by_itself() -> None:
    wide = np.array([[0.0, 8.0, -8.0], [1.0, 30.0, -30.0]])
    narrow = np.array([3.0, 2.0, 1.0])
    assert asked((wide[:1], narrow, (), 1.0), (wide[:, :1], narrow, (), 1.0), (wide, narrow[:1], (), 1.0)) == (
        "w: 0, 8, -8, 30, -30 among the numbers, the largest in the middle",
        "chain: its default left out",
        "scale: its default left out",
    )


def test_a_list_that_is_never_long_and_a_default_that_is_left_out_are_told_apart() -> None:
    one = np.array([[30.0]])
    assert asked((one, one, (1, 2)), (one, one, (1,)))[-1] == "chain: 6 or more of them, its default left out"
    assert asked((one, one, tuple(range(7))), (one, one))[-1] == "w: 0, 8, -8, -30 among the numbers"
