"""The course of this repository, for tests: each assignment's sources and answer key, made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import find_course, open_workbook
from autograder.authoring.lesson import asks_question, read_lesson
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell
from autograder.core.verdicts import ExerciseReport, Report
from autograder.grading.grade import grade
from autograder.grading.questions import Sandbox
from autograder.keys.build import exercise_keys
from autograder.keys.load import answer_key

COURSE = find_course(Path(__file__).parent)
ASSIGNMENTS = tuple(assignment.name for assignment in COURSE.course.assignments)
LESSONS = {name: read_lesson(COURSE.solutions / name / "lesson.py") for name in ASSIGNMENTS}
EXERCISES = tuple(  # that are programmed; questions are answered
    (name, exercise)
    for name, lesson in LESSONS.items()
    for exercise, cell in lesson.exercises.items()
    if not asks_question(cell)
)


@cache
def workbook(name: str) -> Workbook:
    """Return an assignment's sources."""
    (assignment,) = COURSE.chosen([name])
    return open_workbook(COURSE, assignment)


def released_files(name: str) -> dict[str, bytes]:
    """Return the files of an assignment's released folder, by their path in it."""
    folder = COURSE.assignments / name
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def programmed(name: str) -> list[str]:
    """Return the exercises of an assignment that are programmed; the others are questions."""
    return [exercise for assignment, exercise in EXERCISES if assignment == name]


@cache
def key(name: str) -> AnswerKey:
    """Return an assignment's answer key, hidden checks and secret inputs included."""
    (assignment,) = COURSE.chosen([name])
    return answer_key(COURSE, assignment)


@cache
def keys_at(name: str, seed: str) -> AnswerKey:
    """Return the answer key as it would be with another secret seed."""
    return replace(key(name), exercises=exercise_keys(workbook(name), seed))


def graded(answers: AnswerKey, cells: Sequence[Cell], sandbox: Sandbox) -> Report:
    """Grade cells as a student's, with the course's own limits and follow-through."""
    return grade(answers, cells, sandbox, COURSE.course.limits, COURSE.course.follow_through)


def score(report: Report) -> float:
    """Return the points of a whole report."""
    return sum(exercise.score for exercise in report.exercises)


def full_marks(name: str) -> float:
    """Return what a submission without a fault scores: all points of the assignment, and the extra credit on top."""
    (assignment,) = COURSE.chosen([name])
    return assignment.points + sum(exercise.points for exercise in key(name).exercises if exercise.extra)


def lost(report: ExerciseReport) -> bool:
    """Return whether any point is missing."""
    return report.score < report.max_score - 1e-9


def complaints(report: Report) -> list[str]:
    """Return what was said against a submission: each point lost and each cell that failed, as a line."""
    said = [
        f"{exercise.name}: {verdict.check.name}: {verdict.status}: {verdict.message}"
        for exercise in report.exercises
        for verdict in exercise.verdicts
        if verdict.points < verdict.check.points
    ]
    return said + list(report.notes)
