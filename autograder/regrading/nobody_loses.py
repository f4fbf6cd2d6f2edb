"""The policy that nobody loses by a regrade: points that would be lost are given back by overrides, with the reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from autograder.gradebook.overrides import OVERRIDES
from autograder.gradebook.sheet import separator_of, sheet_text
from autograder.records.store import write_atomically
from autograder.regrading.compare import LEAST, Move

HEADER = ("student", "assignment", "exercise", "score", "reason", "by", "date")
BOM = b"\xef\xbb\xbf"


def give_back(root: Path, found: Iterable[Move], today: date, dry: bool = False) -> list[Move]:
    """Add an override to decisions/overrides.csv for each move downwards (dry: do not); return these moves.

    It adds just what was lost, on the whole: a later regrade that goes up keeps what it adds, and lists the override as
    one whose ground has moved. A submission that counts no longer at all (unreadable, excused) is left to the staff.
    """
    lost = [move for move in found if move.after is not None and move.points < -LEAST]
    if lost and not dry:
        path = root / OVERRIDES
        write_atomically(path, _with_rows(path, [_row(move, today) for move in lost]))
    return lost


def _row(move: Move, today: date) -> dict[str, str]:
    reason = f"nobody loses by a regrade: {move.before:g} became {move.after:g}"
    points = f"+{-move.points:.10g}"
    values = (move.student, move.assignment, "", points, reason, "autograder", today.isoformat())
    return dict(zip(HEADER, values, strict=True))


def _with_rows(path: Path, rows: list[dict[str, str]]) -> bytes:
    """Return the sheet with more rows, in its own separator and order of columns; what is there stays byte for byte."""
    before = path.read_bytes() if path.exists() else b""
    text = sheet_text(path) if before.strip() else ",".join(HEADER) + "\n"
    separator = separator_of(text)
    first = next(line for line in text.splitlines() if line.strip())
    columns = [name.strip().lower().replace(" ", "_") for name in next(csv.reader([first], delimiter=separator))]
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, columns, "", "ignore", delimiter=separator, lineterminator="\n")
    writer.writerows(rows)
    start = before if before.strip() else text.encode()
    return start + (b"" if start.endswith((b"\n", b"\r")) else b"\n") + added.getvalue().encode("utf-8")
