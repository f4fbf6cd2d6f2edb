"""What an instructor sets in course_config.py, which imports it from here. Students' commands never do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from autograder.core.model import Limits

__all__ = ["Assignment", "Course", "Feedback", "LatePolicy", "Limits", "Shown"]


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """Points lost after the due date: a share of the maximum for each local day begun, after a grace period."""

    grace: timedelta = timedelta(0)
    per_day: float = 0.1
    at_most: float = 0.5


class Shown(StrEnum):
    """What a student may read of a hidden check, and of a public one that fails at inputs that are not published."""

    NOTHING = "nothing"  # the score is that of the public checks at the published inputs
    NAME = "name"  # which checks pass
    MESSAGE = "message"  # also what the course's author says to it: the hint, or a known mistake's sentence


@dataclass(frozen=True, slots=True)
class Feedback:
    """What students may read of hidden checks until the due date and its grace are over, and after that.

    few_tries: students hand in once, or so seldom that nobody finds out a choice by trying; `release` asks no more
    whether what is told before the due date gives away which one is right.
    hint_level: how much `check` says at once of a known mistake: 1 what is wrong, 2 also where to look, 3 the rule too.
    None begins at 1 and says more after each change of the answer. What is graded is always told in full.
    """

    hidden: Shown | str = Shown.NOTHING
    hidden_after_due: Shown | str = Shown.NOTHING
    hint_level: int | None = None
    few_tries: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of the course: the folder's name, what it is worth, when it is due and, if it matters, when it opens.

    opens: from when on it may be worked on, which is what an extension of "50%" is half of.
    in_groups: the members of a group in roster.csv hand in together; where there are variants, they share one.
    """

    name: str
    points: float
    due: datetime | None = None
    opens: datetime | None = None
    in_groups: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Course:
    """The whole of course_config.py.

    seed is the course's secret: hidden inputs are drawn from it. follow_through is the share of an exercise's points
    given when it is wrong only because an earlier exercise is (1 full, 0 none). modules are what students may
    import besides numpy, matplotlib and the usual parts of the standard library. timezone ("Europe/Berlin") is where
    days late are counted, and where times in decisions are meant; without one it is each due date's own. lesson_url is
    where students find a lesson ("https://example.edu/backprop/{assignment}.html"), which feedback links to; without
    one it links to the notebook beside it.
    repository_url ("https://github.com/OWNER/NAME") is where assignments/ is public, for links that open it in Colab.
    """

    title: str
    seed: str
    assignments: tuple[Assignment, ...]
    late: LatePolicy = field(default_factory=LatePolicy)
    limits: Limits = field(default_factory=Limits)
    follow_through: float = 1.0
    modules: tuple[str, ...] = ()
    feedback: Feedback = field(default_factory=Feedback)
    timezone: str = ""
    lesson_url: str = ""
    repository_url: str = ""
