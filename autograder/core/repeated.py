"""What a call costs: how many lines of Python it runs at two sizes of its arrays, and, by many calls, its time.

Lines are counted and not timed, so neither load nor another machine changes them. An operation on whole arrays runs
as many at either size; a loop, a comprehension, `np.vectorize` run more. A loop in compiled code (`map(math.sqrt, x)`)
has no lines: that is what the time is for.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

import numpy as np

from autograder.core.calls import Described

# Its parts: the last result, the lengths of the arrays, the lines run at each.
REPEATED = "result of `repeated` (which `vectorised` alone looks at)"
PART = 4  # the arrays of the smaller call are so many times shorter
LEAST = 200  # the length from which the growth says something
MOST_LINES = 200_000  # more are not counted

Function = Callable[..., Any]


def repeated(function: Function, args: Sequence[Any], named: Mapping[str, Any], times: int) -> Described:
    """Return what a call returns, and how many lines it runs as it is and with its longest axes cut to a quarter.

    Unless the lines tell already that it has a loop, it is then made so many times, each with its arrays turned by
    other entries, so that none helps another.
    """
    whole = longest(args)
    lengths = [whole // PART, whole]
    result, lines = None, list[int]()
    if whole >= LEAST:
        cut = [shortened(argument, whole) for argument in args]
        function(*_turned(cut, times + 2), **named)  # what it imports and keeps is not to count
        lines = [lines_run(function, _turned(some, times + 1), named) for some in (cut, args)]
    loops = bool(lines) and lines[1] - lines[0] >= lengths[1] - lengths[0]
    for turn in reversed(range(1 if loops else max(times, 1))):
        result = function(*_turned(args, turn), **named)
    return Described(REPEATED, (("value", result), ("lengths", lengths), ("lines", lines)))


def longest(args: Sequence[Any]) -> int:
    """Return the length of the longest axis of all arrays among some arguments."""
    return max((extent for each in args if isinstance(each, np.ndarray) for extent in each.shape), default=0)


def shortened(argument: Any, whole: int) -> Any:
    """Return an array with a quarter of each axis that is as long as the longest one; else the argument."""
    if not isinstance(argument, np.ndarray):
        return argument
    return argument[tuple(slice(whole // PART if extent == whole else None) for extent in argument.shape)].copy()


def _turned(args: Sequence[Any], by: int) -> list[Any]:
    return [np.roll(each, by) if isinstance(each, np.ndarray) else each for each in args]


def lines_run(function: Function, args: Sequence[Any], named: Mapping[str, Any]) -> int:
    """Return how many lines and calls of Python a call runs, those of libraries too, MOST_LINES at most."""
    count = 0

    def traced(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event in ("line", "call")
        if count >= MOST_LINES:
            sys.settrace(None)
        return traced

    before, collects = sys.gettrace(), gc.isenabled()
    gc.disable()  # what it would call back is not the function's
    sys.settrace(traced)
    try:
        function(*args, **named)
    finally:
        sys.settrace(before)
        if collects:
            gc.enable()
    return count
