"""Which submissions there are: one folder per student, one per assignment in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.core.model import Submission
from autograder.core.text import plain_name
from autograder.errors import UsageError
from autograder.submissions.elsewhere import Place, found_among, places_below
from autograder.submissions.file_names import name_problem, stand_in, student_problem


@dataclass(frozen=True, slots=True)
class SubmissionRef:
    """Where one student's work on one assignment lies, or should lie.

    problem says why the folder must not be read; student is then safe to print and to name a file after. note says
    where it was found, if that is another place than where it should be. seen: what it was read as, without its cells,
    if nothing in the student's folder has changed since.
    """

    student: str
    assignment: str
    folder: Path
    problem: str = ""
    note: str = ""
    seen: Submission | None = None

    @property
    def missing(self) -> bool:
        return not self.problem and not os.path.lexists(self.folder)


Seen = Callable[[str], Mapping[str, SubmissionRef]]


def find_submissions(
    root: Path, assignments: Sequence[str], seen: Seen = lambda student: {}, left_out: Collection[str] = ()
) -> Iterator[SubmissionRef]:
    """Return a ref for each student's folder in root and each assignment, whether or not it was handed in.

    seen: what is known of a student's work, by assignment; it is not looked for. left_out: names in root that are no
    student's. Raises UsageError if root is no folder that can be listed.
    """
    try:
        students = sorted(name for name in os.listdir(root) if not name.startswith(".") and name not in left_out)
    except OSError as error:
        raise UsageError(f"{root}: cannot list the submissions: {error.strerror}") from error
    return (ref for student in students for ref in _refs(root, student, assignments, seen(student)))


def _refs(
    root: Path, student: str, assignments: Sequence[str], seen: Mapping[str, SubmissionRef]
) -> Iterator[SubmissionRef]:
    """Yield a student's refs; what does not lie in its place is looked for among all folders, which are listed once."""
    places: tuple[Place, ...] | None = None
    for assignment in assignments:
        if assignment in seen:
            yield seen[assignment]
            continue
        ref = _ref(root, student, assignment)
        if ref.missing:
            places = places_below(root / student, assignments) if places is None else places
            ref = _found(ref, root / student, found_among(places, assignment))
        yield ref


def _found(ref: SubmissionRef, student: Path, place: Path | None) -> SubmissionRef:
    if place is None or any(name_problem(part) for part in place.relative_to(student).parts):
        return ref
    where = f"{ref.student}/{place.relative_to(student).as_posix()}".removesuffix("/.")
    note = f"it was found in {plain_name(where)}: its right place is {plain_name(f'{ref.student}/{ref.assignment}')}"
    return replace(ref, folder=place, note=note)


def _ref(root: Path, student: str, assignment: str) -> SubmissionRef:
    folder = root / student / assignment
    problem = student_problem(student)
    if problem:
        return SubmissionRef(stand_in(student), assignment, folder, problem)
    problem = folder_problem(root / student) or folder_problem(folder)
    return SubmissionRef(student, assignment, folder, problem)


def folder_problem(folder: Path) -> str:
    """Return why a path that exists is no folder to read, or "" (also when nothing is there)."""
    try:
        mode = folder.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return f"{plain_name(folder.name)} cannot be opened: {error.strerror}"
    if stat.S_ISLNK(mode):
        return f"{plain_name(folder.name)} is a link, and links are not followed: put the folder itself in its place"
    return "" if stat.S_ISDIR(mode) else f"{plain_name(folder.name)} is a file where a folder is expected"
