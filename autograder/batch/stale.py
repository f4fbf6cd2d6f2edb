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
from autograder.core.model import RecordStatus, Submission
from autograder.records.brief import Brief
from autograder.records.index import RecordIndex
from autograder.records.schema import Record
from autograder.records.store import DamagedRecordError, is_current
from autograder.submissions.find import SubmissionRef

if TYPE_CHECKING:
    from autograder.batch.batch import Batch

OnCurrent = Callable[[Brief], None]
OnRecord = Callable[[Record | Brief, bool], None]


def stale(batch: Batch, keys: Keys, level: str, on_current: OnCurrent) -> Iterator[Task]:
    """Yield the submissions that may have no record of exactly this; the records of the others go to on_current."""
    for ref in sorted(batch.refs, key=lambda ref: ref.seen is not None):  # first what may be new: a sandbox gets ready
        known = known_of(keys, ref.assignment)
        old = None if batch.force else _record_of(ref, batch.index)
        task = _task(ref, old, known, level, batch)
        if task is not None:
            yield task
        elif old is not None:
            on_current(old)


def _task(ref: SubmissionRef, old: Brief | None, known: Known, level: str, batch: Batch) -> Task | None:
    """Return what is to be done about a submission; None where nothing is, because its record stays."""
    if old is None:
        return Task(ref)
    if _outlives(old, known):
        return None
    seen = ref.seen or _metadata(ref, old, batch)
    if seen is None:
        return Task(ref, old)
    if not is_current(old, seen, known, level):
        return Task(ref, old if old["submission"]["sha256"] == seen.sha256 else None)
    if ref.seen is None:
        batch.seen.note(ref, seen)
    return None


def _metadata(ref: SubmissionRef, record: Brief, batch: Batch) -> Submission | None:
    """Return what a submission is where the bytes of one file are enough to tell.

    A record with notes may owe them to files that are gone by now, so it takes a full reading.
    """
    from autograder.submissions.read import read_metadata  # not above: most runs read few or none

    return None if record["notes"] or ref.note else read_metadata(ref, batch.course.course.limits)


def _outlives(record: Brief, known: Known) -> bool:
    """Say whether a grade that was given stays, because there is no key to give another by."""
    return bool(known.fault) and record["status"] != RecordStatus.BROKEN


def _record_of(ref: SubmissionRef, index: RecordIndex) -> Brief | None:
    """Return the record that there is of a submission; a damaged one is made again, as if there were none."""
    with suppress(DamagedRecordError):
        return index.brief(ref.assignment, ref.student)
    return None
