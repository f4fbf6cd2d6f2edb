"""Questions in a lesson: each has a cell that it is answered in, and what is right comes from checks.py alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.authoring.lesson import Lesson, asks_question
from autograder.authoring.regions import BEGIN, END
from autograder.core.exercise import Exercise, Variation
from autograder.core.model import Cell
from autograder.core.question.question import Question, right_answers, wrong_answers
from autograder.core.question.record import given_answer


def questions_of(exercises: Sequence[Exercise]) -> Mapping[str, Question]:
    """Return the questions among exercises, by name."""
    return {each.name: each.question for each in exercises if each.question is not None}


def complaint(exercise: Exercise, cell: Cell) -> str:
    """Return what is wrong with the cell of an exercise that is, or is not, a question; "" if nothing is."""
    name = exercise.name
    if asks_question(cell) == (exercise.question is not None):
        return ""
    if exercise.question is None:
        return f"'{name}' is asked by answer(\"{name}\", ...) in lesson.py: declare it by autograder.questions"
    return f"'{name}' is a question: its cell in lesson.py is to be answer(\"{name}\", ...) and nothing else"


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
