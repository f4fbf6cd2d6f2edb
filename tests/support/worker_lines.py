"""Which lines a worker reaches: copied into site-packages while coverage is measured, and imported by Pythons there.

A worker can open no file and is killed rather than ended, so nothing can be written at its end. There is no need to: a
map of one byte per line is opened while its process is still being prepared, and all that is forked from that shares
it. What is written into the map is in its file even when the process is killed. In a jail there is no such file, and
nothing is measured.
"""

import mmap
import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

LINES = 512  # of a file; no module is longer
UNTRUSTED = "autograder.sandbox.worker"


def start(package: Path, data: Path) -> None:
    """Trace this process if it is an untrusted one. package is our package's folder, data where the maps lie."""
    if not any(UNTRUSTED in word for word in sys.orig_argv):
        return
    names = sorted(str(path) for path in package.rglob("*.py"))
    try:
        with open(data / f"{os.getpid()}.lines", "w+b") as file:
            file.truncate(len(names) * LINES)
            reached = mmap.mmap(file.fileno(), 0)
    except (OSError, ValueError):
        return
    tracers = {name: _tracer(reached, number * LINES) for number, name in enumerate(names)}

    def called(frame: FrameType, event: str, argument: Any) -> Any:
        return tracers.get(frame.f_code.co_filename)

    sys.settrace(called)


def _tracer(reached: mmap.mmap, first: int) -> Any:
    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        reached[first + frame.f_lineno] = 1
        return trace

    return trace
