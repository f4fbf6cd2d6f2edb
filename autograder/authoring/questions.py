"""Questions in a lesson: each has a cell that it is answered in, and what is right comes from checks.py alone."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.authoring.lesson import Lesson, asks_question, question_call
from autograder.authoring.regions import BEGIN, END
from autograder.core.exercise import Exercise, Variation
from autograder.core.model import Cell
from autograder.core.question.form import read
from autograder.core.question.question import Question, right_answers, wrong_answers
from autograder.core.question.record import given_answer
from autograder.core.question.solution import is_right
from autograder.errors import SourceError


def questions_of(exercises: Sequence[Exercise]) -> Mapping[str, Question]:
    """Return the questions among exercises, by name."""
    return {each.name: each.question for each in exercises if each.question is not None}


def complaint(exercise: Exercise, cell: Cell) -> str:
    """Return what is wrong with the cell of an exercise that is, or is not, a question; "" if nothing is."""
    name = exercise.name
    if asks_question(cell) == (exercise.question is not None):
        return ""
    if exercise.question is None:
        return f"'{name}' is asked by answer(\"{name}\", ...) in lesson.py: declare it with autograder.questions"
    return f"'{name}' is a question: its cell in lesson.py is to be answer(\"{name}\", ...) and nothing else"


def require_right(lesson: Lesson, questions: Mapping[str, Question], known: Mapping[str, Any]) -> None:
    """Raise SourceError if the lesson answers a question, and not as checks.py says. known: the lesson's names."""
    for cell in lesson.exercises.values():
        question, call = questions.get(str(cell.exercise)), question_call(cell)
        if question is None or call is None or getattr(call.args[1], "value", None) is ...:
            continue
        try:
            given = given_answer(
                *(_value(node, known) for node in (call.args[1], *(each.value for each in call.keywords)))
            )
            is_so = is_right(question.form, question.solution, read(question.form, given))
        except Exception as error:  # whatever an author's expression raises
            raise SourceError(lesson.path, cell.line, f"the answer to '{question.name}': {error}") from error
        if not is_so:
            told = f"checks.py says that {question.cell()} is right"
            raise SourceError(
                lesson.path, cell.line, f"'{question.name}' is answered wrongly in the lesson itself: {told}"
            )


def _value(node: ast.expr, known: Mapping[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<lesson>", "eval"), dict(known))


def answered(lesson: Lesson, questions: Mapping[str, Question]) -> Lesson:
    """Return the lesson with the right answers in the cells of its questions, between solution marks."""
    return replace(lesson, cells=tuple(_answered(cell, questions) for cell in lesson.cells))


def _answered(cell: Cell, questions: Mapping[str, Question]) -> Cell:
    question = questions.get(cell.exercise or "")
    return replace(cell, source=f"{BEGIN}\n{question.cell()}\n{END}") if question else cell


def wrong_variations(questions: Mapping[str, Question]) -> tuple[Variation, ...]:
    """Return the answers to questions that were foreseen as wrong, as known mistakes of other exercises are kept."""
    return tuple(
        Variation(name, known.name, known.sentence, question.cell(value, unit), given_answer(value, unit))
        for name, question in questions.items()
        for known, value, unit in wrong_answers(question)
    )


def right_variations(questions: Mapping[str, Question]) -> tuple[Variation, ...]:
    """Return other ways to give the right answers to questions."""
    return tuple(
        Variation(name, way, "", question.cell(value, unit), given_answer(value, unit))
        for name, question in questions.items()
        for way, value, unit in right_answers(question)
    )
