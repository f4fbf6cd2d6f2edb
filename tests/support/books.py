"""Records and gradebooks made up for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.gradebook.decisions import Decisions
from autograder.gradebook.entries import Entry, Gradebook, Rules, Student
from autograder.records.schema import Record
from autograder.settings import Assignment, Course

DUE = datetime(2027, 1, 22, 23, 59, tzinfo=UTC)


def record_of(student: str, assignment: str = "tiny", score: float | None = 80.0, **more: Any) -> Record:
    """Return a whole record of this score."""
    made: dict[str, Any] = {
        "schema": 1,
        "student": student,
        "assignment": assignment,
        "score": score,
        "max_score": 100.0,
        "status": "graded",
        "exercises": [],
        "public": None,
        "submission": {"file": f"{assignment}.ipynb", "sha256": "00"},
        "submitted": None,
        "late_penalty": 0.0,
        "notes": [],
        "assignment_fingerprint": "f",
        "seed": "s",
        "sandbox": "none",
        "versions": {},
        "seconds": 0.0,
    }
    return {**made, **more}  # type: ignore[typeddict-item]


def exercise_of(name: str, score: float, max_score: float = 50.0, **more: Any) -> dict[str, Any]:
    """Return a record's exercise without checks."""
    made = {"name": name, "score": score, "max_score": max_score, "extra": False, "status": "passed", "note": ""}
    return {**made, "checks": [], **more}


def course_of(*assignments: str | Assignment, **settings: Any) -> Course:
    """Return a course of these assignments, due at DUE where only a name is given."""
    made = [Assignment(one, 100, DUE) if isinstance(one, str) else one for one in assignments or ("tiny",)]
    return Course(title="A course", seed="a secret", assignments=tuple(made), **settings)


def rules_of(course: Course, students: Iterable[Student | str] = (), decisions: Decisions | None = None) -> Rules:
    """Return the rules of a course: these students, and what was decided."""
    listed = [Student(one) if isinstance(one, str) else one for one in students]
    return Rules(course, {student.name: student for student in listed}, decisions or Decisions())


def gradebook_of(records: Iterable[Record], *assignments: str | Assignment, **settings: Any) -> Gradebook:
    """Return the gradebook of records without roster and decisions."""
    rules = rules_of(course_of(*assignments, **settings))
    return rules.gradebook(map(rules.entry, records))


def entry_of(record: Record, **settings: Any) -> Entry:
    """Return what counts of a record in a course of its assignment alone."""
    entry = rules_of(course_of(record["assignment"], **settings)).entry(record)
    assert entry is not None
    return entry


def sheet(folder: Path, name: str, *lines: str) -> Path:
    """Write a file of these lines below a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def by_student(gradebook: Gradebook, assignment: str = "tiny") -> Mapping[str, Entry]:
    """Return the entries of one assignment by student."""
    return {student.name: gradebook.entries[student.name, assignment] for student in gradebook.students}
