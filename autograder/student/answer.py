"""answer("question", value) in a notebook: the answer is kept under the question's name, and what was read is said.

Whether it is right is told at once of a question for practice alone: of any other a student's folder does not know it.
Whatever is wrong is said in a line, and no cell is ever stopped by it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from autograder.core.answer_key import ExerciseKey
from autograder.core.exercise import ANSWERED, is_question
from autograder.core.question.form import AnswerFormError, Form, read, shown
from autograder.core.question.record import as_answer, keep_answer
from autograder.core.text import single_line
from autograder.errors import UsageError
from autograder.student.answer_form import offer
from autograder.student.check import find_exercises, folders_of
from autograder.student.kernel import numpy_as_it_was
from autograder.student.rich import say, show
from autograder.student.view import ANSWERED_BUT, FAIL, GIVEN, NOT_ANSWERED, OPEN


def answer(question: str, value: object = ..., unit: str = "") -> None:
    """Answer a question of the lesson, in its own cell; the last answer counts. Without a value it is not answered.

    value: a choice ("b"), a list of choices, a number (with its unit, where one is asked for), a text, or a list of
    numbers or rows, as the question says.
    """
    namespace, name = sys._getframe(1).f_globals, str(question)
    with numpy_as_it_was():
        try:
            key = _question(namespace, name)
            if name in namespace and as_answer(namespace[name]) is None:
                say(f"{OPEN} {name}: this name was something else here, and is your answer now")
            keep_answer(namespace, name, value, unit)
            _say(key, name, namespace.get(name))
        except UsageError as error:
            say(single_line(str(error), 300))


def _question(namespace: Mapping[str, Any], name: str) -> ExerciseKey:
    """Return what is known of a question here. Raises UsageError where there is none."""
    keys, _, _ = find_exercises(folders_of(namespace), name, "answer")
    if not is_question(keys[name].checks):
        raise UsageError(f'answer("{name}"): `{name}` is a function to write, no question')
    return keys[name]


def _say(key: ExerciseKey, name: str, found: object) -> None:
    """Say what was understood of an answer."""
    form = Form.of(key.trials[0].expected[ANSWERED].plain)
    if found is None:
        if not offer(name, form):
            say(f"{OPEN} {name}: {NOT_ANSWERED}")
        return
    try:
        understood = shown(form, read(form, found))
    except AnswerFormError as error:
        say(f"{FAIL} {name}: {error}")
        return
    if len(key.checks) == 1:
        say(f"{GIVEN} {name}: {understood} ({ANSWERED_BUT})")
        return
    from autograder.core.calls import Returned
    from autograder.judging.judge import judge

    say(f"{GIVEN} {name}: {understood}")
    show(judge(key, [[Returned(found)] * len(trial.calls) for trial in key.trials]))
