"""Which calls of a probe are asked again where a size is 1: the first, and one for each part that checks look at."""

from __future__ import annotations

import numpy as np

from autograder.authoring.random_inputs import Setting
from autograder.core.answer_key import Output
from autograder.core.calls import Call
from autograder.keys.edges import touched

USUAL = [Call("halves", (np.ones(4),)), Call("halves", (np.ones(4),))]
SINGLE = [Call("halves", (np.ones(1),)), Call("halves", (np.ones(1),))]
SETTING = Setting(single=4)


def test_one_call_is_enough_where_it_shows_all_that_is_looked_at() -> None:
    looked_at = [Output(0, (0,)), Output(0, (1,)), Output(1, (1,))]
    assert touched(SINGLE, USUAL, SETTING, looked_at) == {0}


def test_a_part_that_is_looked_at_in_a_later_call_alone_is_asked_for_there() -> None:
    assert touched(SINGLE, USUAL, SETTING, [Output(0, (0,)), Output(1, (1,))]) == {0, 1}


def test_what_a_call_leaves_of_its_argument_is_a_part_of_its_own() -> None:
    left = [Call("halves", (np.ones(1),), leaves=0)]
    assert touched([*SINGLE, *left], [*USUAL, *USUAL[:1]], SETTING, [Output(0, ()), Output(2, ())]) == {0, 2}


def test_a_call_that_no_size_reaches_is_not_asked_again() -> None:
    assert touched([SINGLE[0], USUAL[1]], USUAL, SETTING, [Output(0), Output(1, (1,))]) == {0}
