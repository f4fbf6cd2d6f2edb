"""The records in brief, kept beside them: a table of a class is made without opening a thousand files.

A brief counts while its record's file is in the very state in which it was read. What is not known, or not for sure,
is read from the record itself, so that the index can be lost at any time and is never believed against a record.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.file_states import State, as_state, is_file, is_settled, now, state_of, tells_changes
from autograder.records.brief import Brief, brief_of
from autograder.records.own_file import read_own, write_own
from autograder.records.schema import Record
from autograder.records.store import DamagedRecordError, read_record, record_path

NAME = "records.json"
FEW = 150  # one record in so many may be unknown: to read those is less work than to write this file for each


class RecordIndex:
    """What is known of the records below a folder. Looking into it writes nothing; save() does."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._read: dict[str, tuple[State, Brief]] = {}  # in this run, in a state that can be trusted
        self._written: dict[str, tuple[str, Brief]] = {}  # in this run: the hash of the text, and the record in brief

    @cached_property
    def _known(self) -> dict[str, Any]:
        found = read_own(self.out, NAME) if tells_changes(self.out) else None
        return found if isinstance(found, dict) else {}

    def brief(self, assignment: str, student: str) -> Brief | None:
        """Return a record in brief, None where there is none. Raises DamagedRecordError."""
        path, at = f"{self.out}/records/{assignment}/{student}.json", now()
        state = state_of(path)
        return None if state is None else self._brief(f"{assignment}/{student}", path, state, at)

    def briefs(self, known: Container[str] = ()) -> Iterator[Brief]:
        """Yield all records in brief, by assignment and student, except for those known ("assignment/student").

        Raises DamagedRecordError in the end, if there were damaged ones: a table without them would pass for whole.
        """
        damaged: dict[Path, str] = {}
        at = now()
        for name, path, state in self._files(known):
            try:
                brief = self._brief(name, path, state, at)
            except DamagedRecordError as error:
                damaged |= error.damaged
            else:
                if brief is not None:
                    yield brief
        if damaged:
            raise DamagedRecordError(damaged)

    def _files(self, known: Container[str] = ()) -> Iterator[tuple[str, str, State]]:
        """Yield name, path and state of the records, except for those known."""
        for assignment in _listed(self.out / "records"):
            for entry in _listed(Path(assignment.path)):
                name = f"{assignment.name}/{entry.name[:-5]}"
                if entry.name.endswith(".json") and name not in known:
                    with suppress(OSError):
                        yield name, entry.path, as_state(entry.stat(follow_symlinks=False))

    def _brief(self, name: str, path: str, state: State, at: int) -> Brief | None:
        known = self._read.get(name) or self._known.get(name)
        if known is not None and known[0] == state:
            brief: Brief = known[1]
            return brief
        record = read_record(Path(path))
        if record is None:
            return None
        brief = brief_of(record)
        if is_settled(state, at) and is_file(state):
            self._read[name] = (state, brief)
        return brief

    def note(self, record: Record, text: str) -> None:
        """Take note of a record that was written just now, as this text."""
        name = f"{record['assignment']}/{record['student']}"
        self._written[name] = (_digest(text.encode()), brief_of(record))

    def save(self) -> None:
        """Keep what is known, of the records that there are. A few that are new in a large class are read again."""
        for name, (digest, brief) in self._written.items():
            self._settle(name, digest, brief)
        if len(self._read) * FEW > len(self._known) and tells_changes(self.out):
            there = {name for name, _, _ in self._files()}
            self._known = {name: found for name, found in {**self._known, **self._read}.items() if name in there}
            write_own(self.out, NAME, self._known)
        self._read, self._written = {}, {}

    def _settle(self, name: str, digest: str, brief: Brief) -> None:
        """Believe in a record of this run if it still is what was written, and any change from now on would show."""
        path, at = record_path(self.out, brief["assignment"], brief["student"]), now()
        state = state_of(path)
        if state is not None and is_settled(state, at) and is_file(state):
            with suppress(OSError):
                if _digest(path.read_bytes()) == digest:
                    self._read[name] = (state, brief)


def read_briefs(out: Path) -> Iterator[Brief]:
    """Yield all records below a folder in brief, and keep what had to be read for it, as after a run that was killed.

    Raises DamagedRecordError in the end, if there were damaged ones.
    """
    index = RecordIndex(out)
    try:
        yield from index.briefs()
    finally:
        index.save()


def students_of(out: Path) -> set[str]:
    """Return who has a record below out."""
    places = (entry.name for assignment in _listed(out / "records") for entry in _listed(Path(assignment.path)))
    return {name.removesuffix(".json") for name in places if name.endswith(".json")}


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
