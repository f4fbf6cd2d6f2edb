"""Calls that are meant to cost a poor method much time."""

from __future__ import annotations

import numpy as np

from autograder.core.calls import Call, Shows, leaves

LARGE = 1000  # numbers in the arguments of a call; only hidden checks may ask so much, and once


def is_large(call: Call) -> bool:
    """Say whether a call is meant to cost a poor method much time: it is asked at one trial only."""
    sizes = (part.size if isinstance(part, np.ndarray) else 1 for part in leaves(call.everything))
    return sum(sizes) > LARGE or call.shows is Shows.REPEATED
