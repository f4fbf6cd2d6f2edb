"""What a call costs: how many lines of Python it runs at two sizes of its arrays, and, by many calls, its time.

Lines are counted and not timed, so neither load nor another machine changes them. An operation on whole arrays runs
as many at either size; a loop, a comprehension, `np.vectorize` run more. A loop in compiled code (`map(math.sqrt, x)`,
`sum(x)`) has no lines of its own, but takes entries out of an array one by one: so while lines are counted, taking one
is made to run some. What is done so with a copy that is no longer such an array is left to the time.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
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


class Watched(np.ndarray):
    """An array, and what is made of it, of which no entry is taken out by itself without running lines of Python."""

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(key)

    def item(self, *place: Any) -> Any:
        return super().item(*place)

    def tolist(self) -> Any:
        if not self.ndim:
            return self.item()
        return [each.tolist() if isinstance(each, np.ndarray) else each.item() for each in self]


def repeated(function: Function, args: Sequence[Any], named: Mapping[str, Any], times: int) -> Described:
    """Return what a call returns, and how many lines it runs as it is and with its longest axes cut to a quarter.

    Unless the lines tell already that it has a loop, it is then made so many times, each with its arrays turned by
    other entries, so that none helps another.
    """
    whole = longest(args)
    lengths = [whole // PART, whole]
    result, lines, loops = None, list[int](), False
    if whole >= LEAST:
        cut = [shortened(argument, whole) for argument in args]
        _lines(function, _turned(cut, times + 3), named)  # what it imports and keeps is not to count
        lines = [lines_run(function, _turned(some, times + 1), named) for some in (cut, args)]
        if not (loops := _grow(lines, lengths)):
            lines = [_lines(function, _turned(some, times + 2), named) for some in (cut, args)]
            loops = _grow(lines, lengths)
    for turn in reversed(range(1 if loops else max(times, 1))):
        result = function(*_turned(args, turn), **named)
    return Described(REPEATED, (("value", result), ("lengths", lengths), ("lines", lines)))


def _grow(lines: Sequence[int], lengths: Sequence[int]) -> bool:
    return lines[1] - lines[0] >= lengths[1] - lengths[0]


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


def _lines(function: Function, args: Sequence[Any], named: Mapping[str, Any]) -> int:
    """Return how many lines a call runs, taking entries out one by one included; without those if it cannot bear it."""
    with suppress(Exception):
        return lines_run(function, [_watched(each) for each in args], named)
    return lines_run(function, args, named)


def _watched(argument: Any) -> Any:
    return argument.copy().view(Watched) if type(argument) is np.ndarray else argument


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
