"""The answer keys of a run: each is read when the first submission needs it, and what is known of it before that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from autograder.authoring.course import CourseFolder
from autograder.batch.context import Keys
from autograder.core.text import describe_error
from autograder.errors import AutograderError, UsageError
from autograder.keys.cache import KnownKey, cached_key, known_key
from autograder.keys.released import faulty_key, require_released
from autograder.settings import Assignment

if TYPE_CHECKING:
    from autograder.core.answer_key import AnswerKey


class Known(Protocol):
    """What tells whether a record is current: the fingerprints of the key, and why there is no key."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def work_fingerprint(self) -> str: ...

    @property
    def fault(self) -> str: ...


class UsableKeys(Mapping[str, "AnswerKey"]):
    """The keys of a course's assignments; for one that cannot be made, one that says why, so that others are graded."""

    def __init__(self, folder: CourseFolder, assignments: tuple[Assignment, ...], sources: Mapping[str, str]) -> None:
        """sources: one name for all that each key depends on. Raises UsageError if an assignment was not released."""
        self._folder = folder
        self._assignments = {assignment.name: assignment for assignment in assignments}
        self._read: dict[str, AnswerKey] = {}
        self._known: dict[str, KnownKey] = {}
        for name, assignment in self._assignments.items():
            known = known_key(folder, assignment, sources[name])
            if known is not None and known.released:
                self._known[name] = known
            else:
                self._read[name] = self._usable(assignment)

    def known(self, name: str) -> Known:
        """Return what is known of a key, which need not be read for it."""
        return _Sound(self._known[name]) if name in self._known else self[name]

    def drifted(self) -> dict[str, Sequence[str]]:
        """Return the exercises whose text students got otherwise than it is in solutions/ now, by assignment."""
        read = {name: key.drifted for name, key in self._read.items()}
        return {name: found for name, found in ({n: k.drifted for n, k in self._known.items()} | read).items() if found}

    def __getitem__(self, name: str) -> AnswerKey:
        if name not in self._read:
            self._read[name] = self._usable(self._assignments[name], name in self._known)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._assignments)

    def __len__(self) -> int:
        return len(self._assignments)

    def __reduce__(self) -> tuple[type[dict[str, AnswerKey]], tuple[dict[str, AnswerKey]]]:
        return dict, (dict(self),)  # other processes, and other machines, get the keys themselves

    def _usable(self, assignment: Assignment, is_released: bool = False) -> AnswerKey:
        try:
            key = cached_key(self._folder, assignment)
            if not is_released:
                require_released(self._folder, key)
            return key
        except UsageError:
            raise
        except Exception as error:  # an author's mistake, or ours: either way it is no student's
            import logging  # not above: keys that were made once are in order

            logging.getLogger(__name__).debug("the answer key of %s cannot be made:", assignment.name, exc_info=True)
            why = str(error) if isinstance(error, AutograderError) else describe_error(error)
            return faulty_key(self._folder, assignment, f"the answer key of '{assignment.name}' cannot be made: {why}")


class _Sound:
    """What is known of a key that was made once."""

    fault = ""

    def __init__(self, known: KnownKey) -> None:
        self.fingerprint, self.work_fingerprint = known.fingerprint, known.work_fingerprint


def known_of(keys: Keys, name: str) -> Known:
    """Return what is known of a key, whether or not it was read."""
    return keys.known(name) if isinstance(keys, UsableKeys) else keys[name]
