"""The answer key of each student: everybody's, or where an assignment differs from student to student their own.

Personal keys are made when the first submission needs one. Processes that are started get those of all students.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from autograder.authoring.course import CourseFolder
from autograder.core.text import describe_error
from autograder.errors import AutograderError
from autograder.gradebook.groups import drawn_for
from autograder.keys.released import faulty_key

if TYPE_CHECKING:
    from autograder.core.answer_key import AnswerKey
    from autograder.keys.personal_keys import PersonalKeys

Made: TypeAlias = "dict[tuple[str, str], AnswerKey]"


class StudentKeys:
    """Owns the personal keys of a run. keys: of each assignment, of those with variants the sample's."""

    def __init__(self, folder: CourseFolder, keys: Mapping[str, AnswerKey], students: Iterable[str] = ()) -> None:
        self._folder, self._keys, self._students = folder, keys, students
        self._makers: dict[str, PersonalKeys] = {}
        self._made: Made = {}

    def key(self, assignment: str, student: str) -> AnswerKey:
        """Return a student's own key; one that says why, where it cannot be made."""
        if (assignment, student) not in self._made:
            self._made[assignment, student] = self._make(assignment, student)
        return self._made[assignment, student]

    def _make(self, assignment: str, student: str) -> AnswerKey:
        (chosen,) = self._folder.chosen([assignment])
        if assignment not in self._makers:
            from autograder.keys.personal_keys import PersonalKeys  # with numpy, which most runs do without

            self._makers[assignment] = PersonalKeys(self._folder, chosen, self._keys[assignment])
        try:
            return self._makers[assignment].key(drawn_for(self._folder, chosen, student))
        except Exception as error:  # an author's mistake, or ours: either way it is no student's
            import logging  # not above: keys that were made once are in order

            what = "the key of %s/%s cannot be made:"
            logging.getLogger(__name__).debug(what, student, assignment, exc_info=True)
            why = str(error) if isinstance(error, AutograderError) else describe_error(error)
            fault = f"the key of this student's variant of '{assignment}' cannot be made: {why}"
            return faulty_key(self._folder, chosen, fault)

    def keep(self) -> None:
        """Keep what was made for the next run."""
        for maker in self._makers.values():
            maker.keep()

    def __reduce__(self) -> tuple[type[MadeKeys], tuple[Made]]:
        personal = [name for name, key in self._keys.items() if key.variant]
        made = {(name, student): self.key(name, student) for student in self._students for name in personal}
        self.keep()
        return MadeKeys, (made,)


class MadeKeys:
    """The personal keys as another process gets them."""

    def __init__(self, made: Made) -> None:
        self._made = made

    def key(self, assignment: str, student: str) -> AnswerKey:
        """Return a student's own key."""
        return self._made[assignment, student]
