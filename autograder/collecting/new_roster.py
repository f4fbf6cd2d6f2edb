"""roster.csv begun from a list that another system gives out: a gradebook, a list of participants, a class list.

Known are the columns of Canvas' gradebook, of Moodle's participants and grading worksheets, and of Gradescope's roster.
Who is in roster.csv already keeps their line as it is written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.core.text import csv_cell
from autograder.gradebook.roster import ROSTER, UNIQUE, Student, read_roster
from autograder.gradebook.sheet import encoded, header_of, separator_of, sheet_text
from autograder.records.store import write_atomically
from autograder.reports.downloaded import Downloaded, Row, read_downloaded
from autograder.reports.moodle_columns import columns_of
from autograder.submissions.file_names import student_problem

HEADER = ("student", "name", "email", "section", "status", "canvas_id", "moodle_id", "sis_id", "group", "git_name")
_OURS: Mapping[str, tuple[str, ...]] = {
    "name": ("full name", "name"),
    "first": ("first name", "firstname"),
    "last": ("last name", "lastname", "surname"),
    "email": ("email address", "email", "e-mail"),
    "login": ("sis login id", "username", "login"),
    "sis_id": ("sis user id", "id number", "sid", "student id"),
    "section": ("section", "sections"),
    "group": ("groups", "group"),
    "git_name": ("github_username", "github username", "github"),
}


@dataclass(frozen=True)
class Begun:
    """What became of a list: students who are new in roster.csv, and students there who are not in the list."""

    added: tuple[str, ...]
    absent: tuple[str, ...]


def begin_roster(root: Path, source: Path) -> Begun:
    """Add to a course's roster.csv everyone in a downloaded list who is not there yet. Raises SourceError."""
    path = root / ROSTER
    before, sheet = read_roster(path), read_downloaded(source)
    listed = tuple(_people(sheet))
    known = {student.name: _keys(student) for student in before}
    added = [one for one in listed if not any(_keys(one) & keys for keys in known.values())]
    found = {key for one in listed for key in _keys(one)}
    if added:
        write_atomically(path, _with_lines(path, added))
        read_roster(path)
    return Begun(tuple(one.name for one in added), tuple(name for name, keys in known.items() if not keys & found))


def _keys(student: Student) -> set[tuple[str, str]]:
    """Return what tells that two lines are one student's."""
    keys = {(column, str(getattr(student, column)).casefold()) for column in ("name", *UNIQUE)}
    return {key for key in keys if key[1]}


def _people(sheet: Downloaded) -> Iterator[Student]:
    """Yield the students of a list, each under the first name that all of them have: login, e-mail, number."""
    header = next((number for number, row in enumerate(sheet.rows) if any(row.cells)), None)
    if header is None:
        raise sheet.fault(1, "is empty: download a gradebook or a list of participants")
    bodies = sheet.rows[header + 1 :]
    columns = _columns(sheet.rows[header].cells, [row for row in bodies if any(row.cells)])
    told = [each for row in bodies if (each := _told(row, columns)) is not None]
    names = _names(told)
    if not told or not names:
        line, ways = sheet.rows[header].line, "ID, SIS Login ID, Email address, Username, ID number"
        raise sheet.fault(line, f"is no list of students that is known here: it needs names, and one of {ways}")
    for row, name in zip(told, names, strict=True):
        canvas_id = row["canvas_id"]
        yield Student(name, row["name"], row["email"], row["section"], "enrolled", canvas_id, "", row["sis_id"],
                      row["group"], row["git_name"])  # fmt: skip


def _columns(header: Sequence[str], bodies: Sequence[Row]) -> Mapping[str, int]:
    """Return the columns by name; those of Moodle's worksheets in whatever language."""
    columns = {cell.strip().casefold(): column for column, cell in reversed([*enumerate(header)])}
    is_known = columns.keys() & {*_OURS["email"], *_OURS["login"], *_OURS["sis_id"]}
    return columns if is_known else columns_of(header, bodies)


def _told(row: Row, columns: Mapping[str, int]) -> dict[str, str] | None:
    """Return what a row tells of a student, None for one that is no student's."""

    def cell(name: str) -> str:
        return next((row.value(columns[each]) for each in _OURS[name] if each in columns), "")

    told = {name: cell(name) for name in _OURS}
    sortable = row.value(columns.get("student"))  # Canvas: "Lovelace, Ada"
    last, comma, first = sortable.partition(",")
    turned = f"{first.strip()} {last.strip()}".strip() if comma else sortable
    told["name"] = told["name"] or turned or f"{told['first']} {told['last']}".strip()
    told["canvas_id"] = row.value(columns.get("id")) if "student" in columns or "lastname" in columns else ""
    told["email"] = told["email"] or (told["login"] if "@" in told["login"] else "")
    role = row.value(columns.get("role")).casefold()
    is_student = role in ("", "student") and turned != "Test Student" and not turned.startswith("Points Possible")
    return told if is_student and any(told[key] for key in ("email", "login", "sis_id", "canvas_id")) else None


def _names(told: Sequence[Mapping[str, str]]) -> list[str]:
    """Return a folder's name for each: of the first kind that everyone has, and nobody shares."""
    for key in ("login", "email", "sis_id", "canvas_id"):
        names = [each[key].partition("@")[0] for each in told]
        if all(names) and len({name.casefold() for name in names}) == len(names) and not any(map(_is_unfit, names)):
            return names
    return []


def _is_unfit(name: str) -> bool:
    return bool(student_problem(name)) or name.startswith(".")


def _with_lines(path: Path, students: Iterable[Student]) -> bytes:
    before = path.read_bytes() if path.exists() else b""
    text = sheet_text(path) if before.strip() else ",".join(HEADER) + "\n"
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, header_of(text), "", "ignore", delimiter=separator_of(text), lineterminator="\n")
    for student in students:
        cells = {column: csv_cell(str(getattr(student, column))) for column in HEADER[2:]}
        writer.writerow({**cells, "student": csv_cell(student.name), "name": csv_cell(student.full_name), "status": ""})
    return encoded(text + ("" if text.endswith(("\n", "\r")) else "\n") + lines.getvalue(), before)
