"""Questions whose answers students fill in: what an author declares in checks.py, beside exercises.

    EXERCISES = [
        choose_one("steepest", points=2, ask="Where is the sigmoid steepest?", right="at 0", wrong={
            "at 1": "There the curve is on its way to 1 already, and flatter.",
        }),
    ]

In lesson.py a cell marked exercise="steepest" holds `answer("steepest", ...)`, and a given cell imports `answer` from
autograder. Students fill in a choice, a number or a text in place of the dots. What is right is told with the grade:
nothing that is released depends on it. practice=True makes a question open: it is told at once, and worth nothing.

Each function raises DeclarationError for what cannot be asked so.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypedDict, Unpack

import numpy as np

from autograder.core.exercise import DeclarationError, Exercise
from autograder.core.model import Array
from autograder.core.plain_math import plain_math
from autograder.core.question.form import Form, Kind, normalised, read
from autograder.core.question.question import Question, shuffled, wrong_answers
from autograder.core.question.record import given_answer
from autograder.core.question.solution import KnownAnswer, Solution, foreseen, is_right
from autograder.judging.kinds.answer import RightAnswer
from autograder.judging.kinds.answered import Answered

__all__ = ["choose_one", "choose_several", "number", "numbers", "short_text"]

MOST_CHOICES = 12
TO_TWO_DIGITS = 5e-3


class Common(TypedDict, total=False):
    """What all questions may be given.

    points: what it is worth. ask: its text in Markdown, which the release puts above the answer's cell; without it the
    lesson itself asks. practice: it is open to all, told at once, and worth nothing. hint: said to wrong answers that
    nobody has foreseen. extra and was: as in checks.Exercise.
    """

    points: float
    ask: str
    practice: bool
    hint: str
    extra: bool
    was: str


Numbers: TypeAlias = "Sequence[Any] | Array"


def choose_one(
    name: str,
    *,
    right: str,
    wrong: Mapping[str, str],
    shuffle: object = "",
    **common: Unpack[Common],
) -> Exercise:
    """Declare a question with several choices, of which one is right.

    wrong: the text of each other choice, with the sentence for anyone who chooses it. The order in which they are shown
    follows from their texts and the question's name alone, and from `shuffle`: what variants.py draws there makes it
    each student's own.
    """
    form, labels = _choices(Kind.ONE, name, [right, *wrong], (common.get("was") or name, shuffle))
    known = tuple(_known(labels[text], f'chose "{text}"', said) for text, said in wrong.items())
    question = Question(name, form, Solution((labels[right],), known), labels[right])
    return _declared(question, **common)


def choose_several(
    name: str,
    *,
    right: Mapping[str, str],
    wrong: Mapping[str, str],
    shuffle: object = "",
    **common: Unpack[Common],
) -> Exercise:
    """Declare a question with several choices, of which any number are right; all of them must be chosen, and no other.

    right: the text of each right choice, with the sentence for anyone who leaves it out; wrong: of each other choice,
    with the sentence for anyone who chooses it. shuffle: see choose_one.
    """
    if both := set(right) & set(wrong):
        raise DeclarationError(f"'{name}': the choice {min(both)!r} is right and wrong")
    form, labels = _choices(Kind.SEVERAL, name, [*right, *wrong], (common.get("was") or name, shuffle))
    left_out = [_known(labels[text], f'left out "{text}"', said) for text, said in right.items()]
    chosen = [_known(labels[text], f'chose "{text}"', said) for text, said in wrong.items()]
    answer = frozenset(labels[text] for text in right)
    question = Question(name, form, Solution((answer,), (*left_out, *chosen)), sorted(answer))
    return _declared(question, **common)


def number(
    name: str,
    *,
    right: float,
    unit: str = "",
    units: Mapping[str, float] | None = None,
    rtol: float = TO_TWO_DIGITS,
    atol: float = 0.0,
    wrong: Mapping[float, str] | None = None,
    **common: Unpack[Common],
) -> Exercise:
    """Declare a question whose answer is a number, within rtol of it plus atol; a whole number is to be met exactly.

    unit: that of the right answer. units: further units that are accepted, each with how many of `unit` it is (with
    unit="m/s", {"km/h": 1 / 3.6}). wrong: numbers that are foreseen (in `unit`), with the sentence for each.
    """
    if units and not unit:
        raise DeclarationError(f"'{name}': say of which unit the others are multiples: unit=…")
    if isinstance(right, int) and rtol == TO_TWO_DIGITS:
        rtol = 0.0
    factors = {unit: 1.0, **(units or {})} if unit else {}
    odd = [each for each in (right, rtol, atol, *factors.values(), *(wrong or {})) if not math.isfinite(each)]
    if odd or rtol < 0 or atol < 0 or min(factors.values(), default=1.0) <= 0:
        raise DeclarationError(f"'{name}': its numbers must be finite, and tolerances and units not negative")
    known = tuple(_known(float(each), f"answered {each:g}", said) for each, said in (wrong or {}).items())
    solution = Solution((float(right),), known, rtol, atol, tuple(factors.items()))
    question = Question(name, Form(Kind.NUMBER, units=tuple(sorted(factors))), solution, right, unit)
    return _declared(question, **common)


def short_text(
    name: str,
    *,
    right: str,
    also: Sequence[str] = (),
    wrong: Mapping[str, str] | None = None,
    **common: Unpack[Common],
) -> Exercise:
    """Declare a question whose answer is a few words. Case, spaces, hyphens and punctuation at the ends do not count.

    also: other right answers, as patterns: * stands for any text, ? for any character. wrong: patterns that are
    foreseen, with the sentence for each. They are tried in order, after the right ones.
    """
    if not normalised(right):
        raise DeclarationError(f"'{name}': the right answer is empty")
    accepted = (_literal(right), *map(_pattern, also))
    known = tuple(_known(_pattern(each), f'answered "{each}"', said) for each, said in (wrong or {}).items())
    question = Question(name, Form(Kind.TEXT), Solution(accepted, known), right)
    return _declared(question, **common)


def numbers(
    name: str,
    *,
    right: Numbers,
    rtol: float = TO_TWO_DIGITS,
    atol: float = 1e-9,
    wrong: Sequence[tuple[Numbers, str]] = (),
    **common: Unpack[Common],
) -> Exercise:
    """Declare a question whose answer is a list of numbers, or a matrix of them (a list of rows).

    Each entry must be within rtol of the right one plus atol, and the shape the same. wrong: answers that are foreseen,
    each with its sentence.
    """
    made = [np.asarray(each) for each in (right, *(each for each, _ in wrong))]
    if any(each.dtype.kind not in "iuf" or each.ndim == 0 or not np.all(np.isfinite(each)) for each in made):
        raise DeclarationError(f"'{name}': its answers must be lists or arrays of finite numbers")
    answers = [each.astype(float) for each in made]
    known = tuple(
        _known(each, f"answered wrong values {place}", said)
        for place, (each, (_, said)) in enumerate(zip(answers[1:], wrong, strict=True), 1)
    )
    question = Question(name, Form(Kind.NUMBERS), Solution((answers[0],), known, rtol, atol), made[0].tolist())
    return _declared(question, **common)


def _choices(kind: Kind, name: str, texts: Sequence[str], order: tuple[str, object]) -> tuple[Form, dict[str, str]]:
    """Return the form of a question with these choices, and the label of each. order: what their order follows from."""
    if not 2 <= len(texts) <= MOST_CHOICES:
        raise DeclarationError(f"'{name}' has {len(texts)} choices: give it 2 to {MOST_CHOICES}")
    plain = [normalised(str(text)) for text in texts]
    choices = shuffled(map(str, texts), "{}\n{}".format(*order))
    if len(set(plain)) < len(plain) or "" in plain:
        raise DeclarationError(f"'{name}': two choices are the same, or one is empty: case and spaces do not count")
    if taken := set(plain) & {label for label, _ in choices}:
        raise DeclarationError(f"'{name}': the choice {min(taken)!r} would be taken for a label: word it differently")
    return Form(kind, choices), {text: label for label, text in choices}


def _known(answer: Any, name: str, sentence: str) -> KnownAnswer:
    """Return an answer that was foreseen; records, feedback and reports have its name and sentence as plain text."""
    return KnownAnswer(answer, plain_math(name), plain_math(sentence))


def _pattern(text: str) -> str:
    """Return a pattern as answers are read, for fnmatch."""
    return normalised(text, keep="*?").replace("[", "[[]")


def _literal(text: str) -> str:
    """Return the pattern that a text alone fits."""
    return re.sub(r"([*?[])", r"[\1]", normalised(text))


def _declared(
    question: Question,
    points: float = 0,
    ask: str = "",
    practice: bool = False,
    hint: str = "",
    extra: bool = False,
    was: str = "",
) -> Exercise:
    """Return the exercise that a question is to all the rest of the framework."""
    name, line = question.name, sys._getframe(2).f_lineno
    if complaint := _complaint(question, points, practice):
        raise DeclarationError(f"'{name}': {complaint}", line)

    def probe(answer: Any, draw: Any) -> Mapping[str, Any]:
        return {"answer": getattr(answer, name)}

    probe.__name__ = name
    probe.__code__ = probe.__code__.replace(co_firstlineno=line, co_name=name)
    form, solution = question.form.plain(), question.solution.plain()
    checks = (
        Answered("answer", 0.0, form=form),
        RightAnswer("answer", points, not practice, hint, question={"form": form, "solution": solution}),
    )
    asked = replace(question, ask=ask, practice=practice, line=line)
    return Exercise(probe, points, checks, extra, was, asked)


def _complaint(question: Question, points: float, practice: bool) -> str:
    if not question.name.isidentifier():
        return "a question's name is a word of letters, digits and _"
    if practice and points:
        return "a question for practice is open to all, and carries no points"
    if not practice and not points > 0:
        return "say what it is worth, points=…, or that it is for practice=True"
    if any(not isinstance(each.sentence, str) or not each.sentence.strip() for each in question.solution.wrong):
        return "each wrong answer needs the sentence that its author is to read"
    return next(_ambiguous(question), "")


def _ambiguous(question: Question) -> Iterator[str]:
    """Yield what is wrong with the wrong answers: each is rejected, and is taken for itself."""
    form, solution = question.form, question.solution
    for known, value, unit in wrong_answers(question):
        answer = read(form, given_answer(value, unit))
        if is_right(form, solution, answer):
            yield f"the wrong answer ({known.name}) would be taken for a right one"
        found = foreseen(form, solution, answer)
        if found is None or found.name != known.name:
            yield f"the wrong answer ({known.name}) would be taken for another one that comes before it"
