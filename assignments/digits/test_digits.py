"""The public checks of digits, one test per check. Run `pytest` in this folder."""

from pathlib import Path

from autograder.student import make_test

test_digits = make_test(Path(__file__).parent)
