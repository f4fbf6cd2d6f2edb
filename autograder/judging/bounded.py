"""A bound on the time of an author's own function, which judges what strangers made: it must come to an end.

The bound is looked at with each line of Python that runs. One call into compiled code is not interrupted.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


class TookTooLongError(BaseException):
    """The time was up. No Exception, so that nothing on its way catches it."""


def within(seconds: float, function: Callable[[], T]) -> T:
    """Return what a function returns. Raises TookTooLongError after so much CPU time of this process."""
    end, before = time.process_time() + seconds, sys.gettrace()

    def look(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.process_time() > end:
            raise TookTooLongError
        return look

    sys.settrace(look)
    try:
        return function()
    finally:
        sys.settrace(before)
