"""One check judged."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks import gradient, shape, value
from autograder.core.answer_key import MistakeOutputs, Output, Trial
from autograder.core.calls import Call
from autograder.core.exercise import Check, Expected
from autograder.judging.kinds.numbers import allowed_difference

WANT = np.array([1.0, -2.0, 4.0])
SHAPE = shape("y", points=1, like="x")
VALUE = value("y", points=1)
GRADIENT = gradient("y", of="f", wrt="x", points=1, hint="where is the slope taken?")


def trial(want: Any, *checks: Check, mistakes: tuple[MistakeOutputs, ...] = ()) -> Trial:
    want = np.asarray(want, dtype=float)
    expected = Expected(want, allowed_difference(want, 1e-6))
    return Trial((Call("f", ()),), {"y": Output(0)}, {check.name: expected for check in checks}, mistakes)
