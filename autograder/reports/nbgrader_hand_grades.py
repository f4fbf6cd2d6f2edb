"""What people gave in nbgrader's formgrader, read from gradebook.db: points, extra credit, comments.

Decisions that were exported look there as if somebody had given them by hand. So the export notes in a table of its
own, which nbgrader does not know, what it wrote; what differs from that was given since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from sqlite3 import DatabaseError, connect
from typing import Any

from autograder.errors import UsageError

Cell = tuple[str, str, str]  # student, assignment, grade id
TABLE = "exported_by_autograder"


@dataclass(frozen=True)
class HandGrade:
    """What was given for a cell: points in the place of its score (None: the checks' count), more on top, a comment.

    The comment is "" where there is none.
    """

    points: float | None = None
    more: float = 0.0
    comment: str = ""


def given_since(path: Path) -> dict[Cell, HandGrade]:
    """Return what people gave since a gradebook.db was exported; a grade of nothing at all where they took it back.

    All that is there, where another program has made the file. Raises UsageError for what is no such database.
    """
    before, now = _exported(path), _hand_grades(path)
    return {cell: now.get(cell, HandGrade()) for cell in sorted({*now, *before}) if now.get(cell) != before.get(cell)}


def note_exported(path: Path, grades: Mapping[Cell, HandGrade]) -> None:
    """Note in a gradebook.db which hand grades it was written with."""
    with closing(connect(path)) as database, database:
        database.execute(f"CREATE TABLE {TABLE} (student, assignment, cell, points, more, comment)")
        rows = ((*cell, *astuple(grade)) for cell, grade in grades.items())
        database.executemany(f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?, ?, ?)", rows)


def _exported(path: Path) -> dict[Cell, HandGrade]:
    try:
        with closing(connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            rows = database.execute(f"SELECT * FROM {TABLE}").fetchall() if TABLE in tables else []
    except DatabaseError as error:
        raise _unreadable(path, error) from None
    if "submitted_assignment" not in tables:  # nbgrader would make a gradebook of it
        raise _unreadable(path, "no submissions are in it")
    return {(student, assignment, cell): HandGrade(*grade) for student, assignment, cell, *grade in rows}


def _hand_grades(path: Path) -> dict[Cell, HandGrade]:
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with Gradebook(f"sqlite:///{path}") as book:
            return dict(_together(book.db))
    except SQLAlchemyError as error:
        raise _unreadable(path, error.__cause__ or error) from None


def _together(session: Any) -> Iterator[tuple[Cell, HandGrade]]:
    """Yield each cell with its grade and comment: a comment is to the answer's cell, points may be for the check's."""
    from nbgrader.api import Comment, Grade

    commented = session.query(Comment).filter(Comment.manual_comment.isnot(None) & (Comment.manual_comment != ""))
    comments = {_cell(each): str(each.manual_comment) for each in commented}
    for each in session.query(Grade).filter(Grade.manual_score.isnot(None) | (Grade.extra_credit > 0)):
        student, assignment, name = _cell(each)
        said = comments.pop((student, assignment, name.removeprefix("check-")), "")
        points = None if each.manual_score is None else round(float(each.manual_score), 6)
        yield (student, assignment, name), HandGrade(points, round(float(each.extra_credit or 0.0), 6), said)
    yield from ((cell, HandGrade(comment=said)) for cell, said in comments.items())


def _cell(row: Any) -> Cell:
    submission = row.notebook.assignment
    return str(submission.student_id), str(submission.name), str(row.name)


def _unreadable(path: Path, why: object) -> UsageError:
    return UsageError(f"{path}: is not a gradebook of nbgrader that can be read: {why}")
