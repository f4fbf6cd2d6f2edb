"""Which submissions of a batch are stale: those without a record of exactly this.

What nobody touched since the last run is told by the states of its files; what may have been touched is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from autograder.authoring.course import CourseFolder
from autograder.batch.context import Keys
from autograder.batch.usable_keys import Known, known_of
from autograder.core.model import NoteKind, RecordStatus, Submission
from autograder.keys.released import released_exercises
from autograder.records.brief import Brief
from autograder.records.index import RecordIndex
from autograder.records.schema import Record
from autograder.records.store import DamagedRecordError, is_current
from autograder.submissions.find import SubmissionRef
from autograder.submissions.read import read_metadata, read_submission

if TYPE_CHECKING:
    from autograder.batch.batch import Batch

OnRecord = Callable[[Record | Brief, bool], None]


class Reader:
    """Reads submissions in full, with what is needed for it: the released stubs, and every assignment's exercises."""

    def __init__(self, course: CourseFolder, keys: Keys) -> None:
        self._course, self._keys = course, keys
        self._exercises: Mapping[str, tuple[str, ...]] | None = None

    def read(self, ref: SubmissionRef) -> Submission:
        """Return a submission, with a note if it was found in another place than its own."""
        if self._exercises is None:
            self._exercises = released_exercises(self._course)
        stub, limits = self._keys[ref.assignment].stub, self._course.course.limits
        submission = read_submission(ref, stub, limits, self._exercises)
        return submission.noted(NoteKind.MISPLACED, ref.note) if ref.note else submission


def stale(batch: Batch, keys: Keys, level: str, on_record: OnRecord) -> Iterator[Submission]:
    """Yield the submissions that have no record of exactly this; the records of the others go to on_record."""
    reader = Reader(batch.course, keys)
    for ref in batch.refs:
        known = known_of(keys, ref.assignment)
        old = None if batch.force else _record_of(ref, batch.index)
        if old is not None and (_outlives(old, known) or _is_up_to_date(old, ref, known, level, batch)):
            on_record(old, False)
            continue
        submission = reader.read(ref)
        if not known.fault:  # else it was read without the stubs that tell what was worked on
            batch.seen.note(ref, submission)
        if old is not None and is_current(old, submission, known, level):
            on_record(old, False)
        else:
            yield submission


def _outlives(record: Brief, known: Known) -> bool:
    """Say whether a grade that was given stays, because there is no key to give another by."""
    return bool(known.fault) and record["status"] != RecordStatus.BROKEN


def _record_of(ref: SubmissionRef, index: RecordIndex) -> Brief | None:
    """Return the record that there is of a submission; a damaged one is made again, as if there were none."""
    with suppress(DamagedRecordError):
        return index.brief(ref.assignment, ref.student)
    return None


def _is_up_to_date(record: Brief, ref: SubmissionRef, known: Known, level: str, batch: Batch) -> bool:
    """Say whether a record is current, where nothing was touched or the bytes of one file are enough to tell.

    A record with notes may owe them to files that are gone by now, so it takes a full reading.
    """
    if ref.seen is not None:
        return is_current(record, ref.seen, known, level)
    seen = None if record["notes"] or ref.note else read_metadata(ref, batch.course.course.limits)
    if seen is None or not is_current(record, seen, known, level):
        return False
    batch.seen.note(ref, seen)
    return True
