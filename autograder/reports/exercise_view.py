"""One exercise and one check as their author may see them: what every form of feedback shows."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.core.model import Status
from autograder.core.verdicts import Evidence


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check: status is the record's; seen says what came, advice what to look at ("" where there is none)."""

    name: str
    status: Status
    points: float
    max_points: float
    seen: str = ""
    advice: str = ""
    credit: str = ""
    known: bool = False  # advice is the sentence of a known mistake

    @property
    def words(self) -> tuple[str, ...]:
        """All that is to be said of it, in order."""
        return tuple(filter(None, (self.seen, self.advice, self.credit)))


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """One exercise; if_fixed is the score of the whole assignment if this were right, where that is known.

    section: the lesson's heading above it. evidence: of a public check that fails at the published inputs.
    """

    name: str
    score: float
    max_score: float
    extra: bool
    # "right", "wrong", "open" (not attempted), "answered" where nothing more is told of a question, "waiting" for
    # people to grade it, or "graded" by them.
    state: str
    checks: tuple[CheckView, ...]
    note: str = ""
    if_fixed: float | None = None
    section: str = ""
    evidence: Evidence | None = None

    @property
    def diagnosis(self) -> str:
        """What is to be read first: a known mistake's sentence, else what was seen at the first check that fails."""
        if self.state in ("waiting", "graded"):  # people have said what they have to say, row by row
            return ""
        wrong = [check for check in self.checks if check.words and check.status is not Status.PASSED]
        known = next((check.advice for check in wrong if check.known), "")
        return known or next((check.seen or check.advice for check in wrong), "")
