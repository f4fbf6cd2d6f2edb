"""Which submissions of a batch are stale: those without a record of exactly this.

What nobody touched since the last run is told by the states of its files; what may have been touched is a task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from autograder.batch.context import Keys
from autograder.batch.tasks import Task
from autograder.batch.usable_keys import Known, known_of
from autograder.core.model import RecordStatus
from autograder.records.brief import Brief
from autograder.records.index import RecordIndex
from autograder.records.schema import Record
from autograder.records.store import DamagedRecordError, is_current
from autograder.submissions.find import SubmissionRef
from autograder.submissions.read import read_metadata

if TYPE_CHECKING:
    from autograder.batch.batch import Batch

OnCurrent = Callable[[Brief], None]
OnRecord = Callable[[Record | Brief, bool], None]


def stale(batch: Batch, keys: Keys, level: str, on_current: OnCurrent) -> Iterator[Task]:
    """Yield the submissions that may have no record of exactly this; the records of the others go to on_current."""
    for ref in batch.refs:
        known = known_of(keys, ref.assignment)
        old = None if batch.force else _record_of(ref, batch.index)
        if old is not None and (_outlives(old, known) or _is_up_to_date(old, ref, known, level, batch)):
            on_current(old)
        else:
            yield Task(ref, old)


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
