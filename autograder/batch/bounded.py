"""Hand items to an executor, a bounded number at a time; and how many cores there are to do it on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from autograder.batch.graceful_stop import Stop

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Made = TypeVar("Made")
WINDOW = 4  # submissions read ahead for each process: enough to keep it busy, little enough to hold in memory


def cores() -> Sequence[int]:
    """Return the cores that this process may use, by number: in a container or a batch job fewer than there are."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)


def on_executor(
    executor: Executor,
    task: Callable[[Item], Made],
    items: Iterable[Item],
    window: int,
    stop: Stop | None = None,
) -> Iterator[Made]:
    """Yield what `task` makes of each item, as it comes; at most `window` of them are under way at a time.

    When stop comes, what has not begun is given up.
    """
    from concurrent.futures import FIRST_COMPLETED, wait  # not above: to count the cores takes none of it

    waiting: set[Future[Made]] = set()
    for item in items:
        waiting.add(executor.submit(task, item))
        done, waiting = wait(waiting, timeout=None if len(waiting) >= window else 0, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)
    while waiting:
        if stop is not None and stop.came:
            waiting = {future for future in waiting if not future.cancel()}
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)
