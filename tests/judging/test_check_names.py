"""Names of checks in a student's words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder.core.exercise import Check
from autograder.judging.check_names import in_words
from autograder.judging.kinds import KINDS, kind_named


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("value", "value of y (hidden)", "the numbers in your result (y, hidden)"),
        ("shape", "shape of y", "the shape of your result (y)"),
        ("gradient", "gradient of dydx (hidden)", "dydx against a numeric derivative (hidden)"),
        ("unchanged", "unchanged of x_after", "your function leaves its argument as it was (x_after)"),
        ("of one's own", "spread of y", "spread of y"),
    ],
)
def test_a_check_is_called_by_what_it_asks(kind: str, name: str, said: str) -> None:
    assert in_words(kind, name) == said


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_found_by_the_name_that_records_and_kits_hold(name: str) -> None:
    kind = kind_named(name)
    assert issubclass(kind, Check)
    assert kind.kind == name
    assert kind.in_words or name == "own", "what it is called is its author's to say"


def test_a_kind_that_nobody_asks_for_is_not_imported() -> None:
    program = "from autograder.judging.kinds import kind_named; kind_named('value'); import sys; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert [
        name for name in shown.split() if "judging.kinds." in name and not name.endswith((".value", ".numbers"))
    ] == []
