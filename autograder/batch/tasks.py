"""What an executor is given: work that is still to be read, so that reading happens where time and memory are bounded.

The process that feeds the others knows of a submission where it lies, and its bytes at most. What a stranger's file
takes to be made cells of is the grading process's affair, which says in the end what it has read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from autograder.batch.context import GradingContext
from autograder.core.model import NoteKind, Submission
from autograder.records.brief import Brief
from autograder.records.schema import ReadingRecord, Record
from autograder.records.store import is_current
from autograder.submissions.find import SubmissionRef

if TYPE_CHECKING:
    from typing import TypeAlias

TOO_MUCH = "it takes too much to read: clear all outputs, save it, hand it in again"


@dataclass(frozen=True, slots=True)
class Task:
    """A submission that is to be read, and graded unless it has a record of exactly this.

    before: the one that it may be; None where there is none, or one of other bytes.
    """

    ref: SubmissionRef
    before: Brief | None = None

    @property
    def student(self) -> str:
        return self.ref.student

    @property
    def assignment(self) -> str:
        return self.ref.assignment


Work: TypeAlias = Task | Submission


def is_certain(work: Work) -> bool:
    """Say whether it is known without a reading that there is something to grade."""
    return not work.problem if isinstance(work, Submission) else work.before is None and not work.ref.missing


def read_task(task: Task, context: GradingContext) -> Submission | Record:
    """Return what was handed in; or the record that is there already, where it was made of exactly this."""
    from autograder.submissions.read import read_submission  # not above: who feeds reads nothing

    key = context.key_of(task.assignment, task.student)
    try:
        submission = read_submission(task.ref, key.answer_cells, context.course.limits, context.exercises)
    except MemoryError:
        submission = replace(unread(task), problem=TOO_MUCH)
    if task.ref.note:
        submission = submission.noted(NoteKind.MISPLACED, task.ref.note)
    if task.before is not None and is_current(task.before, submission, key, context.level):
        return with_reading(cast("Record", {**task.before, "unchanged": True}), submission)
    return submission


def unread(work: Work) -> Submission:
    """Return a submission as far as it is known without reading it."""
    return work if isinstance(work, Submission) else Submission(work.student, work.assignment, work.ref.folder, "", ())


def with_reading(record: Record, read: Submission) -> Record:
    """Return a record that also says what was read, for the one who feeds."""
    reading: ReadingRecord = {
        "file": str(read.file) if read.file else None,
        "sha256": read.sha256,
        "submitted": read.submitted.isoformat() if read.submitted else None,
        "problem": read.problem,
        "notes": list(read.notes),
        "kinds": [[str(kind), note] for kind, note in read.kinds],
    }
    return {**record, "reading": reading}


def without_reading(record: Record) -> tuple[Record, Submission | None]:
    """Return a record as it is kept, and what was read for it, without its cells."""
    kept: Any = dict(record)
    reading: ReadingRecord | None = kept.pop("reading", None)
    if reading is None:
        return kept, None
    submitted = reading["submitted"]
    read = Submission(
        record["student"],
        record["assignment"],
        Path(reading["file"]) if reading["file"] else None,
        reading["sha256"],
        (),
        datetime.fromisoformat(submitted) if submitted else None,
        reading["problem"],
        tuple(reading["notes"]),
        kinds=tuple((NoteKind(kind), note) for kind, note in reading["kinds"]),
    )
    return kept, read
