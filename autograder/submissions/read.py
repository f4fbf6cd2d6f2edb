"""What students handed in: from a tree of folders to one Submission for each student and assignment.

The tree is hostile ground. Links are never followed, nothing but a regular file of bounded size is read, and what is
wrong with a folder or a file ends as a sentence in the Submission, not as an exception.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from autograder.core.model import Cell, Limits, Submission
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import UnreadableError, definitions, exercise_sources, settle_marks, tidied
from autograder.notebooks.percent import read_percent
from autograder.submissions.file_names import name_problem, plain_name
from autograder.submissions.find import SubmissionRef, folder_problem
from autograder.submissions.foreign import AS_IT_IS, assignment_instead, foreign_problem, none_of_ours, what_came
from autograder.submissions.timestamps import EXAMPLE, TIME_UNKNOWN, decoded, read_instant

NO_SUBMISSION = "no submission"
TIMESTAMP = "timestamp.txt"
FOREIGN_BYTES = 50 * 2**20
Exercises = Mapping[str, Iterable[str]]


def read_one(path: Path, limits: Limits) -> Submission:
    """Read one .ipynb or .py file, whoever's and whichever assignment it is (both are left "").

    The cells' marks are settled. Never raises for what the file is or holds: that becomes its problem.
    """
    name = plain_name(path.name)
    reading = Submission("", "", path, "", ())
    try:
        data = _read_bytes(path, limits.file_mb * 2**20)
    except UnreadableError as error:
        return replace(reading, problem=f"{name} {error}")
    reading = replace(reading, sha256=hashlib.sha256(data).hexdigest())
    try:
        cells, notes = _cells(path, data)
    except UnreadableError as error:
        return replace(reading, problem=f"{name}: {error}")
    return replace(reading, cells=cells, notes=tuple(f"{name}: {note}" for note in notes))


def _read_bytes(path: Path, at_most: int) -> bytes:
    """Return a regular file's bytes; raises UnreadableError, whose message goes on after the file's name.

    The kind is asked before opening, because opening a device can do things, and again of what was opened.
    """
    try:
        _require_regular(path.lstat())
        # O_NONBLOCK: should the file have become a pipe by now, opening it must not wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            _require_regular(status)
            data = file.read(at_most + 1) if status.st_size <= at_most else b""
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {error.strerror}") from None
    if max(status.st_size, len(data)) > at_most:
        raise UnreadableError(f"is larger than {at_most / 2**20:g} MB: clear the outputs, save it, hand it in again")
    return data


def _require_regular(status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise UnreadableError("is a link, and links are not followed: hand in the file itself")
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("is a folder: hand in the file itself")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("is not a regular file: hand in an .ipynb or .py file")


def _cells(path: Path, data: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return a file's cells, marks settled, and notes on how it was read."""
    script = path.suffix.lower() == ".py"
    if not script and path.suffix.lower() != ".ipynb":
        raise UnreadableError("is neither .ipynb nor .py: hand in the notebook or the script")
    if not data.strip():
        raise UnreadableError("the file is empty: save your work and hand it in again")
    if kind := what_came("", data):
        raise UnreadableError(f"is {kind}, whatever its name says: {AS_IT_IS}")
    text, notes = _decoded(data, script)
    if problem := foreign_problem(text):
        raise UnreadableError(problem)
    cells = read_percent(text) if script else read_notebook(text)
    if not any(cell.kind == "code" and cell.source.strip() for cell in cells):
        raise UnreadableError("there is no code in it: hand in the file that holds your answers")
    cells, settled = settle_marks(cells)
    return cells, notes + settled


def _decoded(data: bytes, script: bool) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        if not script or b"\0" in data:  # a NUL: UTF-16, or no text at all
            raise UnreadableError("it is not UTF-8 text: save it as UTF-8 and hand it in again") from None
    return data.decode("latin-1"), ("it is not UTF-8 text and was read as Latin-1; save it as UTF-8",)


def read_submission(
    ref: SubmissionRef, stub: Mapping[str, str], limits: Limits, exercises: Exercises = MappingProxyType({})
) -> Submission:
    """Return what a student handed in for an assignment.

    stub holds the exercises' cells as released: of several files, the one that was worked on counts. exercises are the
    names of every assignment's, so that work on another one is told.
    file is None if nothing was handed in; with a file (or folder) and a problem, it could not be read.
    """
    problem = ref.problem or folder_problem(ref.folder)
    if problem:
        return Submission(ref.student, ref.assignment, ref.folder, "", (), problem=problem)
    try:
        names = [] if ref.missing else sorted(os.listdir(ref.folder))
    except OSError as error:
        problem = f"{ref.folder.name} cannot be opened: {error.strerror}"
        return Submission(ref.student, ref.assignment, ref.folder, "", (), problem=problem)
    submitted, notes = _submitted(ref.folder) if TIMESTAMP in names else (None, ())
    chosen = replace(_chosen(ref, names, stub, limits), student=ref.student, assignment=ref.assignment)
    if other := assignment_instead(chosen.cells, ref.assignment, exercises):
        chosen = replace(chosen, cells=(), problem=f"{plain_name(chosen.file.name if chosen.file else '')} {other}")
    return replace(chosen, submitted=submitted, notes=chosen.notes + notes)


def read_metadata(ref: SubmissionRef, limits: Limits) -> Submission | None:
    """Return a submission without its cells, for a fraction of the time; None if it takes more to tell what counts.

    It is told where there is one file that may hold answers, under its right name, and nothing is wrong with it or its
    timestamp. What a full reading notes about its cells is not noted.
    """
    if ref.problem or folder_problem(ref.folder):
        return None
    try:
        names = os.listdir(ref.folder)
        candidates = [name for name in names if _may_hold_answers(name)]
        if candidates not in ([f"{ref.assignment}.ipynb"], [f"{ref.assignment}.py"]):
            return None
        path = ref.folder / candidates[0]
        data = _read_bytes(path, limits.file_mb * 2**20)
    except (OSError, UnreadableError):
        return None
    submitted, notes = _submitted(ref.folder) if TIMESTAMP in names else (None, ())
    digest = hashlib.sha256(data).hexdigest()
    return None if notes else Submission(ref.student, ref.assignment, path, digest, (), submitted)


def _chosen(ref: SubmissionRef, names: Sequence[str], stub: Mapping[str, str], limits: Limits) -> Submission:
    """Return the reading of the file that counts, with notes on why it does.

    A file of the right name that was worked on; else the only other one, if it alone was worked on or there is no
    file of the right name; else the notebook of the right name, even if it cannot be read.
    """
    right = (f"{ref.assignment}.ipynb", f"{ref.assignment}.py")
    readings = [read_one(ref.folder / name, limits) for name in right if name in names]
    worked_on = [reading for reading in readings if _worked_on(reading.cells, stub)]
    if worked_on:
        return _newest(worked_on, [reading for reading in readings if reading.problem])
    others = [name for name in names if _may_hold_answers(name) and name not in right]
    if len(others) == 1:
        other = _read_misnamed(ref, others[0], limits)
        if not readings or _worked_on(other.cells, stub):
            return other
    if readings:
        # Unread comes before untouched: the work may be in there.
        return next((reading for reading in readings if reading.problem), readings[0])
    return _none_or_several(ref, names, others)


def _newest(worked_on: Sequence[Submission], unread: Sequence[Submission]) -> Submission:
    """Return the newest reading (of equally new ones the first), noting which others were passed over."""
    files = {reading.file: reading for reading in worked_on if reading.file}
    newest = max(files, key=lambda file: file.lstat().st_mtime_ns)
    notes = tuple(f"{newest.name} counts instead: {reading.problem}" for reading in unread)
    if len(files) > 1:
        both = " and ".join(file.name for file in files)
        notes += (f"both {both} were worked on: {newest.name} counts, because it is the newer",)
    return replace(files[newest], notes=files[newest].notes + notes)


def _may_hold_answers(name: str) -> bool:
    return name.lower().endswith((".ipynb", ".py")) and not name.startswith((".", "test_", "conftest."))


def _read_misnamed(ref: SubmissionRef, name: str, limits: Limits) -> Submission:
    problem = name_problem(name)
    if problem:
        return Submission("", "", ref.folder, "", (), problem=problem)
    reading = read_one(ref.folder / name, limits)
    right = ref.assignment + Path(name).suffix.lower()
    return replace(
        reading, notes=(*reading.notes, f"{plain_name(name)} was taken for {right}, which is its right name")
    )


def _none_or_several(ref: SubmissionRef, names: Sequence[str], others: Sequence[str]) -> Submission:
    if not others:
        strangers = [name for name in names if not name.startswith(".") and name != TIMESTAMP]
        came = none_of_ours({name: _beginning(ref.folder / name) for name in strangers})
        return Submission("", "", ref.folder if came else None, "", (), problem=came or NO_SUBMISSION)
    found, right = _listed([plain_name(name) for name in others]), ref.assignment + Path(others[0]).suffix.lower()
    problem = f"there are {len(others)} files ({found}): rename the right one to {right}"
    return Submission("", "", ref.folder, "", (), problem=problem)


def _beginning(path: Path) -> bytes:
    """Return a file's first bytes, where it can be read."""
    try:
        return _read_bytes(path, FOREIGN_BYTES)[:4000]
    except UnreadableError:
        return b""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (", …" if len(names) > 4 else "")


def _worked_on(cells: Sequence[Cell], stub: Mapping[str, str]) -> bool:
    """Return whether some exercise differs from the stub in more than trailing space and blank lines."""
    marked = exercise_sources(cells)
    return any(
        tidied(marked[name]) != tidied(released) if name in marked else _differs_unmarked(cells, name, released)
        for name, released in stub.items()
    )


def _differs_unmarked(cells: Sequence[Cell], name: str, released: str) -> bool:
    """Return whether a file that lost its marks defines the exercise, and not just as released."""
    sources = [cell.source for cell in cells if cell.kind == "code" and name in definitions(cell.source)]
    return any(tidied(released) not in tidied(source) for source in sources)


def _submitted(folder: Path) -> tuple[datetime | None, tuple[str, ...]]:
    """Return the instant in timestamp.txt in UTC, or None and a note that it cannot be read."""
    try:
        return read_instant(decoded(_read_bytes(folder / TIMESTAMP, 1_000))), ()
    except (ValueError, OverflowError):  # UnreadableError and UnicodeDecodeError are ValueErrors
        return None, (f"{TIMESTAMP} is not a time like {EXAMPLE}: {TIME_UNKNOWN}",)
