"""What a student's folder held when it was last read, for as long as nothing in it has changed since.

A folder is known by the states of all that lies in it, itself included; any change of a name or of a byte changes one
of them. What has an odd name, what is a link or no plain file, and what is too much is never remembered.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.core.model import NoteKind, Submission
from autograder.file_states import State, as_state, is_settled, now, state_of, tells_changes
from autograder.submissions.files import CANNOT_BE_OPENED
from autograder.submissions.find import SubmissionRef

MOST = 100  # files and folders of one student


@dataclass(slots=True)
class _Student:
    """What is known of one student: the state of each path in the folder, and by assignment what a reading brought."""

    tree: dict[str, State]
    works: dict[str, list[Any]] = field(default_factory=dict)


class SeenFolders:
    """What earlier readings of a folder of submissions brought. kept: what a run before has handed over.

    context: what a reading depends on besides the folder: sources, settings, the program.
    """

    def __init__(self, root: Path, assignments: Sequence[str], context: str, kept: object = None) -> None:
        self._root, self._assignments, self._context = str(root), frozenset(assignments), context
        self._relies = tells_changes(root)
        self._kept = _students(kept, context) if self._relies else {}
        self._now: dict[str, _Student] = {}
        self._changed = False

    def refs(self, student: str) -> Mapping[str, SubmissionRef]:
        """Return what is known of a student's work by assignment, each with what was read as `seen`.

        Nothing, if anything in the folder has changed.
        """
        folder, known = f"{self._root}/{student}", self._kept.get(student)
        if known is not None and all(state_of(folder + path) == state for path, state in known.tree.items()):
            self._now[student] = known
            return {assignment: self._ref(student, assignment, work) for assignment, work in known.works.items()}
        self._changed |= self._kept.pop(student, None) is not None
        self._look(student, folder)
        return {}

    def _look(self, student: str, folder: str) -> None:
        at = now()
        if self._relies and (tree := _tree(folder)) and all(is_settled(state, at) for state in tree.values()):
            self._now[student] = _Student(tree)

    def _ref(self, student: str, assignment: str, work: list[Any]) -> SubmissionRef:
        folder, note, file, sha256, submitted, problem, notes, kinds = work
        seen = Submission(
            student,
            assignment,
            None if file is None else Path(file),
            sha256,
            (),
            None if submitted is None else datetime.fromisoformat(submitted),
            problem,
            tuple(notes),
            kinds=tuple((NoteKind(kind), said) for kind, said in kinds),
        )
        return SubmissionRef(student, assignment, Path(f"{self._root}/{folder}"), note=note, seen=seen)

    def note(self, ref: SubmissionRef, read: Submission) -> None:
        """Remember what a reading brought. The student must have been asked for by refs() before it was read."""
        known = self._now.get(ref.student)
        if known is None or not self._is_lasting(ref, read, known.tree):
            return
        folder = os.path.relpath(ref.folder, self._root)
        submitted = read.submitted.isoformat() if read.submitted else None
        file = read.file.name if read.file else None
        said = [read.problem, [*read.notes], [[str(kind), note] for kind, note in read.kinds]]
        known.works[ref.assignment] = [folder, ref.note, file, read.sha256, submitted, *said]
        self._changed = True

    def _is_lasting(self, ref: SubmissionRef, read: Submission, tree: Mapping[str, State]) -> bool:
        """Say whether another reading must bring the same. What could not be opened may open, for someone else too."""
        if ref.problem or any(CANNOT_BE_OPENED in note for note in read.notes):
            return False
        others = self._assignments - {ref.assignment}
        return not read.problem or (read.file is None and all(_first(path) in others for path in tree if path))

    def to_keep(self) -> object | None:
        """Return what the next run is to be given, as JSON holds it; None if that is what this one was given."""
        if not self._changed:
            return None
        students = {
            name: [known.tree, known.works] for name, known in {**self._kept, **self._now}.items() if known.works
        }
        return {"context": self._context, "students": students}


def _students(kept: object, context: str) -> dict[str, _Student]:
    if not isinstance(kept, dict) or kept.get("context") != context:
        return {}
    return {name: _Student(tree, works) for name, (tree, works) in kept["students"].items()}


def _first(path: str) -> str:
    return path.split("/")[1]


def _tree(folder: str) -> dict[str, State]:
    """Return the states of a folder ("") and of all below it ("/name"), nothing if not all of it is plain files."""
    state = state_of(folder)
    if state is None or not stat.S_ISDIR(state[0]):
        return {}
    tree = {"": state}
    with suppress(OSError):
        for path, found in _below(folder, "/"):
            tree[path] = found
            if len(tree) > MOST or not (stat.S_ISDIR(found[0]) or stat.S_ISREG(found[0])):
                return {}
        return tree
    return {}


def _below(folder: str, prefix: str) -> Iterator[tuple[str, State]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            state = as_state(entry.stat(follow_symlinks=False))
            yield f"{prefix}{entry.name}", state
            if stat.S_ISDIR(state[0]):
                yield from _below(entry.path, f"{prefix}{entry.name}/")
