"""What the commands of an instructor show: a progress bar while it takes long, and the table of scores."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from autograder.core.columns import table
from autograder.core.text import escape_ci_commands, single_line
from autograder.reports.table import NOTHING, ScoreTable, blank

# What draws with it imports it: a quiet run does without.
if TYPE_CHECKING:
    from rich.progress import Progress

ROWS = 60  # more students than this are in grades.csv; a screen is for a look
UNCHANGED = "unchanged"
QUIET_SECONDS = 10.0
Clock = Callable[[], float]


class ProgressDisplay(Protocol):
    """What is shown while a class is graded."""

    def tick(self, status: str, new: bool) -> None:
        """Count one more record; new: it was made just now."""

    def stopping(self) -> None:
        """Say that the first Ctrl-C has come."""


@contextmanager
def progress(total: int, counts: Counter[str], quiet: bool = False) -> Iterator[ProgressDisplay]:
    """Show how far `total` submissions are, as a bar in a terminal, else a line now and then. counts is kept up."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield Lines(total, counts, None if quiet else print)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("grading"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        TextColumn("[dim]{task.fields[counts]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Bar(bar, total, counts)


class Bar:
    """A bar with the rate, the time left, and the counts by status."""

    def __init__(self, bar: Progress, total: int, counts: Counter[str]) -> None:
        self._bar, self._counts, self._pace = bar, counts, Pace(total)
        self._task = bar.add_task("grading", total=total, counts="", pace="")

    def tick(self, status: str, new: bool) -> None:
        self._counts[status if new else UNCHANGED] += 1
        self._pace.step(new)
        self._bar.update(self._task, advance=1, counts=summary(self._counts), pace=str(self._pace))

    def stopping(self) -> None:
        self._bar.console.print("finishing what is under way; Ctrl-C again stops at once")


class Lines:
    """A line after QUIET_SECONDS, and again each time that as much more has passed; short runs say nothing."""

    def __init__(
        self, total: int, counts: Counter[str], say: Callable[[str], None] | None, clock: Clock = time.monotonic
    ) -> None:
        self._total, self._counts, self._say, self._clock = total, counts, say, clock
        self._pace, self._next = Pace(total, clock), clock() + QUIET_SECONDS

    def tick(self, status: str, new: bool) -> None:
        self._counts[status if new else UNCHANGED] += 1
        self._pace.step(new)
        if self._say is not None and self._clock() >= self._next:
            done = self._counts.total()
            self._say(f"{done} of {self._total} ({done * 100 // self._total} %), {self._pace}: {summary(self._counts)}")
            self._next = self._clock() + QUIET_SECONDS

    def stopping(self) -> None:
        """What is no terminal has had no key pressed."""


class Pace:
    """How fast it goes. What was unchanged costs nothing and says nothing of what is still to be graded."""

    def __init__(self, total: int, clock: Clock = time.monotonic) -> None:
        self._left, self._clock, self._graded, self._start = total, clock, 0, clock()

    def step(self, new: bool) -> None:
        """Count one more record."""
        self._left -= 1
        if new:
            self._graded += 1
        else:
            self._start = self._clock() if not self._graded else self._start

    def __str__(self) -> str:
        seconds = self._clock() - self._start
        if not self._graded or seconds <= 0:
            return ""
        rate = self._graded / seconds
        minutes, rest = divmod(round(self._left / rate), 60)
        return f"{rate:.1f}/s, {minutes}:{rest:02} left"


def summary(counts: Counter[str]) -> str:
    """Return the counts as words: "36 graded, 4 missing"."""
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def show(scores: ScoreTable) -> None:
    """Print the table of scores; a dash stands for nothing to score."""
    print(f"\n{_drawn(scores, room_here())}\n")
    if any(row.reasons for row in scores.rows):
        print("* late, extended or decided by the staff: why is in grades.csv\n")
    if len(scores.rows) > ROWS:
        print(f"… and {len(scores.rows) - ROWS} more students in grades.csv\n")


def _drawn(scores: ScoreTable, room: int) -> str:
    heads = ["student", *(name.replace("_", " ") for name in scores.assignments), "total"]
    rows = [
        [
            escape_ci_commands(single_line(row.student)),
            *map(_points, row.scores, row.statuses),
            f"{row.total:g}{' *' if row.reasons else ''}",
        ]
        for row in scores.rows[:ROWS]
    ]
    means = [_mean([row.scores[index] for row in scores.rows]) for index in range(len(scores.assignments))]
    foot = ["mean", *means, _mean([row.total for row in scores.rows])]
    return table(heads, rows, foot if len(scores.rows) > 1 else (), room)


def room_here() -> int:
    """Return how many columns standard output has, 0 where it is no terminal."""
    if not sys.stdout.isatty():
        return 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 80


def _points(score: float | None, status: str) -> str:
    return blank(status) if score is None else f"{score:g}"


def _mean(scores: Sequence[float | None]) -> str:
    known = [score for score in scores if score is not None]
    return f"{fsum(known) / len(known):.1f}" if known else NOTHING


def say_where(out: Path) -> None:
    """Print where the results lie."""
    print(f"records:    {out / 'records'}\ngrades.csv: {out / 'grades.csv'}")
