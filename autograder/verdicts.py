"""What the judge says of an answer: a verdict a check, a report an exercise."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.model import Check, Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one check."""

    check: Check
    status: Status
    points: float
    message: str = ""
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class ExerciseReport:
    """The verdicts on one exercise; note says what credit was given and why, if there is something to say."""

    name: str
    max_score: float
    verdicts: tuple[Verdict, ...]
    note: str = ""
    extra: bool = False

    @property
    def score(self) -> float:
        return sum(verdict.points for verdict in self.verdicts)
