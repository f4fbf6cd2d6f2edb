"""Run a command: how long it takes, and how much memory all of its processes share out among themselves at most."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOK_SECONDS = 0.2
AUTOGRADER = (sys.executable, "-m", "autograder")


@dataclass(frozen=True)
class Cost:
    """Seconds by the wall clock; peak memory in MB, 0 where the system does not tell or it was not measured."""

    seconds: float
    megabytes: float = 0.0


def run(command: Sequence[str | Path], memory: bool = False, right: Sequence[int] = (0,), **where: object) -> Cost:
    """Run a command to its end. Raises RuntimeError with its last words if its exit code is not a right one."""
    peak, over = [0.0], threading.Event()
    start = time.perf_counter()
    with subprocess.Popen(  # type: ignore[call-overload]
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **where
    ) as process:
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, over), daemon=True)
        if memory:
            watcher.start()
        said, _ = process.communicate()
        seconds = time.perf_counter() - start
        over.set()
        if memory:
            watcher.join()
    if process.returncode not in right:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit code {process.returncode}\n{said[-2000:]}")
    return Cost(seconds, peak[0])


def _watch(root: int, peak: list[float], over: threading.Event) -> None:
    while not over.wait(LOOK_SECONDS):
        peak[0] = max(peak[0], sum(map(_megabytes, tree(root))))


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    children = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            children[int(path.read_text().rpartition(")")[2].split()[1])].append(int(path.parent.name))
    found = [root]
    for pid in found:
        found += children[pid]
    return found


def _megabytes(pid: int) -> float:
    """Return a process's proportional share: a page that n processes share counts 1/n for each."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024
    return 0.0


def ours(**changes: str) -> dict[str, str]:
    """Return an environment in which this package is found from any folder."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1]), **changes}
