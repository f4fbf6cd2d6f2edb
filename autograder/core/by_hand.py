"""Work that people grade: an exercise with a rubric, and the answer that they read.

A row of a rubric is a check without a judge. Until somebody gives its points it waits, and a record says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from autograder.core.exercise import Check, Context, DeclarationError, Expected
from autograder.core.model import WAITS

RUBRIC = "rubric"


@dataclass(frozen=True, slots=True)
class Criterion(Check):
    """A row of a rubric: `output` is its text, `points` the most that it gives."""

    kind: ClassVar[str] = RUBRIC
    numeric: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return self.output

    def expect(self, context: Context) -> Expected:
        """Raise DeclarationError: there is no result to look at."""
        raise DeclarationError(f"'{self.output}' is a row of a rubric: it belongs into by_hand(…)")

    def wrong(self, value: object, expected: Expected) -> str:
        """Return that it is not for a program to say."""
        return WAITS


@dataclass(frozen=True, slots=True)
class ByHand:
    """An exercise that is graded by hand: its name is that of its answer cell.

    rubric: text and most points of each row, in the order in which they are graded. extra: as of an Exercise.
    """

    name: str
    rubric: tuple[tuple[str, float], ...]
    extra: bool = False

    @property
    def points(self) -> float:
        return sum(points for _, points in self.rubric)

    @property
    def checks(self) -> tuple[Criterion, ...]:
        return tuple(Criterion(text, points) for text, points in self.rubric)


def by_hand(name: str, rubric: Mapping[str, float], extra: bool = False) -> ByHand:
    """Declare an exercise that people grade: an answer in words or a drawing, in the lesson's cell of that name.

    rubric: for each row what is looked for, as graders and students read it, and the most points that it gives; the
    exercise gives their sum. extra: extra credit, whose points come on top of the assignment's.
    """
    rows = rubric.items() if isinstance(rubric, Mapping) else ()
    return ByHand(str(name), tuple((" ".join(str(text).split()), points) for text, points in rows), bool(extra))


@dataclass(frozen=True, slots=True)
class HandKey:
    """What grading knows of such an exercise: what was declared, and its answer cell as students got it."""

    exercise: ByHand
    stub: str

    @property
    def name(self) -> str:
        return self.exercise.name


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What a student wrote for people to read, and how many pictures are with it."""

    text: str
    pictures: int = 0

    @property
    def identity(self) -> str:
        """One short name for what was written, which a spreadsheet takes for no number."""
        return "a" + hashlib.sha256(f"{self.pictures}\n{self.text}".encode()).hexdigest()[:11]
