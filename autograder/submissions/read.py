"""What students handed in: from a tree of folders to one Submission for each student and assignment.

The tree is hostile ground. Links are never followed, nothing but a regular file of bounded size is read, and what is
wrong with a folder or a file ends as a sentence in the Submission, not as an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from autograder.core.model import Limits, NoteKind, Submission
from autograder.core.text import plain_name, single_line
from autograder.core.units import MB
from autograder.notebooks.marks import UnreadableError
from autograder.submissions.choose import NO_SUBMISSION as NO_SUBMISSION
from autograder.submissions.choose import choose, may_hold_answers
from autograder.submissions.files import OpenFolder, open_folder
from autograder.submissions.find import SubmissionRef, folder_problem
from autograder.submissions.foreign import assignment_instead
from autograder.submissions.reading import file_text, read_file
from autograder.submissions.timestamps import EXAMPLE, TIME_UNKNOWN, decoded, read_instant

TIMESTAMP = "timestamp.txt"
LATE = "late, and not known when"  # how a timestamp.txt begins that a system gave no time for
Exercises = Mapping[str, Iterable[str]]
OWN_STEPS = 2  # of a path to a submission, which students may have made: their folder, and the assignment's in it


def read_one(path: Path, limits: Limits) -> Submission:
    """Read one .ipynb or .py file, of any student and any assignment (both are left "").

    The cells' marks are settled. Never raises for what the file is or holds: that becomes its problem.
    """
    try:
        with open_folder(path.parent, 0) as folder:
            return replace(read_file(folder, path.name, limits), file=path)
    except OSError as error:
        problem = f"{plain_name(path.name)} cannot be opened: {error.strerror}"
        return Submission("", "", path, "", (), problem=problem)


def text_of_one(path: Path, limits: Limits) -> str:
    """Return the text of one file that was handed in, or "" where it cannot be read."""
    try:
        with open_folder(path.parent, OWN_STEPS) as folder:
            return file_text(folder, path.name, limits)
    except (OSError, UnreadableError):
        return ""


def read_submission(
    ref: SubmissionRef, stub: Mapping[str, str], limits: Limits, exercises: Exercises = MappingProxyType({})
) -> Submission:
    """Return what a student handed in for an assignment.

    stub holds the exercises' cells as released: of several files, those that were worked on count. exercises are
    the names of every assignment's, so that work on another one is told.
    file is None if nothing was handed in; with a file (or folder) and a problem, it could not be read.
    """
    read = Submission(ref.student, ref.assignment, ref.folder, "", ())
    if problem := ref.problem or folder_problem(ref.folder):
        return replace(read, problem=problem)
    try:
        with open_folder(ref.folder, OWN_STEPS) as folder:
            names = folder.names()
            submitted, notes = _submitted(folder, names)
            chosen = choose(folder, names, ref.assignment, stub, limits)
    except FileNotFoundError:
        return replace(read, file=None, problem=NO_SUBMISSION)
    except OSError as error:
        return replace(read, problem=f"{plain_name(ref.folder.name)} cannot be opened: {error.strerror}")
    if other := assignment_instead(chosen.cells, ref.assignment, exercises):
        name = plain_name(chosen.file.name if chosen.file else "")
        problem = f"{name} {other}"
        about = (NoteKind.WRONG_ASSIGNMENT, problem)
        chosen = replace(chosen, cells=(), second=None, problem=problem, kinds=(*chosen.kinds, about))
    chosen = replace(chosen, student=ref.student, assignment=ref.assignment, submitted=submitted)
    return chosen.noted(NoteKind.UNKNOWN_TIME, *notes)


def read_metadata(ref: SubmissionRef, limits: Limits) -> Submission | None:
    """Return a submission without its cells, for a fraction of the time; None if it takes more to tell what counts.

    It is told where there is one file that may hold answers, under its right name, and nothing is wrong with it or its
    timestamp. What a full reading notes about its cells is not noted.
    """
    if ref.problem or folder_problem(ref.folder):
        return None
    try:
        with open_folder(ref.folder, OWN_STEPS) as folder:
            names = folder.names()
            candidates = [name for name in names if may_hold_answers(name, ref.assignment)]
            if candidates not in ([f"{ref.assignment}.ipynb"], [f"{ref.assignment}.py"]):
                return None
            data = folder.read(candidates[0], limits.file_mb * MB)
            submitted, notes = _submitted(folder, names)
    except (OSError, UnreadableError):
        return None
    digest = hashlib.sha256(data).hexdigest()
    path = ref.folder / candidates[0]
    return None if notes else Submission(ref.student, ref.assignment, path, digest, (), submitted)


def _submitted(folder: OpenFolder, names: Sequence[str]) -> tuple[datetime | None, tuple[str, ...]]:
    """Return the instant in timestamp.txt in UTC, or None; and a note where there is one that cannot be read."""
    if TIMESTAMP not in names:
        return None, ()
    says = ""
    try:
        says = decoded(folder.read(TIMESTAMP, 1_000))
        return read_instant(says), ()
    except (ValueError, OverflowError):  # UnreadableError and UnicodeDecodeError are ValueErrors
        if says.startswith(LATE):
            return None, (f"handed in {single_line(says, 80)}: {TIME_UNKNOWN}",)
        shown = f" ('{single_line(says.strip(), 60)}')" if says.strip() else ""
        return None, (f"{TIMESTAMP}{shown} is not a time like {EXAMPLE}: {TIME_UNKNOWN}",)
