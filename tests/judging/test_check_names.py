"""Names of checks in a student's words."""

from __future__ import annotations

import pytest

from autograder.judging.check_names import in_words


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
