"""The public checks of chain_rule, one test per check. Run `pytest` in this folder."""

from pathlib import Path

from autograder.student import make_test

test_chain_rule = make_test(Path(__file__).parent)
