"""What needs the staff's eyes: of each submission that did not simply get a grade, name and reason in a line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from autograder.core.model import NoteKind, RecordStatus, Status
from autograder.core.text import escape_ci_commands, single_line
from autograder.gradebook.entries import Entry, Gradebook
from autograder.gradebook.standing import NEEDS_GRADING
from autograder.records.brief import Brief
from autograder.records.schema import NotedRecord
from autograder.submissions.file_names import stand_in, student_problem

# In the order in which they are shown: what keeps a student from a grade comes first.
KINDS = (
    "broken",
    "unreadable",
    "wrong assignment",
    "another's copy",
    "group has changed",
    "misplaced",
    "missing",
    "needs grading",
    "unknown time",
    "two files",
    "misnamed",
    "crashed",
    "not in the roster",
    "folder is gone",
    "decision to look at again",
    "request",
    "noted",
)
_OF_NOTES = {*NoteKind} - {NoteKind.WRONG_ASSIGNMENT} | {"noted"}
UNREADABLE = RecordStatus.UNREADABLE


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its kind, whose work it is ("" for several), and why, as a sentence."""

    kind: str
    student: str
    assignment: str
    reason: str

    @property
    def cells(self) -> tuple[str, str, str]:
        """What it is, whose, and why: a row of a list, safe for a terminal and a log."""
        where = "/".join(filter(None, [self.student, self.assignment]))
        return self.kind, escape_ci_commands(single_line(where)), escape_ci_commands(single_line(self.reason))

    def __str__(self) -> str:
        return ": ".join(self.cells)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by kind, then assignment and student."""
    return sorted(findings, key=lambda each: (KINDS.index(each.kind), each.assignment, each.student, each.reason))


def of_entry(entry: Entry) -> Iterator[Finding]:
    """Yield what is to be looked at in an entry and its record; what was decided by the staff is settled."""
    record = entry.brief
    if record is None or entry.status in ("excused", RecordStatus.MISSING):
        return
    settled = {"unreadable", "wrong assignment", "broken", "needs grading"} if entry.score is not None else set()
    settled |= {NoteKind.UNKNOWN_TIME} if entry.decided else set()
    for kind, reason in _of_record(record):
        if kind not in settled:
            yield Finding(kind, entry.student, entry.assignment, reason)


def _of_record(record: Brief) -> Iterator[tuple[str, str]]:
    status, notes = record["status"], record["notes"]
    noted = record.get("noted", _of_early(record))
    first, last = (notes[0], notes[-1]) if notes else ("", "")
    if status == UNREADABLE:
        others = [each["note"] for each in noted if each["kind"] == NoteKind.WRONG_ASSIGNMENT]
        yield ("wrong assignment", others[0]) if others else ("unreadable", first)
    elif status == RecordStatus.BROKEN:
        yield "broken", last or "we failed: grade again"
    elif status == NEEDS_GRADING:
        waiting = [each["name"] for each in record["exercises"] if each["status"] == NEEDS_GRADING]
        yield "needs grading", f"to be graded by hand: {', '.join(waiting)}"
    yield from ((each["kind"], each["note"]) for each in noted if each["kind"] in _OF_NOTES)
    if crashed := [each for each in record["exercises"] if each["status"] == Status.CRASHED]:
        names = ", ".join(each["name"] for each in crashed)
        yield "crashed", f"{names}: {record['crashed'] or 'ended the program'}"


def _of_early(record: Brief) -> list[NotedRecord]:
    """Return all notes of an early record, of which nobody knows what they are about."""
    told = record["status"] in (UNREADABLE, RecordStatus.BROKEN)
    return [] if told else [{"kind": "noted", "note": note} for note in record["notes"]]


def of_class(gradebook: Gradebook, listed: Iterable[str], submitted: Path | None) -> Iterator[Finding]:
    """Yield who has handed in nothing, whose work lies elsewhere, and who is on no roster (listed, if there is one)."""
    names = [assignment.name for assignment in gradebook.course.assignments]
    absent = {
        name: [each.name for each in gradebook.counted if gradebook.entries[each.name, name].status == "missing"]
        for name in names
    }
    came = {name for (_, name), entry in gradebook.entries.items() if entry.status not in ("missing", "excused")}
    begun = [name for name in names if name in came]
    for name in begun:
        yield from (Finding("missing", student, name, "nothing was handed in") for student in absent[name])
    yield from _anothers(gradebook)
    if submitted is not None:
        without = set.intersection(*(set(absent[name]) for name in names)) if names else set()
        for student in sorted(without.union(*(absent[name] for name in begun))):
            yield from misplaced(submitted / student, names)
        yield from _gone(gradebook, submitted)
    known = set(listed)
    if known:
        strangers = [each.name for each in gradebook.students if each.name not in known]
        yield from (
            Finding("not in the roster", name, "", "has handed in and is not in roster.csv") for name in strangers
        )


def _anothers(gradebook: Gradebook) -> Iterator[Finding]:
    """Yield who has handed in the copy of an assignment that was made for somebody else, and for whom, if known."""
    found = {who: entry.brief["variant"] for who, entry in gradebook.entries.items() if _has_variant(entry.brief)}
    for (student, assignment), variant in found.items():
        if variant["handed_in"] not in ("", variant["id"]):
            ids = {owner: each["id"] for (owner, name), each in found.items() if name == assignment}
            owners = [owner for owner, code in ids.items() if code == variant["handed_in"]]
            whose = f"the copy of {', '.join(owners)}" if owners else "a copy of nobody who has handed in (the sample?)"
            yield Finding("another's copy", student, assignment, f"it is {whose}: what was drawn differently counts 0")


def _has_variant(record: Brief | None) -> TypeGuard[Brief]:
    return record is not None and "variant" in record


def _gone(gradebook: Gradebook, submitted: Path) -> Iterator[Finding]:
    """Yield whose work was graded once and is no longer there."""
    try:
        there = {stand_in(name) if student_problem(name) else name for name in os.listdir(submitted)}
    except OSError:
        return
    for (student, assignment), entry in gradebook.entries.items():
        graded = entry.raw is not None or entry.status in (RecordStatus.UNREADABLE, RecordStatus.BROKEN)
        if student not in there and graded:
            reason = (
                f"was graded, and the folder {submitted.name}/{student} is no longer there: the record still counts"
            )
            yield Finding("folder is gone", student, assignment, reason)


def misplaced(folder: Path, assignments: Sequence[str]) -> Iterator[Finding]:
    """Yield what is in a student's folder and in no assignment's."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith(".") and name not in assignments)
    except OSError:
        return
    for name in names:
        where = f"'{name}' is in no assignment's folder: move it to {folder.name}/<assignment>/, or collect it"
        yield Finding("misplaced", folder.name, "", where)
