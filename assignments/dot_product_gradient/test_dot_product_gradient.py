"""The public checks of dot_product_gradient, one test per check. Run `pytest` in this folder."""

from pathlib import Path

from autograder.student import make_test

test_dot_product_gradient = make_test(Path(__file__).parent)
