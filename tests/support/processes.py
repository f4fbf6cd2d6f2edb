"""Processes as a test sees them: which there are, and waiting for one to be there or gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes below pid, zombies among them."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield int(child)
            yield from descendants(int(child))


def alive(pid: int) -> bool:
    """Say whether there is such a process, which is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], why_not: Callable[[], object] = lambda: None) -> None:
    """Wait for what takes a moment, and longer where the machine is busy. why_not: what a failure shows."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, why_not()
        time.sleep(0.02)
