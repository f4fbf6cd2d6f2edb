"""A class graded by a course."""

from __future__ import annotations

from collections import Counter

from autograder.authoring.course import CourseFolder, find_course
from autograder.batch.batch import Batch, answer_keys, grade_batch
from autograder.batch.executors import by_processes
from autograder.records.schema import Record


def run(
    course: CourseFolder, jobs: int = 1, *, out: str = "grades", students: tuple[str, ...] = (), force: bool = False
) -> dict[str, int]:
    """Grade the class as the command would; return how often each status came up, as the progress bar shows it."""
    course = find_course(course.root)  # its settings as they are now
    batch = Batch(course, course.root / "submitted", course.root / out, course.chosen(), frozenset(students), force)
    counts = Counter[str]()

    def on_record(record: Record, new: bool) -> None:
        counts[record["status"] if new else "unchanged"] += 1

    grade_batch(batch, answer_keys(batch), by_processes(jobs), on_record)
    return dict(counts)
