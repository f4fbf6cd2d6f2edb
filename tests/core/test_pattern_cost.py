"""Authors' patterns meet texts that students choose: none may take long."""

import re
import time

import pytest

from autograder.checks import raised
from autograder.core.exercise import DeclarationError
from autograder.core.explanation import Explanation, fault
from autograder.core.pattern_cost import MOST_TEXT, NESTED, TOO_MANY, cost_fault


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|ab)*c", "(?:a*)*b", "(x?){30}y", "([a-z]+ ?)+!", "(?=(a+)+b)", "(a*?)+b"]
)
def test_a_repetition_that_is_repeated_is_refused(pattern: str) -> None:
    assert cost_fault(pattern) == NESTED


def test_many_repetitions_in_a_row_are_refused():
    assert cost_fault("a*a*a*a*b") == TOO_MANY


@pytest.mark.parametrize(
    "pattern",
    ["", "(?i)sign", "negative|below 0", r"KeyError: '(\w+)'", ".*n = .*", r"(\d{3},)*", "(ab){2,5}", r"(\w|\s)+"],
)
def test_patterns_as_courses_write_them_are_allowed(pattern: str) -> None:
    assert not cost_fault(pattern)


@pytest.mark.parametrize("pattern", ["a*a*a*b", ".*.*.*x", r"\w+\s*\w+!"])
def test_the_costliest_patterns_that_are_allowed_end_soon(pattern: str) -> None:
    assert not cost_fault(pattern)
    start = time.process_time()
    re.search(pattern, "a" * MOST_TEXT)
    assert time.process_time() - start < 30


def test_such_a_pattern_stops_the_release_where_it_is_declared() -> None:
    with pytest.raises(DeclarationError, match="may itself be read in several ways"):
        raised("error", points=1, message="(a+)+$")
    assert NESTED in fault(Explanation("(a+)+$", "No."))
