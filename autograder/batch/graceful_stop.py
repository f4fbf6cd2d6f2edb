"""Ctrl-C, once: finish what is under way, and begin nothing new. Twice: stop at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Item = TypeVar("Item")


class Stop:
    """Whether the first Ctrl-C has come."""

    def __init__(self) -> None:
        self.came = False

    def until(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items until it comes."""
        for item in items:
            if self.came:
                return
            yield item


@contextmanager
def finish_current_work_on_sigint(on_first: Callable[[], None]) -> Iterator[Stop]:
    """Note the first Ctrl-C in the Stop that is yielded, and raise KeyboardInterrupt for it at the end.

    The second raises at once, as all do outside of the main thread.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def note(number: int, frame: FrameType | None) -> None:
        if stop.came:
            raise KeyboardInterrupt
        stop.came = True
        on_first()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
    if stop.came:
        raise KeyboardInterrupt
