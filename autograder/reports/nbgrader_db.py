"""nbgrader's gradebook.db, written by its own API: a grade cell per exercise, all submissions in one commit.

Points are those of our checks; what the staff set for an exercise by a decision is its manual score.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Any

from autograder.errors import AutograderError
from autograder.records.write import own_leftover
from autograder.reports.nbgrader_hand_grades import Cell, HandGrade, note_exported

KERNEL = '{"display_name": "Python 3", "language": "python", "name": "python3"}'


@dataclass(frozen=True)
class MarkedCell:
    """A cell of a released notebook that nbgrader knows: its metadata there, its kind and its source."""

    nbgrader: Mapping[str, Any]
    kind: str
    source: str


@dataclass(frozen=True)
class Sheet:
    """An assignment as nbgrader keeps it: its name and its one notebook's marked cells."""

    name: str
    due: datetime | None
    cells: Sequence[MarkedCell]


@dataclass(frozen=True)
class Work:
    """One submission, by grade id: points, comments, what people gave (manual, said) and what they owe (waiting)."""

    student: str
    full_name: str
    email: str
    assignment: str
    submitted: datetime | None
    points: Mapping[str, float]
    manual: Mapping[str, float]
    waiting: frozenset[str]
    comments: Mapping[str, str]
    late_penalty: float
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The score as nbgrader adds it up: what was given by hand takes the place of what was given automatically."""
        return max(0.0, sum({**self.points, **self.manual}.values()) - self.late_penalty)

    @property
    def hand_grades(self) -> Iterator[tuple[Cell, HandGrade]]:
        """What people gave, cell by cell, as it is read again."""
        comments = dict(self.said)
        for name, points in self.manual.items():
            comment = comments.pop(name.removeprefix("check-"), "")
            yield (self.student, self.assignment, name), HandGrade(round(points, 6), 0.0, comment)
        for name, comment in comments.items():
            yield (self.student, self.assignment, name), HandGrade(comment=comment)


def write_database(path: Path, course: str, sheets: Sequence[Sheet], works: Iterable[Work]) -> int:
    """Write a fresh database, in one commit, and put it in its place; return how many submissions are in it.

    Raises AutograderError where it cannot be written, as on a full disk.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return _written(path, course, sheets, list(works))
    except (SQLAlchemyError, DatabaseError) as error:
        raise AutograderError(f"{path}: cannot be written: {error.__cause__ or error}") from error


def _written(path: Path, course: str, sheets: Sequence[Sheet], works: Sequence[Work]) -> int:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=own_leftover()) as folder:
        made = Path(folder) / path.name
        _create(made)
        _fill(made, course, sheets, works)
        note_exported(made, dict(chain.from_iterable(work.hand_grades for work in works)))
        os.replace(made, path)
    return len(works)


def _fill(path: Path, course: str, sheets: Sequence[Sheet], works: Iterable[Work]) -> None:
    from nbgrader.api import Gradebook, Student

    with Gradebook(f"sqlite:///{path}", course_id=course) as book, _in_one_commit(book.db):
        for sheet in sheets:
            _add_sheet(book, sheet)
        places = {sheet.name: _place(book.find_assignment(sheet.name)) for sheet in sheets}
        students: dict[str, dict[str, Any]] = {}
        rows: dict[Any, list[dict[str, Any]]] = {}
        for work in works:
            first, _, last = work.full_name.rpartition(" ")
            names = {"first_name": first or None, "last_name": last or None, "email": work.email or None}
            students.setdefault(work.student, {"id": work.student, **names})
            for kind, row in _rows(places[work.assignment], work):
                rows.setdefault(kind, []).append(row)
        for kind, made in {Student: [*students.values()], **rows}.items():
            book.db.bulk_insert_mappings(kind, made)


def _create(path: Path) -> None:
    """Create nbgrader's tables, at the version of its newest migration: it would start a program to ask for that."""
    import nbgrader
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        scripts = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))
        MigrationContext.configure(connection).stamp(scripts, "head")
    engine.dispose()


@contextmanager
def _in_one_commit(session: Any) -> Iterator[None]:
    """Have nbgrader's own functions, each of which commits, leave that to the end of the batch."""
    commit, session.commit = session.commit, session.flush
    try:
        yield
        commit()
    finally:
        session.commit = commit


@dataclass(frozen=True)
class _Place:
    """What rows of an assignment refer to: its own id, its notebook's, and its cells' by name."""

    assignment: str
    notebook: str
    grade_cells: Mapping[str, str]
    solution_cells: Mapping[str, str]


def _place(assignment: Any) -> _Place:
    (notebook,) = assignment.notebooks
    cells = ({cell.name: cell.id for cell in kind} for kind in (notebook.grade_cells, notebook.solution_cells))
    return _Place(assignment.id, notebook.id, *cells)


def _add_sheet(book: Any, sheet: Sheet) -> None:
    book.add_assignment(sheet.name, duedate=_naive(sheet.due))
    book.add_notebook(sheet.name, sheet.name, kernelspec=KERNEL)
    for cell in sheet.cells:
        marks, name = cell.nbgrader, cell.nbgrader["grade_id"]
        if marks["grade"]:
            most = float(marks["points"])
            book.add_grade_cell(name, sheet.name, sheet.name, max_score=most, cell_type=cell.kind)
        if marks["solution"]:
            book.add_solution_cell(name, sheet.name, sheet.name)
        book.add_source_cell(
            name,
            sheet.name,
            sheet.name,
            cell_type=cell.kind,
            source=cell.source,
            checksum=marks.get("checksum", ""),
            locked=bool(marks["locked"]),
        )


def _rows(place: _Place, work: Work) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the rows of one submission, each with its kind. They name each other by their ids: objects that hold each
    other are looked up and flushed while they are filled in, which takes ten times as long and can store zeros.
    """
    from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook, new_uuid

    submission, notebook = new_uuid(), new_uuid()
    when = _naive(work.submitted)
    yield (
        SubmittedAssignment,
        {"id": submission, "assignment_id": place.assignment, "student_id": work.student, "timestamp": when},
    )
    yield (
        SubmittedNotebook,
        {
            "id": notebook,
            "notebook_id": place.notebook,
            "assignment_id": submission,
            "late_submission_penalty": work.late_penalty,
        },
    )
    for name, cell in place.grade_cells.items():
        scores = {"auto_score": work.points.get(name, 0.0), "manual_score": work.manual.get(name)}
        waits = {"needs_manual_grade": name in work.waiting}
        yield Grade, {"cell_id": cell, "notebook_id": notebook, **scores, **waits}
    for name, cell in place.solution_cells.items():
        answer = name.removeprefix("check-")
        texts = {"auto_comment": work.comments.get(answer), "manual_comment": work.said.get(answer)}
        yield Comment, {"cell_id": cell, "notebook_id": notebook, **texts}


def _naive(when: datetime | None) -> datetime | None:
    return when.astimezone(UTC).replace(tzinfo=None) if when else None


def grade_id(exercise: str, by_hand: bool = False) -> str:
    """Return what nbgrader calls the cell that an exercise's points are given in; as release/notebook.py marks it.

    by_hand: people grade it; then it is the cell of the answer itself.
    """
    return re.sub("[^a-zA-Z0-9_-]", "-", exercise if by_hand else f"check-{exercise}")[:60]
