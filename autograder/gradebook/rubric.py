"""decisions/rubric.csv: what people gave for work that is graded by hand, a line per row of a rubric.

A line whose criterion is blank holds a comment on the whole and no points. The sheets that graders fill in become
such lines (`autograder import rubric`), and anyone who prefers to may write them here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from autograder.authoring.course import CourseFolder
from autograder.gradebook.roster import ROSTER
from autograder.gradebook.sheet import Row, did_you_mean, read_sheet, with_point

if TYPE_CHECKING:
    from autograder.core.by_hand import ByHand

RUBRIC = Path("decisions") / "rubric.csv"
NEEDED = ("student", "assignment", "exercise", "criterion", "points")
HEADER = (*NEEDED, "comment", "by", "date", "answer")
Rubrics: TypeAlias = "Mapping[str, Mapping[str, ByHand]]"
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")


@dataclass(frozen=True, slots=True)
class RowMark:
    """The points for one row of a rubric, and what was said to it."""

    criterion: str
    points: float
    max_points: float
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one student's answer to one exercise was given by hand.

    rows: of the rubric, in its order; empty where an override says the points alone. answer: the name of what was read,
    "" where nobody said. row: the line that says it first.
    """

    student: str
    assignment: str
    exercise: str
    points: float
    rows: tuple[RowMark, ...]
    comment: str
    by: str
    date: str
    answer: str
    row: Row

    def __str__(self) -> str:
        who, when = f" by {self.by}" if self.by else "", f" on {self.date}" if self.date else ""
        most = f" of {sum(row.max_points for row in self.rows):g}" if self.rows else ""
        said = f": {self.comment}" if self.comment else ""
        return f"`{self.exercise}`: {self.points:g}{most} points given by hand{who}{when}{said}"


def rubrics_of(folder: CourseFolder, assignments: Iterable[str]) -> Rubrics:
    """Return the exercises that are graded by hand of these assignments, by assignment and name. Raises SourceError."""
    names = [one.name for one in folder.course.assignments]
    wanted = [name for name in dict.fromkeys(assignments) if name in names]
    if not wanted:  # as in most runs, which do without numpy
        return {}
    from autograder.authoring.assignment import load_workbook

    books = (load_workbook(folder.solutions / name) for name in wanted)
    return {book.name: {each.name: each for each in book.by_hand} for book in books}


def read_marks(folder: CourseFolder, students: Collection[str]) -> tuple[Mark, ...]:
    """Return the marks of a course, in the order of their first lines. Raises SourceError with file and line."""
    rows = read_sheet(folder.root / RUBRIC, NEEDED, HEADER[len(NEEDED) :])
    rubrics = rubrics_of(folder, (row["assignment"] for row in rows))
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        exercise_of(row, rubrics, students, folder)
        found.setdefault((row["student"], row["assignment"], row["exercise"]), []).append(row)
    return tuple(_mark(rows, rubrics[name][exercise]) for (_, name, exercise), rows in found.items())


def exercise_of(row: Row, rubrics: Rubrics, students: Collection[str], folder: CourseFolder) -> ByHand:
    """Return the exercise that a line is about. Raises SourceError where a name is not the course's."""
    student, name, exercise = row["student"], row["assignment"], row["exercise"]
    if student not in students:
        where = f"in {ROSTER}" if (folder.root / ROSTER).exists() else "among the submissions"
        raise row.fault(f"no student '{student}' {where}{did_you_mean(student, sorted(students))}")
    if name not in rubrics:
        names = [one.name for one in folder.course.assignments]
        raise row.fault(f"no assignment '{name}' in course_config.py{did_you_mean(name, names)}")
    if exercise not in rubrics[name]:
        known = sorted(rubrics[name])
        said = did_you_mean(exercise, known) or f": there are {', '.join(known) or 'none'}"
        raise row.fault(f"no exercise '{exercise}' of '{name}' is graded by hand{said}")
    return rubrics[name][exercise]


def points_in(row: Row, column: str, most: float) -> float:
    """Return the points in a cell, between 0 and the most that there are. Raises SourceError."""
    text = with_point(row[column].replace(" ", ""))
    if not _NUMBER.fullmatch(text):
        raise row.fault(f"'{row[column][:40]}' under '{column}' is not a number of points: write 0 to {most:g}")
    if float(text) > most:
        raise row.fault(f"{text} points under '{column}', where {most:g} is the most")
    return float(text)


def date_in(row: Row) -> str:
    """Return the date of a line as 2027-01-25, or "". Raises SourceError."""
    try:
        return date.fromisoformat(row["date"]).isoformat() if row["date"] else ""
    except ValueError:
        raise row.fault(f"date is '{row['date'][:40]}': write it as 2027-01-25") from None


def _mark(rows: Sequence[Row], exercise: ByHand) -> Mark:
    """Return the mark that lines about one answer make."""
    given, first = _given(rows, exercise), rows[0]
    if missing := [text for text, _ in exercise.rubric if text not in given]:
        each = "each row of a rubric needs one"
        raise first.fault(f"no line gives points for '{missing[0]}' of '{exercise.name}': {each}")
    place = (first["student"], first["assignment"], exercise.name)
    comment = next((row["comment"] for row in rows if _is_comment(row)), "")
    total = sum(row.points for row in given.values())
    ordered = tuple(given[text] for text, _ in exercise.rubric)
    return Mark(*place, total, ordered, comment, first["by"], date_in(first), first["answer"], first)


def _is_comment(row: Row) -> bool:
    """Say whether a line holds a comment on the whole."""
    return not row["criterion"] and not row["points"]


def _given(rows: Sequence[Row], exercise: ByHand) -> dict[str, RowMark]:
    """Return what lines give for the rows of a rubric, each once."""
    most, given = dict(exercise.rubric), dict[str, RowMark]()
    for row in rows:
        criterion = row["criterion"]
        if _is_comment(row):
            continue
        if criterion not in most:
            raise row.fault(f"the rubric of '{exercise.name}' has no '{criterion}'{_there_are(criterion, most)}")
        if criterion in given:
            raise row.fault(f"'{criterion}' has points in a line above already: keep one of the two")
        points = points_in(row, "points", most[criterion])
        given[criterion] = RowMark(criterion, points, most[criterion], row["comment"])
    return given


def _there_are(criterion: str, known: Collection[str]) -> str:
    return did_you_mean(criterion, sorted(known)) or f": there are {', '.join(known)}"
