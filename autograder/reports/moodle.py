"""Moodle's grading worksheet, filled in: the CSV file of one assignment that was downloaded from there.

Moodle holds no score above the maximum, and no excuse.
Source: moodle/mod/assign/feedback/offline (importgradeslib.php) and mod/assign/gradingtable.php.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from autograder.core.text import single_line
from autograder.gradebook.entries import Entry, Gradebook, Student
from autograder.gradebook.overrides import EXCUSED
from autograder.gradebook.roster import DROPPED
from autograder.reports.downloaded import Downloaded, Row, dropped, has_decimal_comma, listed, plain, require_unique
from autograder.reports.export import Exported, Request, chosen, sheet_of
from autograder.reports.moodle_columns import NO, NUMBER, columns_of
from autograder.reports.whose_row import Keys, StudentTable

FILE = "from Moodle: the assignment, View all submissions, Download grading worksheet"
SEPARATOR = ","  # Moodle's importer reads no other, whatever a spreadsheet has made of the sheet meanwhile
PARTICIPANT = re.compile(r"\D*(\d+)\D*")


@dataclass(frozen=True)
class Worksheet:
    """A worksheet's header understood: columns by English name in lower case."""

    sheet: Downloaded
    columns: Mapping[str, int]

    @cached_property
    def maximum(self) -> float | None:
        """What the assignment is worth in Moodle, None if the sheet does not say. Raises SourceError."""
        told = [(row.line, most) for _, row in self.rows if (most := self.value(row, "maximum grade"))]
        for line, most in told:
            if not NUMBER.fullmatch(most) or not float(most.replace(",", ".")) > 0:
                shown = single_line(most, 40)
                raise self.sheet.fault(line, f"the maximum grade is '{shown}', and points need a number above 0")
            if most != told[0][1]:
                both = f"the maximum grade is {most} here and {told[0][1]} in line {told[0][0]}"
                raise self.sheet.fault(line, f"{both}: download the worksheet of one assignment")
        return float(told[0][1].replace(",", ".")) if told else None

    @cached_property
    def decimal_comma(self) -> bool:
        """Whether numbers are written with a decimal comma."""
        return any(has_decimal_comma(self.value(row, "maximum grade")) for row in self.sheet.rows)

    @property
    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows below the header, each with its number."""
        return ((number, row) for number, row in enumerate(self.sheet.rows) if number and any(row.cells))

    def value(self, row: Row, column: str) -> str:
        """Return what a row says in a column, "" where the sheet has no such column."""
        return row.value(self.columns.get(column))

    def participant(self, row: Row) -> str:
        """Return the number in "Participant 123", in whatever language."""
        match = PARTICIPANT.fullmatch(self.value(row, "identifier"))
        return match[1] if match else ""


def moodle(gradebook: Gradebook, request: Request) -> Exported:
    """Return the worksheet with the scores of its assignment. Raises UsageError, SourceError."""
    form = understood(sheet_of(request, FILE))
    name = assignment_of(form.sheet, chosen(gradebook, request))
    found = students_of(form, gradebook.students)
    points = next(one.points for one in gradebook.course.assignments if one.name == name)
    scale = form.maximum / points if form.maximum and points else 1.0
    notes = [] if scale == 1 else [f"Moodle's maximum is {form.maximum:g}, the course's {points:g}: scores are scaled"]
    cells: dict[tuple[int, int], str] = {}
    notes += dropped([student.name for student in found.values() if student.status == DROPPED])
    for number, student in found.items():
        if student.status == DROPPED:
            continue
        row, entry = form.sheet.rows[number], gradebook.entries[student.name, name]
        text, said = _cell(form, row, entry, scale)
        if text is not None:
            cells[number, form.columns["grade"]] = text
        if said:
            notes.append(f"line {row.line}, {student.name}: {said}")
    filled = replace(form.sheet, separator=SEPARATOR).filled(cells)
    return Exported({form.sheet.path.name: filled}, (*notes, *_left_out(form, found, gradebook)))


def understood(sheet: Downloaded) -> Worksheet:
    """Return a worksheet's columns. Raises SourceError if it is none."""
    if not sheet.rows:
        raise sheet.fault(1, f"is empty: download it {FILE}")
    bodies = [row for row in sheet.rows[1:] if any(row.cells)]
    columns = columns_of(sheet.rows[0].cells, bodies)
    if "grade" not in columns or not all(PARTICIPANT.fullmatch(row.value(columns["identifier"])) for row in bodies):
        message = f"is not a grading worksheet of Moodle (it has columns Identifier and Grade): download it {FILE}"
        raise sheet.fault(1, message)
    return Worksheet(sheet, columns)


def assignment_of(sheet: Downloaded, names: list[str]) -> str:
    """Return which assignment a worksheet is of: the one that was asked for, or the one its file's name speaks of."""
    if len(names) == 1:
        return names[0]
    fitting = [name for name in names if plain(name) in plain(sheet.path.stem)]
    if len(fitting) == 1:
        return fitting[0]
    raise sheet.fault(None, f"which assignment is it of? Name it: --assignment A, one of {', '.join(names)}")


def participants_of(sheet: Downloaded, students: Sequence[Student]) -> dict[str, str]:
    """Return whose each participant's number in a worksheet is, as far as it tells. Raises SourceError."""
    form = understood(sheet)
    return {form.participant(form.sheet.rows[row]): one.name for row, one in students_of(form, students).items()}


def students_of(form: Worksheet, students: Sequence[Student]) -> dict[int, Student]:
    """Return whose each row is, by its number. Raises SourceError for two rows of one student, or none of any."""
    table = StudentTable(students, _WAYS)
    rows = ((number, _student(form, row, students, table)) for number, row in form.rows)
    found = {number: student for number, student in rows if student is not None}
    require_unique(form.sheet, {number: student.name for number, student in found.items()})
    if not found:
        hidden = "where names are hidden, download it once they are revealed"
        raise form.sheet.fault(None, f"names nobody who is in the roster or has records: {hidden}")
    return found


def _student(form: Worksheet, row: Row, students: Sequence[Student], table: StudentTable) -> Student | None:
    """Return whose row this is: by e-mail, ID number, full name; the participant's number counts where none is told.

    That number is another one for each assignment, so it must not overrule a name.
    """
    name, number = plain(form.value(row, "full name")), form.participant(row)
    wanted = (
        form.value(row, "email address").casefold(),
        form.value(row, "email").casefold(),
        form.value(row, "id number"),
        form.value(row, "username"),
        name,
        name,
        number if not name or name == plain(form.value(row, "identifier")) else "",
    )
    if (student := table.find(wanted)) is not None:
        return student
    same = (each for each in students if name and plain(each.full_name) == name)
    return next((each for each in same if each.moodle_id == number), None)


_WAYS: tuple[Keys, ...] = (
    lambda student: {student.email.casefold()},
    lambda student: {student.email.casefold()},
    lambda student: {student.sis_id, student.name},
    lambda student: {student.name},
    lambda student: {plain(student.full_name)},
    lambda student: {plain(student.name)},
    lambda student: {student.moodle_id},
)


def _cell(form: Worksheet, row: Row, entry: Entry, scale: float) -> tuple[str | None, str]:
    """Return what is written into a row, None where nothing is, and what Moodle cannot hold."""
    has = row.value(form.columns["grade"])
    if entry.status == EXCUSED:
        return None, "excused, which Moodle's worksheet cannot say: exclude the grade in Moodle's gradebook"
    if entry.score is None:
        return None, f"has no score ({entry.status}); Moodle keeps {has}" if has not in ("", "-") else ""
    if form.value(row, "grade can be changed").casefold() in NO:
        return None, f"the grade is locked in Moodle and stays {has or 'blank'}; here it is {entry.score:g}"
    points = entry.score * scale
    said = ""
    if form.maximum is not None and points > form.maximum:
        said = f"{single_line(f'{points:g}')} is above the maximum, Moodle holds {form.maximum:g} at most"
        points = form.maximum
    return form.sheet.number(points, form.decimal_comma), said


def _left_out(form: Worksheet, found: Mapping[int, Student], gradebook: Gradebook) -> Iterator[str]:
    unknown = [f"{row.value(0)} (line {row.line})" for number, row in form.rows if number not in found]
    if unknown:
        yield f"in no roster and without records, left alone: {listed(unknown)}"
    absent = [student.name for student in gradebook.counted if student not in found.values()]
    if absent:
        yield f"without a row in this file, so not exported: {listed(absent)}; give them an email in roster.csv"
