"""What an instructor sees while a class is graded: a line now and then, or nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from autograder.reports.terminal import Lines, Pace, progress


class Clock:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_is_that_of_what_was_graded_since_grading_began() -> None:
    clock = Clock()
    pace = Pace(111, clock)
    clock.now = 50.0
    pace.step(new=False)
    for _ in range(10):
        clock.now += 0.5
        pace.step(new=True)
    assert str(pace) == "2.0/s, 0:50 left"


def test_nothing_is_said_of_the_pace_before_anything_was_graded() -> None:
    pace = Pace(10, Clock())
    pace.step(new=False)
    assert str(pace) == ""


def test_without_a_terminal_a_line_comes_every_ten_seconds() -> None:
    clock, said = Clock(), list[str]()
    lines = Lines(40, Counter(), said.append, clock)
    for number in range(21):
        clock.now = float(number)
        lines.tick("graded" if number % 2 else "missing", new=True)
    assert said == [
        "11 of 40 (27 %), 1.1/s, 0:26 left: 5 graded, 6 missing",
        "21 of 40 (52 %), 1.1/s, 0:18 left: 10 graded, 11 missing",
    ]


def test_a_short_run_says_nothing_in_between(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counter[str]()
    with progress(2, counts) as shown:
        shown.tick("graded", new=True)
        shown.tick("graded", new=False)
    assert counts == {"graded": 1, "unchanged": 1}
    assert capsys.readouterr() == ("", "")


def test_a_quiet_run_says_nothing_however_long_it_takes() -> None:
    clock = Clock()
    lines = Lines(2, Counter(), None, clock)
    clock.now = 100.0
    lines.tick("graded", new=True)
    assert lines._counts == {"graded": 1}
