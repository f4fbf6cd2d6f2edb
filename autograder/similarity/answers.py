"""What a class wrote into its exercise cells, read as grading reads it; nothing of it is run.

Files are opened, bounded and taken apart by submissions; an answer that lies in another cell, and the helper functions
that it calls, are found as grading finds them. Cells as released are left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.authoring.assignment import Workbook
from autograder.authoring.course import CourseFolder, open_workbook
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell, Submission
from autograder.core.syntax import tree_of
from autograder.gradebook.pseudonyms import pseudonym
from autograder.grading.answer_cells import locate_answers
from autograder.keys.released import released_stub
from autograder.notebooks.marks import definitions, exercise_sources, tidied
from autograder.settings import Assignment
from autograder.similarity.normal_form import LONGEST
from autograder.submissions.find import find_submissions
from autograder.submissions.read import read_submission

MOST_CODE = 200_000  # characters in the cells of one file; an assignment has a tenth of it
NO_PYTHON = "?"
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Written:
    """One student's answers by exercise, and the hash of the file that they are in; problem: why there are none."""

    student: str
    sources: Mapping[str, str]
    sha256: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ClassWork:
    """What a class wrote, and what everybody could have it from: the released stubs and the course's known answers."""

    students: Sequence[Written]
    provided: Mapping[str, str]
    known: Mapping[str, Sequence[str]]


def class_work(folder: CourseFolder, assignment: Assignment, submitted: Path) -> ClassWork:
    """Read what lies in `submitted`.

    Raises UsageError for a folder that cannot be listed, or an assignment that is not released.
    """
    workbook, stub = open_workbook(folder, assignment), released_stub(folder, assignment)
    looked_for = AnswerKey(
        assignment.name,
        (),
        tuple(cell.source for cell in workbook.lesson.given),
        stub,
        "",
        "",
        demonstrations=workbook.lesson.demonstrations,
    )
    refs = find_submissions(submitted, [assignment.name])
    readings = (read_submission(ref, stub, folder.course.limits) for ref in refs if not ref.missing)
    return ClassWork([_written(reading, looked_for) for reading in readings], stub, _known(workbook))


def _written(reading: Submission, looked_for: AnswerKey) -> Written:
    sources: dict[str, str] = {}
    for cells in (reading.second.cells if reading.second else (), reading.cells):
        if sum(len(cell.source) for cell in cells if cell.kind != "markdown") > MOST_CODE:
            return Written(reading.student, {}, reading.sha256, f"it holds more than {MOST_CODE:,} characters of code")
        sources |= _worked_on(cells, looked_for)
    return Written(reading.student, sources, reading.sha256, reading.problem)


def _worked_on(cells: Sequence[Cell], looked_for: AnswerKey) -> dict[str, str]:
    """Return the answers that are not as released, each with the helper functions that it uses."""
    code = [cell for cell in locate_answers(looked_for, cells)[0] if cell.kind == "code"]
    released_cells = set(map(tidied, looked_for.demonstrations))
    own = (cell.source for cell in code if not (cell.exercise or cell.given or cell.check))
    helpers = {name: cell for cell in own if tidied(cell) not in released_cells for name in definitions(cell)}
    found = exercise_sources(code)
    return {
        name: _with_helpers(found[name], helpers)
        for name, released in looked_for.stub.items()
        if found.get(name, "").strip() and tidied(found[name]) != tidied(released)
    }


def _with_helpers(own: str, helpers: Mapping[str, str]) -> str:
    """Return an answer behind the cells of the student's own that define what it uses, and what these use."""
    sources, left = [own], dict(helpers)
    for source in sources:
        used = left.keys() & set(_WORD.findall(source))
        cells = dict.fromkeys(left.pop(name) for name in sorted(used))
        sources += [cell for cell in cells if cell not in sources]
    return "\n\n".join(reversed(sources))


def _known(workbook: Workbook) -> dict[str, list[str]]:
    answers = {name: [cell.source] for name, cell in workbook.lesson.exercises.items()}
    for each in (*workbook.right, *workbook.mistakes):
        answers[each.exercise].append(each.source)
    return answers


class _WithoutWords(ast.NodeTransformer):
    """Takes texts out: they are where people write names, next to comments, which no tree holds."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.copy_location(ast.Constant("…"), node) if isinstance(node.value, str | bytes) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.Constant:
        return ast.copy_location(ast.Constant("…"), node)


def without_words(source: str) -> str:
    """Return an answer without comments and texts, in another layout; what cannot be compared anyway as NO_PYTHON."""
    tree = tree_of(source) if len(source) <= LONGEST else None
    try:
        return ast.unparse(_WithoutWords().visit(tree)) if tree else NO_PYTHON
    except (RecursionError, ValueError):
        return NO_PYTHON


def anonymised(work: ClassWork, seed: str) -> ClassWork:
    """Return the work under pseudonyms, which nobody can undo without the course's seed, and without words."""
    students = [
        replace(
            each,
            student=pseudonym(seed, each.student),
            sources={name: without_words(source) for name, source in each.sources.items()},
            problem=each.problem and "it cannot be read",
        )
        for each in work.students
    ]
    return replace(work, students=sorted(students, key=lambda each: each.student))
