"""A gradebook in which nobody is named: for research, a colleague, or a report to the faculty."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

from autograder.core.text import utf8
from autograder.gradebook.entries import Gradebook, Student

DIGITS = 10


def pseudonymised(gradebook: Gradebook) -> Gradebook:
    """Return the gradebook under pseudonyms: the same ones each time, which nobody can find without the course's seed.

    Only scores and statuses are left. Reasons are the staff's free text, and records hold names of files.
    """
    names = {student.name: pseudonym(gradebook.course.seed, student.name) for student in gradebook.students}
    students = [Student(names[student.name], status=student.status) for student in gradebook.students]
    entries = {
        (names[student], assignment): replace(entry, student=names[student], reasons=(), brief=None, record=None)
        for (student, assignment), entry in gradebook.entries.items()
    }
    return replace(gradebook, students=tuple(sorted(students, key=lambda student: student.name)), entries=entries)


def pseudonym(seed: str, student: str) -> str:
    """Return what a student is called instead."""
    digest = hmac.new(f"pseudonym {seed}".encode(), utf8(student), hashlib.sha256)
    return f"p{digest.hexdigest()[:DIGITS]}"
