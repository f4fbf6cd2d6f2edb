"""What the judge says of an answer: a verdict per check, a report per exercise."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.core.by_hand import WrittenAnswer
from autograder.core.exercise import Check
from autograder.core.model import Status


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on one submission, and what went wrong in its cells (sentences with the exercise's name).

    public: the public checks at the published inputs, as they came out before the worker was told any other.
    """

    exercises: tuple[ExerciseReport, ...]
    notes: tuple[str, ...] = ()
    public: tuple[ExerciseReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one check.

    message: what was seen, in a phrase. advice: what may help, in the author's words: the sentence of the known mistake
    that was recognised, else the check's hint; "" where neither fits. mistake: the name of that known mistake.
    hint: the check's hint, where it is about what came, whether or not a mistake was recognised.
    """

    check: Check
    status: Status
    points: float
    message: str = ""
    advice: str = ""
    mistake: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The shortest published call that shows a fault, as source code to run, and its outcome.

    place is "" for the whole result, "[1]" for a part of it. Where an array of the expected shape came, want and got
    are its numbers in C order, and worst is the number of the entry that is furthest off; else these are empty.
    """

    kind: str
    call: str
    place: str = ""
    shape: tuple[int, ...] = ()
    want: tuple[float, ...] = ()
    got: tuple[float, ...] = ()
    worst: int = 0


@dataclass(frozen=True, slots=True)
class ExerciseReport:
    """The verdicts on one exercise; note says what credit was given and why, if there is something to say.

    signature: a short hash of what a wrong answer that no known mistake explains returned; equal ones in a class have
    the same. blamed: the exercises of which right results were lent where credit was given.
    evidence: only of verdicts on public checks at published inputs.
    answer: what people are to grade, where there is something.
    """

    name: str
    max_score: float
    verdicts: tuple[Verdict, ...]
    note: str = ""
    extra: bool = False
    signature: str = ""
    blamed: tuple[str, ...] = ()
    evidence: Evidence | None = None
    answer: WrittenAnswer | None = None

    @property
    def score(self) -> float:
        return sum(verdict.points for verdict in self.verdicts)
