"""A complete nbgrader course in a folder of its own: configuration, notebooks, submissions, and gradebook.db.

Its notebooks are the released ones with a student's answers in their cells, so that nothing in it holds a solution and
every cell is one that nbgrader knows. formgrader, `nbgrader export` and `nbgrader generate_feedback` work on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.authoring.course import CourseFolder
from autograder.core.model import Limits
from autograder.core.text import neutral_line
from autograder.gradebook.decisions import Decisions
from autograder.gradebook.entries import Entry, Gradebook
from autograder.keys.public import FILE
from autograder.notebooks.marks import exercise_sources
from autograder.records.store import write_atomically
from autograder.reports.downloaded import listed
from autograder.reports.feedback_view import shown_now, view_of
from autograder.reports.hand_view import is_by_hand
from autograder.reports.nbgrader_answers import written_answers, written_cell
from autograder.reports.nbgrader_back import BY, REASON
from autograder.reports.nbgrader_db import MarkedCell, Sheet, Work, grade_id, write_database
from autograder.settings import Shown
from autograder.submissions.read import read_one, text_of_one

DATABASE = "gradebook.db"
CONFIG = '''\
"""Made by `autograder export nbgrader`: a course that nbgrader's own programs can open."""

from pathlib import Path

c = get_config()  # noqa: F821
c.CourseDirectory.root = str(Path(__file__).parent.resolve())
c.CourseDirectory.course_id = {course!r}
c.CourseDirectory.db_url = "sqlite:///" + str(Path(__file__).parent.resolve() / "gradebook.db")
'''
Notebook = dict[str, Any]
LEAST = 1e-6  # points


def write_course(
    folder: CourseFolder, gradebook: Gradebook, decisions: Decisions, submitted: Path, out: Path, now: datetime
) -> tuple[int, list[str]]:
    """Write the course below out; return how many submissions are in it, and what it cannot say.

    submitted: where the class's work lies. Raises UsageError where an assignment is not released.
    """
    released = {one.name: _released(folder, one.name) for one in folder.course.assignments}
    course = re.sub(r"[^A-Za-z0-9_-]+", "-", folder.course.title).strip("-") or "course"
    write_atomically(out / "nbgrader_config.py", CONFIG.format(course=course))
    for name, notebook in released.items():
        for kind in ("source", "release"):
            _write_folder(out / kind / name, name, notebook, folder)
    entries = [entry for entry in _in_order(gradebook) if entry.record is not None and entry.raw is not None]
    for entry in entries:
        _write_work(out, entry, _answered(released[entry.assignment], entry, submitted, folder.course.limits), folder)
    sheets = [_sheet(one.name, one.due, released[one.name]) for one in folder.course.assignments]
    works = {(entry.student, entry.assignment): _work(folder, gradebook, decisions, entry, now) for entry in entries}
    return write_database(out / DATABASE, course, sheets, works.values()), list(_notes(gradebook, works))


def _released(folder: CourseFolder, name: str) -> Notebook:
    path = folder.assignments / name / f"{name}.ipynb"
    return dict(json.loads(path.read_text("utf-8")))


def _in_order(gradebook: Gradebook) -> Iterator[Entry]:
    for student in gradebook.counted:
        yield from gradebook.of(student.name)


def _write_folder(place: Path, name: str, notebook: Notebook, folder: CourseFolder) -> None:
    write_atomically(place / f"{name}.ipynb", json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")
    write_atomically(place / FILE, (folder.assignments / name / FILE).read_bytes())


def _write_work(out: Path, entry: Entry, notebook: Notebook, folder: CourseFolder) -> None:
    for kind in ("submitted", "autograded"):
        place = out / kind / entry.student / entry.assignment
        _write_folder(place, entry.assignment, notebook, folder)
        if (when := _submitted(entry)) is not None:
            # As in the database, or the pages show nothing as graded.
            write_atomically(place / "timestamp.txt", f"{when.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC")


def _submitted(entry: Entry) -> datetime | None:
    text = entry.record["submitted"] if entry.record else None
    return datetime.fromisoformat(text) if text else None


def _answered(notebook: Notebook, entry: Entry, submitted: Path, limits: Limits) -> Notebook:
    """Return the released notebook with a student's answers, as far as the file that was graded is still there.

    What people are to read is made harmless for the one who opens it in a browser.
    """
    file = entry.record["submission"]["file"] if entry.record else None
    path = submitted / entry.student / entry.assignment / (file or "")
    there = bool(file) and path.is_file()
    answers = exercise_sources(read_one(path, limits).cells) if there else {}
    written = written_answers(entry, text_of_one(path, limits) if there else "")
    cells = [written_cell(cell, written) or _with_answer(cell, answers) for cell in notebook["cells"]]
    return {**notebook, "cells": cells}


def _with_answer(cell: Mapping[str, Any], answers: Mapping[str, str]) -> Mapping[str, Any]:
    name = cell["metadata"].get("exercise")
    return {**cell, "source": answers[name].strip("\n")} if name in answers else cell


def _sheet(name: str, due: datetime | None, notebook: Notebook) -> Sheet:
    cells = [MarkedCell(cell["metadata"]["nbgrader"], cell["cell_type"], "".join(cell["source"]))
             for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]  # fmt: skip
    return Sheet(name, due, cells)


def _work(folder: CourseFolder, gradebook: Gradebook, decisions: Decisions, entry: Entry, now: datetime) -> Work:
    assignment = next(one for one in folder.course.assignments if one.name == entry.assignment)
    student = next(one for one in gradebook.students if one.name == entry.student)
    exercises = entry.record["exercises"] if entry.record else []
    scores = {each["name"]: each["score"] for each in exercises}
    by_hand = {each["name"] for each in exercises if is_by_hand(each)}
    decided = decisions.points_of(entry.student, entry.assignment, scores)
    waiting = {each["name"] for each in exercises if each["status"] == "needs_grading"} - decided.keys()
    return Work(
        student=entry.student,
        full_name=student.full_name or student.name,
        email=student.email,
        assignment=entry.assignment,
        submitted=_submitted(entry),
        points={grade_id(name, name in by_hand): points for name, points in scores.items()},
        manual={grade_id(name, name in by_hand): points for name, points in decided.items()},
        waiting=frozenset(grade_id(name, True) for name in waiting),
        comments=_comments(entry, shown_now(folder.course, assignment, now)),
        late_penalty=entry.late_penalty,
        said=_said(decisions, entry),
    )


def _said(decisions: Decisions, entry: Entry) -> dict[str, str]:
    """Return the comments that came back from nbgrader: they are there again, to be read on and changed."""
    mine = decisions.overrides_of(entry.student, entry.assignment)
    return {grade_id(each.exercise, True): each.reason for each in mine if each.by == BY and each.reason != REASON}


def _comments(entry: Entry, shown: Shown) -> dict[str, str]:
    """Return a comment for each exercise's own cell: what its author may know, in plain text."""
    comments = {}
    for exercise in view_of(entry, shown).exercises:
        words = [f"{check.name}: {neutral_line(' '.join(check.words))}" for check in exercise.checks if check.words]
        note = [neutral_line(exercise.note)] if exercise.note else []
        head = f"{exercise.score:g} of {exercise.max_score:g} points"
        if exercise.state in ("waiting", "graded"):
            words = [f"{row.name}: {row.points:g} of {row.max_points:g}" for row in exercise.checks]
        if exercise.state == "waiting":
            head, words = "What is looked for:", [f"{row.name}: up to {row.max_points:g}" for row in exercise.checks]
        comments[grade_id(exercise.name, True)] = "\n".join([head, *words, *note])
    return comments


def _notes(gradebook: Gradebook, works: Mapping[tuple[str, str], Work]) -> Iterator[str]:
    """Yield what nbgrader's database cannot say: who is excused, has no score, or has another one than it adds up."""
    ungraded: dict[tuple[str, str], list[str]] = {}
    for entry in _in_order(gradebook):
        if (entry.student, entry.assignment) not in works and entry.score is None and entry.record is not None:
            ungraded.setdefault((entry.assignment, entry.status), []).append(entry.student)
    for (assignment, status), students in sorted(ungraded.items()):
        yield f"{assignment}: nothing was graded ({status}), so not there: {listed(students)}"
    for entry in _in_order(gradebook):
        what, work = f"{entry.student}/{entry.assignment}", works.get((entry.student, entry.assignment))
        if work is None:
            if entry.score is not None:
                yield f"{what}: nothing was graded ({entry.score:g} points count), so it is not there"
        elif entry.status == "excused":
            yield f"{what}: excused, which nbgrader cannot say: its score is there as if it counted"
        elif entry.score is not None and abs(work.total - entry.score) > LEAST:
            adds_up = f"{entry.score:g} points count, and nbgrader adds up {work.total:g}"
            yield f"{what}: {adds_up}: a decision on the whole has no place there"
