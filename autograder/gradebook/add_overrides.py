"""Rows that a command adds to decisions/overrides.csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.gradebook.add_rows import add_rows
from autograder.gradebook.overrides import OVERRIDES, Override

HEADER = ("student", "assignment", "exercise", "score", "reason", "by", "date")


def add_overrides(root: Path, rows: Sequence[Mapping[str, str]], earlier: Sequence[Override] = ()) -> None:
    """Add rows (by the names of HEADER) to the overrides of a course; the file is made where there is none.

    earlier: overrides that are there, and go.
    """
    add_rows(root / OVERRIDES, HEADER, rows, frozenset(each.row.line for each in earlier))
