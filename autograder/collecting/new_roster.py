"""roster.csv begun from a list that another system gives out: a gradebook, a list of participants, a class list.

Known are Canvas' gradebook, Moodle's participants and grading worksheets, and the rosters of Gradescope and GitHub
Classroom. Who is in roster.csv already keeps their line, in which blank cells are filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.collecting.join_roster import Joined, Listed, join
from autograder.gradebook.add_rows import add_rows
from autograder.gradebook.roster import ROSTER, Student, read_roster, students_in
from autograder.gradebook.sheet import Row as Line
from autograder.gradebook.sheet import read_sheet
from autograder.reports.downloaded import Downloaded, Row, read_downloaded
from autograder.reports.moodle import PARTICIPANT
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
    "identifier": ("identifier",),  # GitHub Classroom: whatever the staff called people there
}


def begin_roster(root: Path, source: Path) -> Joined:
    """Add to a course's roster.csv who is in a downloaded list, and what it tells of those who are there already.

    Raises SourceError.
    """
    path = root / ROSTER
    before, sheet = read_roster(path), read_downloaded(source)
    joined = join(before, tuple(_people(sheet)))
    lines = {row["student"]: row.line for row in read_sheet(path, ("student",))}
    filled = {lines[name]: cells for name, cells in joined.filled.items()}
    add_rows(path, HEADER, [_cells(student) for student in joined.added], filled=filled)
    return joined


def _cells(student: Student) -> dict[str, str]:
    cells = {column: str(getattr(student, column)) for column in HEADER[2:]}
    return {**cells, "student": student.name, "name": student.full_name, "status": ""}


def _people(sheet: Downloaded) -> Iterator[Listed]:
    """Yield the students of a list, each under the first name that all of them have: login, e-mail, number.

    Raises SourceError for what could be in no roster, with its line.
    """
    header = next((number for number, row in enumerate(sheet.rows) if any(row.cells)), None)
    if header is None:
        raise sheet.fault(1, "is empty: download a gradebook or a list of participants")
    bodies = sheet.rows[header + 1 :]
    if again := next((row for row in bodies if row.cells == sheet.rows[header].cells), None):
        raise sheet.fault(again.line, "the names of the columns are there again: add one list at a time")
    columns = _columns(sheet.rows[header].cells, [row for row in bodies if any(row.cells)])
    people = [(row.line, each) for row in bodies if (each := _told(row, columns)) is not None]
    told = [each for _, each in people]
    names = _names(told)
    if not told or not names:
        line, ways = sheet.rows[header].line, "ID, SIS Login ID, Email address, Username, ID number"
        raise sheet.fault(line, f"is not a list of students that is known here: it needs names, and one of {ways}")
    rows = [Line(sheet.path, line, {**row, "student": name}) for (line, row), name in zip(people, names, strict=True)]
    yield from map(Listed, (row.line for row in rows), students_in(rows))


def _columns(header: Sequence[str], bodies: Sequence[Row]) -> Mapping[str, int]:
    """Return the columns by name; those of Moodle's worksheets in whatever language."""
    columns = {cell.strip().casefold(): column for column, cell in reversed([*enumerate(header)])}
    is_known = columns.keys() & {*_OURS["email"], *_OURS["login"], *_OURS["sis_id"], *_OURS["git_name"]}
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
    participant = PARTICIPANT.fullmatch(row.value(columns.get("identifier"))) if "grade" in columns else None
    told["moodle_id"] = participant[1] if participant else ""
    told["login"] = told["login"] or (told["identifier"] if columns.keys() & {*_OURS["git_name"]} else "")
    told["email"] = told["email"] or (told["login"] if "@" in told["login"] else "")
    role = row.value(columns.get("role")).casefold()
    is_student = role in ("", "student") and told["name"] != "Test Student" and not turned.startswith("Points Possible")
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
