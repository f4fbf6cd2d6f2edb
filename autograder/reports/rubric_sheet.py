"""Sheets for grading by hand: of each exercise that people grade a CSV with a student per line, to be filled in.

Beside it lie the pictures that belong to the answers. What is filled in comes back by `autograder import rubric`, which
takes a line whole or not at all. A sheet is never written over points that were not brought back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.core.by_hand import ByHand
from autograder.core.model import Limits, Status
from autograder.core.text import csv_cell, plain_text
from autograder.errors import UsageError
from autograder.gradebook.entries import Entry, Gradebook
from autograder.gradebook.rubric import HEADER, Mark, RowMark, date_in, exercise_of, points_in, rubrics_of
from autograder.gradebook.sheet import Row, read_sheet
from autograder.notebooks.pictures import ENDINGS, pictures_in
from autograder.records.store import write_atomically
from autograder.submissions.read import text_of_one

BEFORE = ("student", "assignment", "exercise", "answer", "pictures")
AFTER = ("comment", "by", "date", "version")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One exercise's sheet: where it lies, how many answers are in it, and how many of these wait."""

    path: Path
    answers: int
    waiting: int


def write_sheets(
    folder: CourseFolder, gradebook: Gradebook, assignments: Collection[str], submitted: Path, out: Path
) -> list[Sheet]:
    """Write out/<assignment>/<exercise>.csv, with pictures beside it, for each exercise that people grade.

    submitted: where the class's work lies, for the pictures. Raises UsageError for points that would be lost.
    """
    rubrics = rubrics_of(folder, assignments)
    made = []
    for name, exercises in rubrics.items():
        entries = [gradebook.entries[student.name, name] for student in gradebook.counted]
        for exercise in exercises.values():
            rows = [entry for entry in entries if _answer(entry, exercise.name) and entry.status != "excused"]
            path = out / name / f"{exercise.name}.csv"
            _require_brought_back(path, exercise, rows)
            pictures = _write_pictures(exercise, rows, submitted, path.parent, folder.course.limits)
            write_atomically(path, _sheet_text(exercise, rows, pictures))
            made.append(Sheet(path, len(rows), sum(_mark(entry, exercise.name) is None for entry in rows)))
    return made


def _answer(entry: Entry, exercise: str) -> Mapping[str, object] | None:
    """Return what a student wrote, where it is for people to grade."""
    for each in entry.record["exercises"] if entry.record else ():
        if each["name"] == exercise and each["status"] == Status.NEEDS_GRADING:
            return each.get("answer")
    return None


def _mark(entry: Entry, exercise: str) -> Mark | None:
    return next((mark for mark in entry.marks if mark.exercise == exercise), None)


def _column(criterion: str, points: float) -> str:
    return f"{criterion} ({points:g})"


def _sheet_text(exercise: ByHand, entries: Sequence[Entry], pictures: Mapping[str, Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    columns = [_column(*row) for row in exercise.rubric]
    writer.writerow([*BEFORE, *map(csv_cell, columns), *AFTER])
    for entry in entries:
        answer, mark = _answer(entry, exercise.name), _mark(entry, exercise.name)
        assert answer is not None
        given = [f"{row.points:g}" for row in mark.rows] if mark and mark.rows else [""] * len(columns)
        said = [csv_cell(mark.comment), csv_cell(mark.by), mark.date] if mark and mark.rows else [""] * 3
        place = [entry.student, entry.assignment, exercise.name]
        shown = [_shown(str(answer["text"])), " ".join(pictures.get(entry.student, ()))]
        writer.writerow([*map(csv_cell, place), *shown, *given, *said, str(answer["identity"])])
    return text.getvalue()


def _shown(answer: str) -> str:
    """Return an answer as a cell that no spreadsheet takes for a formula or for an error of its own."""
    answer = plain_text(answer)
    return f"'{answer}" if answer.startswith("#") else csv_cell(answer)


def _write_pictures(
    exercise: ByHand, entries: Iterable[Entry], submitted: Path, out: Path, limits: Limits
) -> Mapping[str, Sequence[str]]:
    """Write the pictures of answers; return the names of their files, by student."""
    written: dict[str, list[str]] = {}
    for entry in entries:
        file = entry.record["submission"]["file"] if entry.record else None
        answer = _answer(entry, exercise.name)
        if not file or not answer or not answer["pictures"]:
            continue
        text = text_of_one(submitted / entry.student / entry.assignment / file, limits)
        for number, picture in enumerate(pictures_in(text).get(exercise.name, ()), 1):
            name = f"{exercise.name}/{entry.student}-{number}{ENDINGS[picture.kind]}"
            write_atomically(out / name, picture.data)
            written.setdefault(entry.student, []).append(name)
    return written


def _require_brought_back(path: Path, exercise: ByHand, entries: Iterable[Entry]) -> None:
    """Raise UsageError if a sheet that lies there holds points that no decision says."""
    decided = {entry.student: mark for entry in entries if (mark := _mark(entry, exercise.name))}
    for row in _rows(path, exercise):
        given, mark = _graded(row, exercise), decided.get(row["student"])
        if given is not None and (mark is None or (mark.rows, mark.comment) != (given.rows, given.comment)):
            first = f"run `autograder import rubric {path}` first, or delete the sheet"
            raise UsageError(f"{path}:{row.line}: this was not brought back yet and would be lost: {first}")


# --- back ------------------------------------------------------------------------------------------------------------


def read_graded(folder: CourseFolder, path: Path, students: Collection[str]) -> list[Mark]:
    """Return what was filled in in a sheet; lines without any points are not graded yet. Raises SourceError."""
    rows = read_sheet(path, ("student", "assignment", "exercise"))
    if not rows:
        raise UsageError(f"{path}: there is no sheet, or nobody is in it: `autograder export rubric` writes one")
    names = [one.name for one in folder.course.assignments]
    rubrics = rubrics_of(folder, (row["assignment"] for row in rows if row["assignment"] in names))
    exercises = {exercise_of(row, rubrics, students, folder).name: row for row in rows}
    if len(exercises) > 1:
        first, second = list(exercises)[:2]
        raise exercises[second].fault(f"this line is about '{second}', others are about '{first}': one sheet for each")
    exercise = exercise_of(rows[0], rubrics, students, folder)
    marks = [mark for row in _rows(path, exercise) if (mark := _graded(row, exercise))]
    _require_once(marks)
    return marks


def _rows(path: Path, exercise: ByHand) -> tuple[Row, ...]:
    columns = [_normal(_column(*each)) for each in exercise.rubric]
    return read_sheet(path, ("student", "assignment", "exercise", *columns), AFTER)


def _normal(column: str) -> str:
    """Return a column's name as sheets know it."""
    return column.strip().lower().replace(" ", "_")


def _graded(row: Row, exercise: ByHand) -> Mark | None:
    columns = [_normal(_column(*each)) for each in exercise.rubric]
    blank = [column for column in columns if not row[column]]
    if len(blank) == len(columns):
        return None
    if blank:
        raise row.fault(
            f"'{blank[0]}' is blank, others are not: give points for each row of the rubric, or for none yet"
        )
    made = (points_in(row, column, most) for column, (_, most) in zip(columns, exercise.rubric, strict=True))
    rows = tuple(RowMark(text, points, most) for points, (text, most) in zip(made, exercise.rubric, strict=True))
    total, when = sum(each.points for each in rows), date_in(row) or date.today().isoformat()
    place = (row["student"], row["assignment"], exercise.name)
    return Mark(*place, total, rows, row["comment"], row["by"], when, row["version"], row)


def _require_once(marks: Iterable[Mark]) -> None:
    seen: dict[str, Mark] = {}
    for mark in marks:
        first = seen.setdefault(mark.student, mark)
        if first is not mark:
            raise mark.row.fault(f"line {first.row.line} grades '{mark.student}' already: keep one of the two")


def with_marks(before: Sequence[Mark], new: Iterable[Mark]) -> tuple[str, int, int]:
    """Return decisions/rubric.csv with new marks in the place of earlier ones, how many are added, how many changed."""
    kept = {(mark.student, mark.assignment, mark.exercise): mark for mark in before}
    added = changed = 0
    for mark in new:
        key = (mark.student, mark.assignment, mark.exercise)
        old = kept.get(key)
        if old is not None and (old.rows, old.comment, old.answer) == (mark.rows, mark.comment, mark.answer):
            continue
        added, changed = added + (old is None), changed + (old is not None)
        kept[key] = mark
    return _decisions_text(kept.values()), added, changed


def _decisions_text(marks: Iterable[Mark]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for mark in marks:
        writer.writerows([csv_cell(cell) for cell in line] for line in _lines(mark))
    return text.getvalue()


def _lines(mark: Mark) -> Iterator[tuple[str, ...]]:
    place, signed = (mark.student, mark.assignment, mark.exercise), (mark.by, mark.date, mark.answer)
    for row in mark.rows:
        yield (*place, row.criterion, f"{row.points:g}", row.comment, *signed)
    if mark.comment:
        yield (*place, "", "", mark.comment, *signed)
