"""The public checks of two_layer_backprop, one test per check. Run `pytest` in this folder."""

from pathlib import Path

from autograder.student import make_test

test_two_layer_backprop = make_test(Path(__file__).parent)
