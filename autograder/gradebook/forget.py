"""What is kept of one student, found in all places, and deleted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from autograder.core.text import from_csv_cell
from autograder.errors import UsageError
from autograder.gradebook.extensions import EXTENSIONS
from autograder.gradebook.ground import GROUNDS, grounds_text, read_grounds
from autograder.gradebook.overrides import OVERRIDES
from autograder.gradebook.requests import ANSWERS, REQUESTS
from autograder.gradebook.roster import ROSTER
from autograder.gradebook.rubric import RUBRIC
from autograder.gradebook.sheet import encoded, names_separator, rows_of, sheet_text
from autograder.records.own_file import DERIVED
from autograder.records.store import write_atomically
from autograder.submissions.file_names import name_problem
from autograder.submissions.lms_names import COLLECTED

ANYWHERE = (
    "records/*/{}.json",
    "history/*/{}",
    "history/*/{}.json*",
    "history/*/{}/*",
    "regrading/*/{}.json",
    "feedback/{}",
    "report/**/{}.html",
    "exports/*/*/{}.json",
    "exports/nbgrader/*/{}",
    "exports/rubric/*/*/{}-[0-9].*",
)


@dataclass(frozen=True)
class Trace:
    """A file or folder that goes, or a sheet that loses its lines of the student (text is what is left of it)."""

    path: Path
    lines: int = 0
    text: str | None = None

    def __str__(self) -> str:
        return str(self.path) if self.text is None else f"{self.lines} line{'s'[: self.lines > 1]} of {self.path}"


def traces_of(root: Path, submitted: Path, outs: Sequence[Path], student: str) -> list[Trace]:
    """Return all that is kept of a student. Raises UsageError for a name that cannot be one."""
    if name_problem(student) or student.startswith("."):
        raise UsageError(f"'{student}' is not a student's name")
    folders = [submitted / student, submitted / ".collected" / student]
    for out in outs:
        folders += [path for pattern in ANYWHERE for path in sorted(out.glob(pattern.format(escape(student))))]
    sheets = [submitted / COLLECTED, *(root / name for name in (ROSTER, EXTENSIONS, OVERRIDES, RUBRIC, REQUESTS))]
    sheets += [out / name for out in outs for name in ("grades.csv", ANSWERS)]
    sheets += [path for out in outs for path in sorted(out.glob("exports/rubric/*/*.csv"))]
    found = {path for path in folders if path.exists()}
    gone = [Trace(path) for path in dict.fromkeys(folders) if path in found and found.isdisjoint(path.parents)]
    if gone:  # what only spares reading names everybody, and is made again
        gone += [Trace(out / DERIVED) for out in outs if (out / DERIVED).exists()]
    gone += [trace for path in sheets if path.exists() and (trace := _without(path, student))]
    return gone + [trace for out in outs if (trace := _without_grounds(out, student))]


def _without_grounds(out: Path, student: str) -> Trace | None:
    """Return what decisions are based on without those about a student."""
    before = read_grounds(out)
    left = {key: ground for key, ground in before.items() if json.loads(key)[0] != student}
    cut = len(before) - len(left)
    return Trace(out / GROUNDS, cut, grounds_text(left)) if cut else None


def _without(path: Path, student: str) -> Trace | None:
    """Return a sheet without the rows of a student; every other line stays as it is written."""
    kept, cut = list[str](), 0
    header: list[str] | None = None
    for row in rows_of(sheet_text(path)):
        if header is None and any(row.cells) and not names_separator(row.text):
            header = [cell.strip().lower() for cell in row.cells]
        elif header and "student" in header and _cell(row.cells, header.index("student")) == student:
            cut += 1
            continue
        kept.append(row.text)
    return Trace(path, cut, "".join(kept)) if cut else None


def _cell(cells: Sequence[str], index: int) -> str:
    return from_csv_cell(cells[index].strip()) if index < len(cells) else ""


def carry_out(traces: Sequence[Trace]) -> None:
    """Delete what was found."""
    for trace in traces:
        if trace.text is not None:
            write_atomically(trace.path, encoded(trace.text, trace.path.read_bytes()))
        elif trace.path.is_dir() and not trace.path.is_symlink():
            shutil.rmtree(trace.path)
        else:
            trace.path.unlink(missing_ok=True)
