"""The solution, asked as an answer is: under the rules of grading, about what is released.

What an author's own process may do, a worker may not: import by a function's name, open files, take much time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell, Status
from autograder.core.verdicts import Report
from autograder.errors import AutograderError, SourceError
from autograder.grading.grade import grade
from autograder.keys.public import FILE, load
from autograder.notebooks.marks import settle_marks
from autograder.sandbox import open_sandbox
from autograder.settings import Course

WHERE = "where answers are graded"


def refuse_failing_solutions(folder: CourseFolder, built: Mapping[str, Mapping[str, bytes]]) -> None:
    """Raise SourceError if a solution does not pass the checks that are released with it. built: files by folder."""
    for each in folder.chosen(list(built)):
        workbook = open_workbook(folder, each)
        key = replace(load(built[each.name][FILE].decode()), files=workbook.files)
        _refuse_losses(workbook, _graded(workbook, key, folder.course))


def _graded(workbook: Workbook, key: AnswerKey, course: Course) -> Report:
    told = (Cell("code", f"{name} = {value!r}") for name, value in workbook.told.items())
    cells, _ = settle_marks((*told, *workbook.lesson.cells))
    try:
        with open_sandbox("in-process", modules=course.modules) as sandbox:
            return grade(key, cells, sandbox, course.limits, follow_through=0.0)
    except AutograderError as error:
        raise SourceError(workbook.lesson.path, _line(workbook, str(error)), f"{WHERE}, this fails: {error}") from error


def _line(workbook: Workbook, told: str) -> int | None:
    """Return the line of lesson.py that a failure in a given cell is told of."""
    found = re.search(r"given cell (\d+): line (\d+)", told)
    return workbook.lesson.given[int(found[1]) - 1].line + int(found[2]) - 1 if found else None


def _refuse_losses(workbook: Workbook, report: Report) -> None:
    cells = workbook.lesson.exercises
    for exercise in (each for each in report.public if each.name in cells):
        for verdict in exercise.verdicts:
            if verdict.status is not Status.PASSED:
                said = (
                    f"the solution of '{exercise.name}' does not pass {verdict.check.name} {WHERE}: {verdict.message}"
                )
                raise SourceError(workbook.lesson.path, cells[exercise.name].line, said)
