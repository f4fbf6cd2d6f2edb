"""What all submissions of a run are graded by."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from autograder.batch.graceful_stop import Stop
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Submission
from autograder.records.schema import Record
from autograder.sandbox.host.level import Level
from autograder.settings import Course

Keys = Mapping[str, AnswerKey]
Records = Generator[Record, None, None]
Executor: TypeAlias = "Callable[[GradingContext, Iterable[Submission], Stop], Records]"


@dataclass(frozen=True)
class GradingContext:
    """What all submissions of a run are graded by. level: the sandbox's, which works on this machine."""

    course: Course
    keys: Keys
    level: Level
