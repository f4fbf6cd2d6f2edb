"""Work that several students handed in together is graded once, and each of them gets a record of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.core.model import Submission
from autograder.gradebook.sheet import read_sheet
from autograder.records.schema import Record
from autograder.submissions.lms_names import COLLECTED

Key = tuple[str, str, str, tuple[str, ...]]


class SharedWork:
    """Holds back all but one of those who share a file, until the record of that one is there."""

    def __init__(self, submitted: Path) -> None:
        owners: dict[tuple[str, str], set[str]] = {}
        for row in read_sheet(submitted / COLLECTED, ("student", "assignment", "sha256")):
            if row["student"]:
                owners.setdefault((row["assignment"], row["sha256"]), set()).add(row["student"])
        self._shared = {work for work, students in owners.items() if len(students) > 1}
        self._mates: dict[Key, list[Submission]] = {}
        self._leaders: dict[tuple[str, str], Key] = {}
        self._records: dict[Key, Record] = {}

    def first_of_each(self, submissions: Iterable[Submission]) -> Iterator[Submission]:
        """Yield the submissions to grade; a file that is handed in by several, once."""
        for submission in submissions:
            key = _key(submission)
            if (submission.assignment, submission.sha256) not in self._shared or submission.problem:
                yield submission
            elif key in self._mates:
                self._mates[key].append(submission)
            else:
                self._mates[key] = []
                self._leaders[submission.student, submission.assignment] = key
                yield submission

    def with_mates(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records, and after them those of everyone who was held back."""
        for record in records:
            if key := self._leaders.get((record["student"], record["assignment"])):
                self._records[key] = record
            yield record
        for key, mates in self._mates.items():
            if key in self._records:
                yield from (_of_mate(self._records[key], mate) for mate in mates)


def _key(submission: Submission) -> Key:
    # What was noted while reading is in the record too: only those of whom the same is noted share one.
    name = submission.file.name if submission.file else ""
    return submission.assignment, submission.sha256, name, submission.notes


def _of_mate(record: Record, mate: Submission) -> Record:
    submitted = mate.submitted.isoformat() if mate.submitted else None
    return {**record, "student": mate.student, "submitted": submitted}
