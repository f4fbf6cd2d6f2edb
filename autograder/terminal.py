"""What the commands of an instructor show: a progress bar while it takes long, and the table of scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from autograder.exports.table import Table
from autograder.records import Record


class Tick(Protocol):
    def __call__(self, record: Record, new: bool) -> None: ...


@contextmanager
def progress(total: int, counts: Counter[str]) -> Iterator[Tick]:
    """Show a bar of `total` submissions; the value yielded is called once for each record. counts is kept up to date."""
    columns: tuple[Any, ...] = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("grading", total=total, counts="")

        def tick(record: Record, new: bool) -> None:
            counts[record["status"] if new else "unchanged"] += 1
            bar.update(task, advance=1, counts=summary(counts))

        yield tick


def summary(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def show(table: Table) -> None:
    """Print the table of scores; a dash stands for nothing to score."""
    shown = RichTable(title="Scores", title_justify="left")
    shown.add_column("student", no_wrap=True)
    for name in (*table.assignments, "total"):
        shown.add_column(name, justify="right")
    for student, row, total in table.rows:
        shown.add_row(escape(student), *("–" if score is None else f"{score:g}" for score in row), f"{total:g}")
    console = Console()
    if not console.is_terminal:
        console = Console(width=120)
    console.print(shown)


def say_where(out: Path) -> None:
    print(f"records:    {out / 'records'}\ngrades.csv: {out / 'grades.csv'}")
