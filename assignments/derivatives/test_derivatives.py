"""The public checks of derivatives, one test per check. Run `pytest` in this folder."""

from pathlib import Path

from autograder.student import make_test

test_derivatives = make_test(Path(__file__).parent)
