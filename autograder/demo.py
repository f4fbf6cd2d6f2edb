"""Make up a class: solutions, untouched stubs, and mixtures of right and known wrong answers, in both formats."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Workbook
from autograder.cells import read_percent

STUDENTS = 40


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
            sheet = _sheet(workbook, number)
            suffix = ".py" if number % 3 == 0 else ".ipynb"
            source = assignments / workbook.name / f"{workbook.name}{suffix}"
            target = submitted / sheet.student / workbook.name / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(fill_in(source.read_text("utf-8"), suffix, sheet.answers), "utf-8")


def _sheet(workbook: Workbook, number: int) -> Sheet:
    """Return what student `number` answers: 1–4 the solution, 5–8 nothing, the others a mixture of their own."""
    student = f"s{number:03}"
    solved = solved_cells(workbook)
    if number <= 4:
        return Sheet(student, solved)
    if number <= 8:
        return Sheet(student, {})
    chance = random.Random(f"{workbook.name}/{number}")
    skill = chance.uniform(0.4, 0.95)
    answers = {name: _answer(workbook, name, solved[name], skill, chance) for name in solved if chance.random() > 0.1}
    return Sheet(student, answers)


def _answer(workbook: Workbook, exercise: str, solved: str, skill: float, chance: random.Random) -> str:
    right = [solved] + [known.source for known in workbook.right if known.exercise == exercise]
    wrong = [known.source for known in workbook.mistakes if known.exercise == exercise]
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
            cell["source"] = answers[name].splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _fill_percent(text: str, answers: Mapping[str, str]) -> str:
    for cell in read_percent(text):
        if cell.exercise in answers:
            text = text.replace(cell.source.strip("\n"), answers[cell.exercise].strip("\n"), 1)
    return text
