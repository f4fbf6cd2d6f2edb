"""What all submissions of a run are graded by."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from autograder.batch.graceful_stop import Stop
from autograder.records.schema import Record
from autograder.sandbox.host.level import Level
from autograder.settings import Course

if TYPE_CHECKING:
    from autograder.batch.student_keys import MadeKeys, StudentKeys
    from autograder.batch.tasks import Work
    from autograder.core.answer_key import AnswerKey

Keys: TypeAlias = "Mapping[str, AnswerKey]"
Records = Generator[Record, None, None]
Executor: TypeAlias = "Callable[[GradingContext, Iterable[Work], Stop], Records]"


@dataclass(frozen=True)
class GradingContext:
    """What all submissions of a run are graded by. level: the sandbox's, which works on this machine.

    exercises: the names of every assignment's, so that work on another one is told. personal: the keys of those
    assignments that differ from student to student.
    """

    course: Course
    keys: Keys
    level: Level
    exercises: Mapping[str, Sequence[str]] = field(default_factory=dict)
    personal: StudentKeys | MadeKeys | None = None

    def key_of(self, assignment: str, student: str) -> AnswerKey:
        """Return the key that a student's work is graded by."""
        key = self.keys[assignment]
        return self.personal.key(assignment, student) if key.variant and self.personal is not None else key
