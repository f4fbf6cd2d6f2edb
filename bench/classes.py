"""Made-up classes: solutions, untouched stubs, mixtures of right and known wrong answers, as `make demo` has them."""

from __future__ import annotations

from functools import cache
from math import ceil
from pathlib import Path

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, find_course, open_workbook
from autograder.batch.batch import Batch, answer_keys
from autograder.batch.context import Keys
from autograder.cli.sample_class import make_class
from autograder.core.model import Submission
from autograder.submissions.read import read_submission

BUILD = Path("build/bench")


@cache
def course() -> CourseFolder:
    """Return the course of the current folder."""
    return find_course()


@cache
def workbooks() -> tuple[Workbook, ...]:
    """Return all assignments as their authors wrote them."""
    return tuple(open_workbook(course(), assignment) for assignment in course().course.assignments)


def class_of(submissions: int) -> Path:
    """Make a class that hands in at least so many times, over all assignments; return its folder."""
    folder = BUILD / f"class-{submissions}"
    make_class(workbooks(), course().assignments, folder, students=ceil(submissions / len(workbooks())))
    return folder


def batch_of(folder: Path, out: str = "grades") -> Batch:
    return Batch(course(), folder, BUILD / out, course().course.assignments)


@cache
def keys() -> Keys:
    """Return all answer keys."""
    return answer_keys(batch_of(BUILD))


def read_class(folder: Path) -> list[Submission]:
    """Return a class as read."""
    limits = course().course.limits
    return [read_submission(ref, keys()[ref.assignment].stub, limits) for ref in batch_of(folder).refs]
