"""The public checks of matrix_backprop, one test per check. Run `pytest` in this folder."""

from pathlib import Path

from autograder.student import make_test

test_matrix_backprop = make_test(Path(__file__).parent)
