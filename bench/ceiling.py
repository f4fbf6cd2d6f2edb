"""What several processes can gain on this machine at all: the floor's work, done by one, and by one per core at once.

Cores of a virtual machine may share one real core; then nothing that computes gains as much as there are cores.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from statistics import median

from autograder.batch.bounded import cores
from bench import floor
from bench.classes import class_of, keys, read_class
from bench.table import Part

SUBMISSIONS, REPEATS = 60, 5


def measure() -> list[float]:
    """Return how many times as much work as one process does as many processes do as there are cores."""
    work = [floor.work_of(each, keys()[each.assignment]) for each in read_class(class_of(SUBMISSIONS))]
    floor.get_ready()
    processes, gains = len(cores()), []
    for _ in range(REPEATS):
        alone, together = _seconds(work, 1), _seconds(work, processes)
        gains.append(processes * alone / together)
    return gains


def _seconds(work: Sequence[floor.Work], processes: int) -> float:
    """Return how long it takes until each of so many processes has done all of the work."""
    start, children = time.perf_counter(), []
    for _ in range(processes):
        pid = os.fork()
        if pid == 0:
            try:
                for each in work:
                    floor.forked(each)
            finally:
                os._exit(0)
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    return time.perf_counter() - start


def report(gains: Sequence[float]) -> Part:
    """Return the number as a ratio."""
    how = (
        f"The floor's work of {SUBMISSIONS} submissions by one process, by {len(cores())} at once, each all of it: "
        f"the median of {REPEATS} ({min(gains):.2f} to {max(gains):.2f})."
    )
    gain = (f"{len(cores())} independent processes against one (work done in the same time)", median(gains))
    return Part("What a second core gives", how, ratios=[gain])
