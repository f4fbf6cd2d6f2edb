"""roster.csv beside course_config.py: who takes the course, and what they are called elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.core.text import single_line
from autograder.gradebook.sheet import Row, did_you_mean, read_sheet
from autograder.submissions.file_names import student_problem
from autograder.submissions.lms_names import COLLECTED

ROSTER = "roster.csv"
COLUMNS = ("name", "email", "section", "status", "canvas_id", "moodle_id", "sis_id", "group", "git_name")
DROPPED = "dropped"
STATUSES = ("enrolled", DROPPED, "excused")
UNIQUE = ("email", "canvas_id", "moodle_id", "sis_id", "git_name")
_ADDRESS = re.compile(r"[^\s@:,;<>]+@[^\s@:,;<>]+")
_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?[eE][+]\d+")


@dataclass(frozen=True, slots=True)
class Student:
    """One student: name is the folder's and the records'; all else is "" where the roster does not say.

    group is the team that they hand in with, git_name their name on GitHub or GitLab. status: enrolled; dropped (in
    no table, their records are kept); excused (in every table, nothing counts).
    """

    name: str
    full_name: str = ""
    email: str = ""
    section: str = ""
    status: str = "enrolled"
    canvas_id: str = ""
    moodle_id: str = ""
    sis_id: str = ""
    group: str = ""
    git_name: str = ""


def read_roster(path: Path) -> tuple[Student, ...]:
    """Return the students of a roster in its order; none where there is no file. Raises SourceError."""
    return students_in(read_sheet(path, ("student",), COLUMNS))


def students_in(rows: Sequence[Row]) -> tuple[Student, ...]:
    """Return the students of a roster's rows. Raises SourceError."""
    students = tuple(_student(row) for row in rows)
    _require_unique(rows, "student")
    for column in UNIQUE:
        _require_unique(rows, column)
    return students


def _student(row: Row) -> Student:
    name = row["student"]
    if not name:
        raise row.fault("the cell of 'student' is blank: it is the name of the student's folder in submitted/")
    if problem := student_problem(name):
        raise row.fault(problem)
    if name.startswith(".") or name == COLLECTED:
        raise row.fault(f"'{name}' cannot be a student's folder in submitted/: the name is taken for something else")
    status = row["status"].lower() or STATUSES[0]
    if status not in STATUSES:
        raise row.fault(f"status is '{status}'{did_you_mean(status, STATUSES)}: it is one of {', '.join(STATUSES)}")
    for column in ("student", *UNIQUE):
        if _ROUNDED.fullmatch(row[column]):
            raise row.fault(f"a spreadsheet has rounded {column} to {row[column]}: format the column as text")
    if row["email"] and not _ADDRESS.fullmatch(row["email"]):
        raise row.fault(f"'{single_line(row['email'], 80)}' is not an e-mail address")
    return Student(
        name,
        row["name"],
        row["email"],
        row["section"],
        status,
        row["canvas_id"],
        row["moodle_id"],
        row["sis_id"],
        row["group"],
        row["git_name"],
    )


def _require_unique(rows: Sequence[Row], column: str) -> None:
    """Refuse two rows with the same value; letter case does not tell two students apart on every file system."""
    seen: dict[str, Row] = {}
    for row in rows:
        value = row[column]
        if not value:
            continue
        first = seen.setdefault(value.casefold(), row)
        if first is not row:
            raise row.fault(f"{column} '{value}' is that of line {first.line} already: each student has one line")
