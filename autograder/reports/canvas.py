"""The Canvas gradebook, filled in: the CSV file that was downloaded from there, ready to be imported again.

Canvas knows an assignment by the number in its title, "Chain rule (123)", and makes a new one of a title that it does
not know: so no column is ever added. It holds scores above the maximum, two decimals, and EX for what is excused.
Source: instructure/canvas-lms, lib/gradebook_importer.rb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.core.text import single_line
from autograder.gradebook.entries import Entry, Gradebook, Student
from autograder.gradebook.overrides import EXCUSED
from autograder.gradebook.roster import DROPPED
from autograder.reports.downloaded import Downloaded, Row, dropped, has_decimal_comma, listed, plain, require_unique
from autograder.reports.export import Exported, Request, chosen, sheet_of
from autograder.reports.whose_row import Keys, StudentTable

FILE = "from Canvas: Grades, Export, Export Entire Gradebook"
NUMBERED = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)\s*", re.DOTALL)
UNASSIGNED = "N/A"  # what Canvas writes for a student whom an assignment is not given to
POINTS = "points possible"
OTHER_ROWS = (POINTS, "manual posting")
TEST_STUDENT = "student, test"
EXCUSED_CELL = "EX"
_POINTS = re.compile(r"(?:\d+(?:[.,]\d+)?)?")


@dataclass(frozen=True)
class _Gradebook:
    """A sheet's header understood: columns by their name in lower case, and where the students' columns end."""

    sheet: Downloaded
    header: int
    columns: Mapping[str, int]
    first: int

    @cached_property
    def decimal_comma(self) -> bool:
        """Whether numbers are written with a decimal comma."""
        rows = self.sheet.rows
        return any(has_decimal_comma(row.value(index)) for row in rows for index in range(self.first, len(row.cells)))

    @property
    def points(self) -> Row | None:
        """The row of points possible, if there is one."""
        return next((row for row in self.sheet.rows[self.header + 1 :] if _label(row) == POINTS), None)

    @property
    def students(self) -> Iterator[tuple[int, Row]]:
        """The rows of students, each with its number."""
        for number, row in enumerate(self.sheet.rows):
            # Canvas tells of manual posting in a row without a student.
            said = any(row.value(column) for column in range(self.first))
            is_other = _label(row) in OTHER_ROWS or self.name_in(row).casefold() == TEST_STUDENT
            if number > self.header and said and not is_other:
                yield number, row

    def name_in(self, row: Row) -> str:
        """Return whom a row names, the last name first."""
        if "student" in self.columns:
            return row.value(self.columns["student"])
        return ", ".join(filter(None, (row.value(self.columns.get(name)) for name in ("lastname", "firstname"))))


def canvas(gradebook: Gradebook, request: Request) -> Exported:
    """Return the downloaded file with the scores of these assignments. Raises UsageError, SourceError."""
    form = _understood(sheet_of(request, FILE))
    targets = _targets(form, chosen(gradebook, request), request.columns)
    table = StudentTable(gradebook.students, _WAYS)
    found = {number: student for number, row in form.students if (student := _student(form, row, table))}
    require_unique(form.sheet, {number: student.name for number, student in found.items()})
    if not found:
        raise form.sheet.fault(None, "names nobody who is in the roster or has records: is it this course's gradebook?")
    left = [student.name for student in found.values() if student.status == DROPPED]
    cells: dict[tuple[int, int], str] = {}
    notes = [*_strangers(form, found), *_absent(gradebook, found), *_points(form, gradebook, targets)]
    notes += dropped(left)
    for number, student in found.items():
        if student.status == DROPPED:
            continue
        for name, column in targets.items():
            entry, row = gradebook.entries[student.name, name], form.sheet.rows[number]
            if row.value(column).upper() == UNASSIGNED:
                notes.append(f"line {row.line}, {student.name}: '{name}' is not theirs in Canvas, {UNASSIGNED} stays")
            elif (text := _cell(form, entry, column)) is not None:
                cells[number, column] = text
            elif row.value(column) not in ("", "-"):
                notes.append(
                    f"line {row.line}, {student.name}: '{name}' has no score ({entry.status}); Canvas keeps what it has"
                )
    return Exported({form.sheet.path.name: form.sheet.filled(cells)}, tuple(notes))


def _label(row: Row) -> str:
    return row.value(0).casefold()


def _understood(sheet: Downloaded) -> _Gradebook:
    header = next((number for number, row in enumerate(sheet.rows) if any(cell.strip() for cell in row.cells)), None)
    if header is None:
        raise sheet.fault(1, f"is empty: download it {FILE}")
    columns: dict[str, int] = {}
    for column, cell in enumerate(sheet.rows[header].cells):
        columns.setdefault(cell.strip().casefold(), column)
    if not ({"student", "lastname"} & columns.keys()) or "id" not in columns or "section" not in columns:
        line = sheet.rows[header].line
        raise sheet.fault(
            line, f"is not a gradebook of Canvas (it has columns Student, ID, Section): download it {FILE}"
        )
    return _Gradebook(sheet, header, columns, columns["section"] + 1)


def _targets(form: _Gradebook, names: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each assignment that has one. Raises SourceError if none has, or one has two."""
    sheet, line = form.sheet, form.sheet.rows[form.header].line
    titles = {
        column: cell
        for column, cell in enumerate(sheet.rows[form.header].cells)
        if column >= form.first and NUMBERED.fullmatch(cell)
    }
    targets = {}
    for name in names:
        fitting = [column for column, title in titles.items() if _is_title(title, columns.get(name, name))]
        if len(fitting) > 1:
            both = listed([titles[column] for column in fitting])
            raise sheet.fault(line, f"several columns fit '{name}': {both}; name one: --column '{name}=TITLE (ID)'")
        if not fitting and name in columns:
            raise sheet.fault(line, f"there is no column '{single_line(columns[name], 80)}' for '{name}'")
        if fitting:
            targets[name] = _writable(form, fitting[0])
    if not targets:
        there = listed(list(titles.values())) or "none"
        message = f"no column is titled as an assignment of the course is; there are: {there}. "
        raise sheet.fault(line, f"{message}Name one: --column '{names[0]}=TITLE'")
    return targets


def _is_title(title: str, wanted: str) -> bool:
    match = NUMBERED.fullmatch(title)
    return match is not None and (title.strip() == wanted.strip() or plain(match["title"]) == plain(wanted))


def _writable(form: _Gradebook, column: int) -> int:
    # "(read only)" in the site's language: an assignment's cell says its points there.
    if form.points is not None and not _POINTS.fullmatch(form.points.value(column)):
        title = single_line(form.sheet.rows[form.header].cells[column], 80)
        raise form.sheet.fault(form.points.line, f"Canvas does not read the column '{title}' again: it is read only")
    return column


def _folded(*names: str) -> set[str]:
    return {name.casefold() for name in names}


# By ID, then SIS User ID, then SIS Login ID, then name, as Canvas itself looks.
_WAYS: tuple[Keys, ...] = (
    lambda student: _folded(student.canvas_id),
    lambda student: _folded(student.sis_id),
    lambda student: _folded(student.name, student.email, student.email.partition("@")[0]),
    lambda student: _folded(student.name),
    lambda student: _folded(*_names(student)),
)


def _student(form: _Gradebook, row: Row, table: StudentTable) -> Student | None:
    """Return whose row this is."""

    def cell(column: str) -> str:
        return row.value(form.columns.get(column)).casefold()

    ids = (cell("id"), cell("sis user id"), cell("sis login id"), cell("sis user id"))
    return table.find((*ids, plain(form.name_in(row))))


def _names(student: Student) -> tuple[str, ...]:
    """Return a name as Canvas may write it, "Ada Lovelace" or "Lovelace, Ada", ready to be compared."""
    words = plain(student.full_name).split()
    turned = (" ".join([*words[cut:], *words[:cut]]) for cut in range(len(words)))
    return plain(student.name), *turned


def _cell(form: _Gradebook, entry: Entry, column: int) -> str | None:
    """Return what is written into a cell, None where there is no score: what Canvas has is not ours to take."""
    if entry.status == EXCUSED:
        return EXCUSED_CELL
    if entry.score is None:
        return None
    return form.sheet.number(entry.score, form.decimal_comma)


def _strangers(form: _Gradebook, found: Mapping[int, Student]) -> list[str]:
    unknown = [f"{form.name_in(row)} (line {row.line})" for number, row in form.students if number not in found]
    return [f"in no roster and without records, left alone: {listed(unknown)}"] if unknown else []


def _absent(gradebook: Gradebook, found: Mapping[int, Student]) -> list[str]:
    there = {student.name for student in found.values()}
    absent = [student.name for student in gradebook.counted if student.name not in there]
    fix = "download it again if they are new, or give them a canvas_id or sis_id in roster.csv"
    return [f"without a row in this file, so not exported: {listed(absent)}; {fix}"] if absent else []


def _points(form: _Gradebook, gradebook: Gradebook, targets: Mapping[str, int]) -> Iterator[str]:
    names = {assignment.name: assignment.points for assignment in gradebook.course.assignments}
    absent = [name for name in names if name not in targets]
    if absent:
        named = f"a column of another title is named by --column {absent[0]}=TITLE"
        yield f"without a column in this file, so not exported: {listed(absent)}; {named}"
    for name, column in targets.items():
        text = form.points.value(column).replace(",", ".") if form.points else ""
        if re.fullmatch(r"\d+(\.\d+)?", text) and float(text) != names[name]:
            yield f"'{name}' is worth {names[name]:g} points here and {float(text):g} in Canvas: scores are as here"
