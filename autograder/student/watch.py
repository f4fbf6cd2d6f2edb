"""`autograder check FILE --watch`: check again whenever a file is saved, in one process that has numpy loaded already.

Files are looked at a few times a second, which works on every system and network drive; a look costs microseconds.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

SECONDS = 0.05  # between two looks
CLEAR = "\x1b[H\x1b[2J\x1b[3J"
SUFFIXES = (".ipynb", ".py")
Stamp = Mapping[Path, tuple[int, int]]


def watch(paths: Sequence[Path], run: Callable[[bool], int], pause: Callable[[float], None] = time.sleep) -> int:
    """Call run at once, and again after every save, until Ctrl-C; return what it returned last.

    run is told whether this is the first time.
    """
    code = 0
    try:
        for number, _ in enumerate(changes(paths, pause)):
            code = _redrawn(run, number == 0) if sys.stdout.isatty() else run(number == 0)
            print(f"\n{time.strftime('%H:%M:%S')}: watching; Ctrl-C ends", flush=True)
    except KeyboardInterrupt:
        print()
    return code


class _Screen(io.StringIO):
    """What is to be drawn, for a program that asks what it writes to."""

    encoding = property(lambda _: sys.__stdout__.encoding if sys.__stdout__ else "utf-8")

    def isatty(self) -> bool:
        return True


def _redrawn(run: Callable[[bool], int], first: bool) -> int:
    """Call run, and only then replace what the terminal shows by what it has written: nothing flickers."""
    screen = _Screen()
    with redirect_stdout(screen), redirect_stderr(screen):
        code = run(first)
    print(CLEAR, screen.getvalue(), sep="", end="")
    return code


def changes(paths: Sequence[Path], pause: Callable[[float], None]) -> Iterator[None]:
    """Yield at once, and whenever one of the files, or of a folder's files, has another time or size."""
    before: Stamp | None = None
    while True:
        now = stamp(paths)
        if now != before:
            before = now
            yield
        pause(SECONDS)


def stamp(paths: Sequence[Path]) -> Stamp:
    """Return when each file was written and how long it is; what is not there (while it is saved) is left out."""
    found = {}
    for path in paths:
        for file in [path, *(each for each in path.glob("*") if each.suffix in SUFFIXES)] if path.is_dir() else [path]:
            try:
                status = file.stat()
            except OSError:
                continue
            if not file.is_dir():
                found[file] = (status.st_mtime_ns, status.st_size)
    return found
