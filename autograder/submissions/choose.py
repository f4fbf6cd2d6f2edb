"""Which of the files in a folder count: those that were worked on, whatever their times say.

Git, zip and a learning platform reset file times. So of a notebook and its paired .py file, or of two downloads of one,
both are graded where both were worked on, and each exercise counts where it scores more.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from autograder.core.model import Attempt, Cell, Limits, NoteKind, Submission
from autograder.core.text import plain_name
from autograder.notebooks.marks import UnreadableError, definitions, marked_sources, tidied
from autograder.submissions.file_names import name_problem
from autograder.submissions.files import OpenFolder
from autograder.submissions.foreign import none_of_ours
from autograder.submissions.reading import file_kind, read_file

NO_SUBMISSION = "no submission"
READ_AT_MOST = 6  # files of one folder
LOOKED_AT = 5  # of files that are neither notebooks nor scripts: a sentence names fewer
# "name (1).ipynb" is a browser's second download, "name-Copy1.ipynb" Jupyter's copy, "name copy 2.ipynb" macOS's.
_NAME = re.compile(
    r"(.+?)(?:[ _]?\((\d+)\)|-Copy(\d+)|(?: -)? copy(?: (\d+))?)?(\.[A-Za-z]+(?:\.json|\.txt)?)", re.IGNORECASE
)
_OURS = ("test_", "conftest.", ".")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that may hold answers: its name, what it would be called without a copy's number, and that number."""

    name: str
    stem: str
    number: int


def may_hold_answers(name: str, assignment: str) -> bool:
    """Say whether a file is looked at; one that ends in .txt only under the assignment's own name."""
    kind = file_kind(name)
    if not kind or name.startswith(_OURS):
        return False
    return kind != "text" or _candidate(name).stem.lower() == assignment.lower()


def choose(
    folder: OpenFolder, names: Sequence[str], assignment: str, stub: Mapping[str, str], limits: Limits
) -> Submission:
    """Return the reading of what counts in a folder, with notes on why it does.

    Files of the assignment's name and their copies come first. Those of another name count if none of these was worked
    on and they are copies of one file. Where nothing was worked on, what could not be read comes before the stub.
    """
    found = [_candidate(name) for name in names if may_hold_answers(name, assignment)]
    right = [each for each in found if each.stem.lower() == assignment.lower()]
    readings = _read_all(folder, right, limits)
    worked_on = [(each, worked) for each in readings if (worked := _worked_on(each.cells, stub))]
    others = [each for each in found if each not in right]
    if worked_on:
        best = _best(worked_on, [each for each in readings if each.problem], assignment)
        return best.noted(NoteKind.TWO_FILES, *_left_out(folder, others, assignment, stub, limits))
    if others and len({each.stem for each in others}) == 1:
        other = _misnamed(folder, others, assignment, stub, limits)
        if not readings or _worked_on(other.cells, stub):
            return other
    if readings:
        # Unread comes before untouched: the work may be in there.
        first = next((reading for reading in readings if reading.problem), readings[0])
        return _with_right_name(first, assignment)
    return _none_or_several(folder, names, [each.name for each in others], assignment, stub, limits)


def _candidate(name: str) -> _Candidate:
    found = _NAME.fullmatch(name)
    if found is None:
        return _Candidate(name, name, 0)
    copied = found[0] != found[1] + found[5]
    number = next((int(text[:6]) for text in found.group(2, 3, 4) if text), 1 if copied else 0)
    return _Candidate(name, found[1], number)


def _read_all(folder: OpenFolder, found: Sequence[_Candidate], limits: Limits) -> list[Submission]:
    """Read files, the newest copy first, of copies with one number the notebook first."""
    order = sorted(found, key=lambda each: (-each.number, file_kind(each.name) != "notebook", each.name))
    return [_read(folder, each.name, limits) for each in order[:READ_AT_MOST]]


def _read(folder: OpenFolder, name: str, limits: Limits) -> Submission:
    problem = name_problem(name)
    return Submission("", "", folder.path, "", (), problem=problem) if problem else read_file(folder, name, limits)


def _best(
    worked_on: Sequence[tuple[Submission, frozenset[str]]], unread: Sequence[Submission], assignment: str
) -> Submission:
    """Return the newest file that was worked on; a second one comes along if it answers what the first may not."""
    first, *rest = (reading for reading, _ in worked_on)
    notes = tuple(f"{_shown(first)} counts instead: {reading.problem}" for reading in unread)
    first = _with_right_name(first, assignment)
    if not rest:
        return first.noted(NoteKind.TWO_FILES, *notes)
    second = rest[0]
    both = f"both {_shown(first)} and {_shown(second)} were worked on: each exercise counts where it scores more"
    more = tuple(f"{_shown(each)} was not graded: at most two files are" for each in rest[1:])
    assert second.file is not None
    chosen = replace(
        first,
        second=Attempt(second.file, second.cells),
        sha256=hashlib.sha256((first.sha256 + second.sha256).encode()).hexdigest(),
        notes=first.notes + second.notes,
    )
    return chosen.noted(NoteKind.TWO_FILES, *notes, both, *more)


def _left_out(
    folder: OpenFolder, others: Sequence[_Candidate], assignment: str, stub: Mapping[str, str], limits: Limits
) -> tuple[str, ...]:
    """Return a note on each file of another name that holds answers too, and counts for nothing."""
    readings = [each for each in _read_all(folder, others, limits) if _worked_on(each.cells, stub)]
    return tuple(f"{_shown(each)} was not graded: it is not named {assignment}" for each in readings)


def _shown(reading: Submission) -> str:
    return plain_name(reading.file.name) if reading.file else "a file"


def _with_right_name(reading: Submission, assignment: str) -> Submission:
    """Return a reading with a note if its name is not the assignment's."""
    name = reading.file.name if reading.file else ""
    right = assignment + (".ipynb" if file_kind(name) == "notebook" else ".py")
    if not name or name == right or (reading.problem and not file_kind(name)):
        return reading
    return reading.noted(NoteKind.MISNAMED, f"{plain_name(name)} was taken for {right}, which is its right name")


def _misnamed(
    folder: OpenFolder, others: Sequence[_Candidate], assignment: str, stub: Mapping[str, str], limits: Limits
) -> Submission:
    """Return the reading of a file of another name, and of its copies."""
    readings = _read_all(folder, others, limits)
    worked_on = [(each, worked) for each in readings if (worked := _worked_on(each.cells, stub))]
    return _best(worked_on, [], assignment) if worked_on else _with_right_name(readings[0], assignment)


def _none_or_several(
    folder: OpenFolder,
    names: Sequence[str],
    others: Sequence[str],
    assignment: str,
    stub: Mapping[str, str],
    limits: Limits,
) -> Submission:
    if others:
        found, right = listed([plain_name(name) for name in others]), assignment + PurePath(others[0]).suffix.lower()
        problem = f"there are {len(others)} files ({found}): rename the right one to {right}"
        return Submission("", "", folder.path, "", (), problem=problem, kinds=((NoteKind.TWO_FILES, problem),))
    strangers = [
        name
        for name in names
        if not name.startswith((".", "test_"))
        and name not in ("timestamp.txt", "public_checks.json", "grading_rules.json")
    ]
    folders = [name for name in strangers if folder.kind(name) == stat.S_IFDIR]
    if len(folders) == 1 and not name_problem(folders[0]):
        below = _below(folder, folders[0], assignment, stub, limits)
        if below is not None:
            return below
    came = none_of_ours({name: _beginning(folder, name) for name in strangers[:LOOKED_AT]})
    return Submission("", "", folder.path if came else None, "", (), problem=came or NO_SUBMISSION)


def _beginning(folder: OpenFolder, name: str) -> bytes:
    """Return a file's first bytes, where it can be read."""
    try:
        return folder.beginning(name, 4000)
    except UnreadableError:
        return b""


def _below(
    folder: OpenFolder, name: str, assignment: str, stub: Mapping[str, str], limits: Limits
) -> Submission | None:
    """Return what counts in the one folder that is in this one, if there is something to read in it."""
    try:
        with folder.folder(name) as inner:
            names = inner.names()
            if not any(may_hold_answers(each, assignment) for each in names):
                return None
            chosen = choose(inner, names, assignment, stub, limits)
    except OSError:
        return None
    return chosen.noted(NoteKind.MISPLACED, f"the file was found one folder deeper, in {plain_name(name)}")


def listed(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (", …" if len(names) > 4 else "")


def _worked_on(cells: Sequence[Cell], stub: Mapping[str, str]) -> frozenset[str]:
    """Return the exercises that differ from the stub in more than trailing space and blank lines, wherever they lie."""
    marked = marked_sources(cells)
    return frozenset(
        name
        for name, released in stub.items()
        if (name in marked and tidied(marked[name]) != tidied(released)) or _defined_elsewhere(cells, name, released)
    )


def _defined_elsewhere(cells: Sequence[Cell], name: str, released: str) -> bool:
    """Return whether a cell without the exercise's mark, or one that is no code, defines it other than as released."""
    sources = [
        cell.source
        for cell in cells
        if name in cell.source and (cell.exercise != name if cell.kind == "code" else cell.exercise == name)
    ]
    return any(name in definitions(source) and tidied(released) not in tidied(source) for source in sources)
