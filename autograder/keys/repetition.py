"""How often a call is repeated whose time counts: until the solution takes long enough for a slow answer to be late."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from autograder.core.calls import Call, Shows
from autograder.keys.reference import Reference

SECONDS = 0.06  # of CPU, for the solution; a call may take 2 unless the course says otherwise
MOST = 2000
TRIES = 3


def with_repetitions(reference: Reference, calls: Sequence[Call]) -> tuple[Call, ...]:
    """Return the calls, those that are repeated with how often."""
    return tuple(
        replace(call, number=_times(reference, call)) if call.shows is Shows.REPEATED else call for call in calls
    )


def cut_too(calls: Sequence[Call]) -> str:
    """Return what an author should know who reads that the solution raised something."""
    if not any(call.shows is Shows.REPEATED for call in calls):
        return ""
    return "; a call that is `repeated` is also made with its longest arrays cut to a quarter"


def _times(reference: Reference, call: Call) -> int:
    once, seconds = replace(call, number=1), []
    for _ in range(TRIES):
        before = time.process_time()
        with np.errstate(all="ignore"), suppress(Exception):  # where it raises, that is said elsewhere
            reference.answer([once])
        seconds.append(time.process_time() - before)
    return max(1, min(MOST, round(SECONDS / max(min(seconds), 1e-6))))
