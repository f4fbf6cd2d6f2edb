"""`await` at the top of a cell, which every notebook allows: an event loop that waits by the clock alone.

The usual one needs a socket to wake itself up, which a worker may not make. Nothing can wake this one from outside:
there is no other thread and no channel that it could be waiting for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from selectors import BaseSelector, SelectorKey
from typing import Any


class _Clock(BaseSelector):
    """A selector that watches nothing: its select() sleeps."""

    def register(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey:
        raise PermissionError("there is nothing to read from or to write to here")

    def unregister(self, fileobj: Any) -> SelectorKey:
        raise KeyError(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("this waits for something that never comes")
        time.sleep(max(0.0, timeout))
        return []

    def get_map(self) -> dict[Any, SelectorKey]:
        return {}


class _Loop(asyncio.SelectorEventLoop):
    """An event loop without a way to wake it up."""

    def __init__(self) -> None:
        super().__init__(_Clock())

    def _make_self_pipe(self) -> None:
        self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        return None

    def _write_to_self(self) -> None:
        return None


def run_coroutine(coroutine: Coroutine[Any, Any, Any], loops: list[asyncio.AbstractEventLoop]) -> Any:
    """Run a cell's coroutine to its end; loops holds the notebook's loop once it has one: its tasks live on in it."""
    if not loops:
        loops.append(_Loop())
        asyncio.set_event_loop(loops[0])
    return loops[0].run_until_complete(coroutine)
