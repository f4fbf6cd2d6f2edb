"""Grade the one submission that a platform has put into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from autograder.batch.context import GradingContext
from autograder.batch.grader import in_this_process
from autograder.batch.tasks import Task, without_reading
from autograder.bundles.sealed import SealedGrader
from autograder.core.model import RecordStatus
from autograder.gradebook.entries import Entry
from autograder.gradebook.standing import hand_graded, of_record
from autograder.records.schema import Record
from autograder.reports.feedback_view import FeedbackView, shown_now, view_of
from autograder.sandbox.host.isolation import choose
from autograder.sandbox.host.level import Level
from autograder.settings import Shown
from autograder.submissions.elsewhere import found_among, places_below
from autograder.submissions.find import SubmissionRef

STUDENT = "you"


@dataclass(frozen=True)
class Graded:
    """One submission's record, by which grader and when; file is where its work was found, None without any.

    environment: what the platform says of the submission in its environment variables.
    """

    grader: SealedGrader
    record: Record
    now: datetime
    file: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> RecordStatus:
        return RecordStatus(self.record["status"])

    @property
    def ungraded(self) -> bool:
        """Whether nothing was run: there is nothing to read, or it cannot be read."""
        return self.status in (RecordStatus.MISSING, RecordStatus.UNREADABLE)

    @property
    def shown(self) -> Shown:
        """What may be read of hidden checks now."""
        return shown_now(self.grader.course, self.grader.assignment, self.now)

    @property
    def entry(self) -> Entry:
        """The record as a standing; lateness and decisions are the platform's and the gradebook's affair."""
        return _standing(self.record)

    @property
    def shown_entry(self) -> Entry:
        """The standing that may be seen at once: that of the public checks where hidden ones may not be known of."""
        return _standing(published(self.record)) if self.shown is Shown.NOTHING else self.entry

    @property
    def view(self) -> FeedbackView:
        """What its author may read now."""
        return view_of(self.entry, self.shown)


def _standing(record: Record) -> Entry:
    """Return a standing with the points that there are: those that people give later are added where they give them."""
    entry = hand_graded(of_record(record), frozenset())
    return entry if entry.score is not None else replace(entry, score=entry.raw)


def published(record: Record) -> Record:
    """Return the record that the public checks at published inputs alone would have given."""
    if (public := record["public"]) is None:
        return record
    told = {"score": public["score"], "max_score": public["max_score"], "exercises": public["exercises"]}
    return {**record, **told}  # type: ignore[typeddict-item]


def grade_here(
    grader: SealedGrader,
    folder: Path,
    now: datetime,
    level: Level | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Graded:
    """Grade what lies in a folder: the assignment's files, or a repository that has them somewhere.

    Raises AutograderError if no sandbox works here.
    """
    ref = _found(folder, grader.assignment.name)
    context = GradingContext(grader.course, {ref.assignment: grader.key}, choose(level), grader.exercises)
    with closing(in_this_process(context, [Task(ref)])) as records:
        record, read = without_reading(next(records))
    file = read.file if read and read.file and read.file.is_file() and not read.file.is_symlink() else None
    return Graded(grader, published(record) if grader.public else record, now, file, environment)


def _found(folder: Path, assignment: str) -> SubmissionRef:
    folder = folder.resolve()
    return SubmissionRef(STUDENT, assignment, found_among(places_below(folder, ()), assignment) or folder)
