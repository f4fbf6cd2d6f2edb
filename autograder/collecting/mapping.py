"""submitted/collected.csv: what became of each file of each source. Lines are added and never lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from autograder.core.text import csv_cell, utf8
from autograder.gradebook.sheet import read_sheet
from autograder.records.store import write_atomically
from autograder.submissions.lms_names import COLLECTED

MAPPING = COLLECTED


@dataclass(frozen=True)
class Line:
    """One file for one student. kept: where it lies, below submitted/; counts: "yes" if it is what is graded."""

    source: str
    file: str
    student: str
    assignment: str
    attempt: str
    submitted: str
    kept: str
    sha256: str
    counts: str = ""
    note: str = ""

    @property
    def of_file(self) -> tuple[str, str, str]:
        """The file, whosever it is."""
        return (self.source, self.file, self.sha256)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells lines apart: two whom nobody knows may have handed in the same file, as an untouched one."""
        whose = () if self.student else (self.note,)
        return (self.source, self.file, self.student, self.assignment, self.sha256, self.attempt, *whose)


COLUMNS = tuple(each.name for each in fields(Line))


def read_lines(path: Path) -> list[Line]:
    """Return the lines of an earlier run. Raises SourceError for a file that is not ours."""
    return [Line(**{column: row[column] for column in COLUMNS}) for row in read_sheet(path, COLUMNS)]


def write_lines(
    path: Path, before: Iterable[Line], lines: Sequence[Line], counting: dict[tuple[str, str], str]
) -> None:
    """Write earlier and new lines in order of name; counting: the attempt that counts, by student and assignment."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    # Of what belonged to no student at first, the new lines say again whether it has found its place.
    again = {line.of_file for line in lines}
    kept = [line for line in before if line.student or line.of_file not in again]
    merged = {line.key: _settled(line, counting) for line in (*kept, *lines)}
    for _, line in sorted(merged.items()):
        writer.writerow([_escaped(value) for value in asdict(line).values()])
    write_atomically(path, text.getvalue())


def _settled(line: Line, counting: dict[tuple[str, str], str]) -> Line:
    if not line.attempt or (line.student, line.assignment) not in counting:
        return line
    return replace(line, counts="yes" if counting[line.student, line.assignment] == line.attempt else "no")


def _escaped(value: str) -> str:
    return csv_cell(utf8(value).decode())
