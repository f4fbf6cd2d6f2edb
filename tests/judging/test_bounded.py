"""An author's own check comes to an end, whatever a student's result does to it."""

from __future__ import annotations

import sys

import pytest

from autograder.core.exercise import Expected
from autograder.judging import bounded
from autograder.judging.bounded import TookTooLongError, within
from autograder.judging.kinds import own as kind
from autograder.judging.kinds.own import Verdict, own


def test_a_loop_without_end_ends() -> None:
    def forever() -> None:
        while True:
            try:
                pass
            except Exception:
                continue

    before = sys.gettrace()
    with pytest.raises(TookTooLongError):
        within(0.05, forever)
    assert sys.gettrace() is before
    assert bounded.within(0.05, lambda: 3) == 3


def halvings(inputs, result):
    """Count halvings down to one, which infinity never reaches."""
    steps = 0
    while result > 1:
        result, steps = result / 2, steps + 1
    return Verdict(steps == 3, f"{steps} halvings")


def test_a_result_that_the_check_never_comes_to_an_end_with_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind, "SECONDS", 0.05)
    check, expected = own("n", halvings, points=1), Expected(None, None, {})
    assert check.wrong(8.0, expected) == ""
    assert check.wrong(16.0, expected) == "4 halvings"
    assert check.wrong(float("inf"), expected) == "`halvings` did not come to an end with this in 0.05 s"
