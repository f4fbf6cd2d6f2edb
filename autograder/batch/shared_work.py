"""Work that several students handed in together is graded once, and each of them gets a record of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from autograder.batch.tasks import Task
from autograder.core.model import Limits, Submission
from autograder.gradebook.sheet import read_sheet
from autograder.records.schema import Record
from autograder.submissions.lms_names import COLLECTED

Key = tuple[str, str, str, str]


class SharedWork:
    """Holds back all but one of those who share a file, until the record of that one is there.

    Who shares one, the sheet of the collection says; that they still do, the bytes of their files.
    """

    def __init__(self, submitted: Path, limits: Limits, personal: Container[str] = ()) -> None:
        """personal: the assignments that differ from student to student: each is graded by a key of their own."""
        self._limits, self._personal = limits, personal
        owners: dict[tuple[str, str], set[str]] = {}
        for row in read_sheet(submitted / COLLECTED, ("student", "assignment", "sha256")):
            if row["student"]:
                owners.setdefault((row["assignment"], row["sha256"]), set()).add(row["student"])
        shared = {work: students for work, students in owners.items() if len(students) > 1}
        self._shared = {(student, work[0]) for work, students in shared.items() for student in students}
        self._mates: dict[Key, list[Submission]] = {}
        self._leaders: dict[tuple[str, str], Key] = {}
        self._records: dict[Key, Record] = {}

    def first_of_each(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Yield the submissions to grade; a file that is handed in by several, once."""
        for task in tasks:
            seen = self._seen(task)
            if seen is None:
                yield task
                continue
            key = (seen.assignment, seen.sha256, seen.file.name if seen.file else "", task.ref.note)
            if key in self._mates:
                self._mates[key].append(seen)
            else:
                self._mates[key] = []
                self._leaders[task.student, task.assignment] = key
                yield task

    def _seen(self, task: Task) -> Submission | None:
        """Return what a file's bytes tell, of work that is shared; None where that is not enough, or it is not."""
        if (task.student, task.assignment) not in self._shared or task.assignment in self._personal:
            return None
        from autograder.submissions.read import read_metadata  # not above: most work is nobody else's

        return read_metadata(task.ref, self._limits)

    def with_mates(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records, and after them those of everyone who was held back."""
        for record in records:
            if key := self._leaders.get((record["student"], record["assignment"])):
                self._records[key] = record.copy()
            yield record
        for key, mates in self._mates.items():
            if key in self._records:
                yield from (_of_mate(self._records[key], mate) for mate in mates)


def _of_mate(record: Record, mate: Submission) -> Record:
    submitted = mate.submitted.isoformat() if mate.submitted else None
    shared = record.copy()
    for of_the_run in ("unchanged", "reading"):
        shared.pop(of_the_run, None)  # type: ignore[misc]
    return {**shared, "student": mate.student, "submitted": submitted}
