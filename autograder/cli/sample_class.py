"""Make up a class: solutions, untouched stubs, and mixtures of right and known wrong answers, in both formats."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.assignment import Workbook
from autograder.authoring.questions import right_variations, wrong_variations
from autograder.notebooks.percent import read_percent

STUDENTS = 40
SOLVED, UNTOUCHED = 4, 8  # students up to these numbers hand in the solution, or the stub; the others a mixture
SUFFIXES = (".py", ".ipynb", ".ipynb")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One made-up student's answers: exercise -> source of its cell; exercises left out stay as released."""

    student: str
    answers: Mapping[str, str]


def make_class(workbooks: Sequence[Workbook], assignments: Path, submitted: Path, students: int = STUDENTS) -> None:
    """Write a class into `submitted`, afresh. assignments holds the released folders. The same class every time."""
    if submitted.exists():
        shutil.rmtree(submitted)
    for workbook in workbooks:
        for number in range(1, students + 1):
            _hand_in(_sheet(workbook, number), workbook.name, SUFFIXES[number % 3], assignments, submitted)


def _hand_in(sheet: Sheet, assignment: str, suffix: str, assignments: Path, submitted: Path) -> None:
    name = f"{assignment}{suffix}"
    released = (assignments / assignment / name).read_text("utf-8")
    folder = submitted / sheet.student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(fill_in(released, suffix, sheet.answers), "utf-8")


def _sheet(workbook: Workbook, number: int) -> Sheet:
    """Return what student `number` answers; a mixture leaves one exercise in ten out."""
    student = f"s{number:03}"
    solved = solved_cells(workbook)
    if number <= SOLVED:
        return Sheet(student, solved)
    if number <= UNTOUCHED:
        return Sheet(student, {})
    chance = random.Random(f"{workbook.name}/{number}")
    skill = chance.uniform(0.4, 0.95)
    answers = {name: _answer(workbook, name, solved[name], skill, chance) for name in solved if chance.random() > 0.1}
    return Sheet(student, answers)


def _answer(workbook: Workbook, exercise: str, solved: str, skill: float, chance: random.Random) -> str:
    answers = (*workbook.right, *right_variations(workbook.questions))
    mistakes = (*workbook.mistakes, *wrong_variations(workbook.questions))
    right = [solved] + [known.source for known in answers if known.exercise == exercise]
    wrong = [known.source for known in mistakes if known.exercise == exercise]
    return chance.choice(right if chance.random() < skill or not wrong else wrong)


def solved_cells(workbook: Workbook) -> dict[str, str]:
    """Return the source of each exercise cell of the lesson, solution included."""
    return {name: cell.source for name, cell in workbook.lesson.exercises.items()}


def fill_in(text: str, suffix: str, answers: Mapping[str, str]) -> str:
    """Return a released file, as text, with answers in the place of its exercise cells."""
    return _fill_notebook(text, answers) if suffix == ".ipynb" else _fill_percent(text, answers)


def _fill_notebook(text: str, answers: Mapping[str, str]) -> str:
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        name = cell["metadata"].get("exercise")
        if name in answers:
            cell["source"] = answers[name].strip("\n").splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _fill_percent(text: str, answers: Mapping[str, str]) -> str:
    lines = text.split("\n")
    for cell in reversed(read_percent(text)):  # from the end, so that the numbers of the lines above stay right
        if cell.exercise is not None and cell.exercise in answers:
            start = cell.line - 1
            lines[start : start + cell.source.count("\n") + 1] = answers[cell.exercise].strip("\n").split("\n")
    return "\n".join(lines)
