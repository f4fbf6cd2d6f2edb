"""What one assignment is graded by, away from its course: settings and key, without the seed and without sources.

Sealed, it is a pickled file: a secret, unpickled where it grades. It comes from the staff's own machine,
and install.sh and grade.sh close it to everybody but the user who grades.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.core.answer_key import AnswerKey
from autograder.distribution import NAME, own_version
from autograder.errors import AutograderError, UsageError
from autograder.gradebook.groups import drawn_for
from autograder.gradebook.roster import DROPPED, ROSTER, read_roster
from autograder.keys.cache import cached_key, without_functions
from autograder.keys.personal_keys import PersonalKeys
from autograder.keys.public import FILE
from autograder.keys.released import ReleasedExercises, require_released
from autograder.settings import Assignment, Course, Feedback, Shown
from autograder.student.released import read_files, read_key, read_rules

HEAD = f"{NAME} sealed key of version ".encode()


@dataclass(frozen=True)
class SealedGrader:
    """Settings of a course of one assignment without its seed, its key, and the exercises of all assignments.

    public: the key is the students' own, which holds public checks alone. personal: where the assignment differs from
    student to student, the key of each, by e-mail address; `key` is then the sample's.
    """

    course: Course
    key: AnswerKey
    exercises: Mapping[str, Sequence[str]]
    public: bool = False
    personal: Mapping[str, AnswerKey] = field(default_factory=dict)

    @property
    def assignment(self) -> Assignment:
        return self.course.assignments[0]

    def of(self, emails: Sequence[str]) -> SealedGrader:
        """Return the grader of the work of these people. Raises UsageError if there are variants and none is theirs."""
        if not self.personal:
            return self
        key = next((self.personal[each] for each in map(str.casefold, emails) if each in self.personal), None)
        if key is None:
            told = "nobody with the e-mail address of this submission was in roster.csv when the bundle was made"
            raise UsageError(f"{told}: add them, make the bundle again, and run this again")
        return replace(self, key=key)


def grader_of(folder: CourseFolder, assignment: Assignment, by_email: bool = False) -> SealedGrader:
    """Return what grades one assignment. Raises SourceError or UsageError for a course that could not be graded.

    by_email: the platform says whose work it is, so that each student's own variant is graded.
    """
    key = without_functions(cached_key(folder, assignment))
    require_released(folder, key)
    key = key if folder.course.follow_through else replace(key, solution=())  # nobody is asked for it then
    made = SealedGrader(replace(folder.course, seed="", assignments=(assignment,)), key, ReleasedExercises(folder))
    if not key.variant:
        return made
    if not by_email:
        raise UsageError(f"'{assignment.name}' differs from student to student: grade it with `autograder grade`")
    return replace(made, personal=_personal(folder, assignment, key))


def _personal(folder: CourseFolder, assignment: Assignment, sample: AnswerKey) -> dict[str, AnswerKey]:
    """Return each student's key by e-mail address. Raises UsageError where the roster does not know all."""
    students = [each for each in read_roster(folder.root / ROSTER) if each.status != DROPPED]
    missing = next((each.name for each in students if not each.email), None)
    if not students or missing:
        lacks = f"that of {missing} is missing" if missing else "there is none"
        told = f"'{assignment.name}' differs from student to student: {ROSTER} must have everybody's e-mail address"
        raise UsageError(f"{told}, and {lacks}")
    keys = PersonalKeys(folder, assignment, sample)
    made = {each.email.casefold(): keys.key(drawn_for(folder, assignment, each.name)) for each in students}
    keys.keep()
    return made


def public_grader(folder: Path) -> SealedGrader:
    """Return what a released folder grades by: public checks at published inputs. Raises UsageError if it is none."""
    key, rules = read_key(folder), read_rules(folder)
    points = sum(exercise.points for exercise in key.exercises if not exercise.extra)
    course = Course(
        title="",
        seed="",
        assignments=(Assignment(key.assignment, points),),
        limits=rules.limits,
        modules=rules.modules,
        follow_through=0.0,
        feedback=Feedback(Shown.NAME, Shown.NAME),
    )
    key = replace(key, files=read_files(folder, key.shipped))
    return SealedGrader(course, key, {key.assignment: tuple(key.stub)}, public=True)


def released_below(folder: Path) -> tuple[Path, ...]:
    """Return a released folder, or all in a folder of such folders. Raises UsageError if there is none."""
    if (folder / FILE).is_file():
        return (folder,)
    if not (found := tuple(path.parent for path in sorted(folder.glob(f"*/{FILE}")))):
        raise UsageError(f"{folder}: no folder in it has a {FILE}: it holds no released assignment")
    return found


def seal(grader: SealedGrader) -> bytes:
    """Return a grader as the bytes of a file."""
    return HEAD + own_version().encode() + b"\n" + pickle.dumps(grader, pickle.HIGHEST_PROTOCOL)


def unseal(path: Path) -> SealedGrader:
    """Return the grader in a file of the staff's own. Raises AutograderError if it is none of this version's."""
    head, _, data = path.read_bytes().partition(b"\n")
    if not head.startswith(HEAD):
        raise AutograderError(f"{path} is not a sealed key: unpack the bundle again")
    made, here = head.removeprefix(HEAD).decode("utf-8", "replace"), own_version()
    try:
        found = pickle.loads(data) if made == here else None
    except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError) as error:
        raise AutograderError(
            f"{path} was made by another program than this one ({error}): make the bundle again"
        ) from error
    if not isinstance(found, SealedGrader):
        raise AutograderError(f"{path} was made by {NAME} {made}, and this is {here}: make the bundle again")
    return found
