"""What the commands of an instructor show: a progress bar while it takes long, and the table of scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from autograder.batch import OnRecord
from autograder.exports.table import Table
from autograder.harmless import no_commands
from autograder.records import Record

ROWS = 60  # more students than this are in grades.csv; a screen is for a look
PLAIN_WIDTH = 120
NOTHING = "–"


@contextmanager
def progress(total: int, counts: Counter[str]) -> Iterator[OnRecord]:
    """Show a bar of `total` submissions; what is yielded is called with each record. counts is kept up to date."""
    console = Console(stderr=True)
    columns = (
        TextColumn("grading"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[counts]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("grading", total=total, counts="")

        def tick(record: Record, new: bool) -> None:
            counts[record["status"] if new else "unchanged"] += 1
            bar.update(task, advance=1, counts=summary(counts))

        yield tick


def summary(counts: Counter[str]) -> str:
    """Return the counts as words: "36 graded, 4 missing"."""
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def show(table: Table) -> None:
    """Print the table of scores; a dash stands for nothing to score."""
    console = Console(highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    console.print(_drawn(table))
    if len(table.rows) > ROWS:
        console.print(f"… and {len(table.rows) - ROWS} more students in grades.csv\n")


def _drawn(table: Table) -> RichTable:
    drawn = RichTable(box=SIMPLE_HEAD, show_footer=len(table.rows) > 1)
    drawn.add_column("student", footer="mean", no_wrap=True, overflow="ellipsis")
    for index, name in enumerate(table.assignments):
        mean = _mean([row[index] for _, row, _ in table.rows])
        drawn.add_column(_foldable(name), footer=mean, justify="right", overflow="fold")
    drawn.add_column("total", footer=_mean([total for *_, total in table.rows]), justify="right", style="bold")
    for student, row, total in table.rows[:ROWS]:
        drawn.add_row(escape(no_commands(student)), *map(_points, row), f"{total:g}")
    return drawn


def _foldable(name: str) -> str:
    """Return an assignment's name as a heading that a narrow column can break at its underscores."""
    return escape(name.replace("_", " "))


def _points(score: float | None) -> str:
    return NOTHING if score is None else f"{score:g}"


def _mean(scores: Sequence[float | None]) -> str:
    known = [score for score in scores if score is not None]
    return f"{fmean(known):.1f}" if known else NOTHING


def say_where(out: Path) -> None:
    """Print where the results lie."""
    print(f"records:    {out / 'records'}\ngrades.csv: {out / 'grades.csv'}")
