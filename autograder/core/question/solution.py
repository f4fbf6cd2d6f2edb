"""Which answers to a question are right, and what is said to those that are not: what grading alone knows.

Numbers are compared within a tolerance, texts with patterns in which * stands for any text and ? for any character, as
in the names of files: they are matched in a time that grows with the length of a text, and no faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from autograder.core.question.form import Form, Kind

WRONG_UNIT = "The number is right, but its unit is not."


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A wrong answer that was foreseen, as it is read: its name in reports, and the sentence for who gives it.

    Of a question with several choices, answer is the label of one that was chosen wrongly, or wrongly left out.
    """

    answer: Any
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Solution:
    """The right answers, as they are read (numbers in the first unit), and the wrong ones that were foreseen.

    rtol, atol: how far a number may be off, as a share of it and absolutely, the sum of both. factors: how many first
    units each unit is.
    """

    right: tuple[Any, ...]
    wrong: tuple[KnownAnswer, ...] = ()
    rtol: float = 0.0
    atol: float = 0.0
    factors: tuple[tuple[str, float], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the solution as plain data."""
        wrong = tuple((each.answer, each.name, each.sentence) for each in self.wrong)
        return {"right": self.right, "wrong": wrong, "rtol": self.rtol, "atol": self.atol, "factors": self.factors}

    @staticmethod
    def of(plain: Mapping[str, Any]) -> Solution:
        """Return the solution that `plain` wrote."""
        wrong = tuple(KnownAnswer(answer, name, sentence) for answer, name, sentence in plain["wrong"])
        return Solution(plain["right"], wrong, plain["rtol"], plain["atol"], plain["factors"])


def is_right(form: Form, solution: Solution, answer: Any) -> bool:
    """Say whether an answer, as form.read returns it, is right."""
    return any(_is(form, solution, answer, right) for right in solution.right)


def foreseen(form: Form, solution: Solution, answer: Any) -> KnownAnswer | None:
    """Return what is known of a wrong answer, None where nobody has foreseen it."""
    if form.kind is Kind.SEVERAL:
        return _all_of(tuple(_differing(solution, answer)))
    found = next((each for each in solution.wrong if _is(form, solution, answer, each.answer)), None)
    if found is None and form.kind is Kind.NUMBER:
        number, _ = answer
        if any(_is(form, solution, (number, unit), right) for unit, _ in solution.factors for right in solution.right):
            return KnownAnswer(answer, "the wrong unit", WRONG_UNIT)
    return found


def _differing(solution: Solution, answer: frozenset[str]) -> Iterator[KnownAnswer]:
    """Yield what is known of the choices that were chosen or left out wrongly."""
    (right,) = solution.right
    return (each for each in solution.wrong if each.answer in answer ^ right)


def _all_of(known: tuple[KnownAnswer, ...]) -> KnownAnswer | None:
    if not known:
        return None
    said = " ".join(dict.fromkeys(each.sentence for each in known))
    return KnownAnswer(known[0].answer, " and ".join(each.name for each in known), said)


def _is(form: Form, solution: Solution, answer: Any, known: Any) -> bool:
    match form.kind:
        case Kind.NUMBER:
            number, unit = answer
            return _near(number * dict(solution.factors).get(unit, 1.0), known, solution)
        case Kind.NUMBERS:
            want = np.asarray(known)
            return answer.shape == want.shape and bool(_near(answer, want, solution))
        case Kind.TEXT:
            return fnmatchcase(answer, known)
        case _:
            return bool(answer == known)


def _near(got: Any, want: Any, solution: Solution) -> bool:
    # Rounding in the last digits of what was typed must not decide.
    allowed = solution.atol + (solution.rtol + 1e-12) * np.abs(want)
    return bool(np.all(np.abs(got - want) <= allowed))
