"""A run over a class: what is new is graded, its records and grades.csv are written, and what came of it is told.

It may import batch, reports, gradebook and what is below; it prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from autograder.batch.batch import Batch, grade_batch, usable_keys
from autograder.batch.executors import choose_executor
from autograder.batch.stale import OnRecord
from autograder.batch.usable_keys import UsableKeys
from autograder.gradebook.entries import Entry, Gradebook
from autograder.gradebook.review import Review, open_review
from autograder.records.brief import Brief, is_whole
from autograder.records.schema import Record
from autograder.records.store import record_path

if TYPE_CHECKING:
    from autograder.batch.context import Executor
    from autograder.gradebook.attention import Finding
    from autograder.reports.table import ScoreTable


@dataclass(frozen=True, slots=True)
class GradedClass:
    """What came of a run.

    table: what grades.csv holds, None for a run that writes nothing. findings: what needs the staff's eyes, the most
    urgent first. broken: the records that have no score, through our fault. asked_again: of each submission of which
    something was asked again since a process was ended from outside, how often.
    """

    table: ScoreTable | None
    findings: Sequence[Finding]
    broken: Sequence[Record]
    asked_again: Sequence[int]


@dataclass(frozen=True)
class ClassRun:
    """A class that is about to be graded; nothing is before `grade` is called. executor: where; by need if None."""

    batch: Batch
    executor: Executor | None = None

    @property
    def total(self) -> int:
        """The number of submissions, those that have not changed included. Raises UsageError if there is no folder."""
        return len(self.batch.refs)

    @property
    def left_alone(self) -> Sequence[str]:
        """The names of files among the students' folders, which belong to nobody: a stranger may have written them."""
        return self.batch.unexpected_files

    @property
    def drifted(self) -> Mapping[str, Sequence[str]]:
        """The exercises whose text students got otherwise than solutions/ releases it now, by their assignment."""
        return self._keys.drifted()

    @property
    def places(self) -> Sequence[Path]:
        """Where the records of all its submissions lie, or will."""
        return [record_path(self.batch.out, ref.assignment, ref.student) for ref in self.batch.refs]

    @cached_property
    def _keys(self) -> UsableKeys:
        return usable_keys(self.batch)

    def grade(
        self, on_record: OnRecord = lambda record, new: None, on_stop: Callable[[], None] = lambda: None
    ) -> GradedClass:
        """Grade what is new, write its records and grades.csv, and return what came of it.

        on_record gets every record, and whether it was made just now; one that was not comes in brief. on_stop is
        called at the first Ctrl-C, after which KeyboardInterrupt is raised when what is under way is finished and
        grades.csv is written. Raises SourceError, with file and line, for roster or decisions that are not right.
        """
        review = open_review(self.batch.course, self.batch.out, {ref.student for ref in self.batch.refs})
        taken = _Taken(review)

        def take(record: Record | Brief, new: bool) -> None:
            taken.take(record)
            on_record(record, new)

        try:
            grade_batch(
                self.batch, self._keys, self.executor or choose_executor(None, None, None, self.total), take, on_stop
            )
        except KeyboardInterrupt:
            if not self.batch.dry:
                write_grades(self.batch, review, taken.entries)
            raise
        if self.batch.dry:
            return GradedClass(None, (), taken.broken, taken.asked_again)
        gradebook, table = write_grades(self.batch, review, taken.entries)
        return GradedClass(table, review.findings(gradebook, self.batch.submitted), taken.broken, taken.asked_again)


@dataclass(frozen=True)
class _Taken:
    """What is kept of the records of a run: the entries by assignment/student, what broke, what was asked again."""

    review: Review
    entries: dict[str, Entry | None] = field(default_factory=dict)
    broken: list[Record] = field(default_factory=list)
    asked_again: list[int] = field(default_factory=list)

    def take(self, record: Record | Brief) -> None:
        """Take a record; the whole of it, if it was made just now."""
        self.entries[f"{record['assignment']}/{record['student']}"] = self.review.enter(record)
        if is_whole(record):
            self.broken.extend([record] if record["status"] == "broken" else [])
            self.asked_again.extend([record["asked_again"]] if "asked_again" in record else [])


def write_grades(
    batch: Batch, review: Review, known: Mapping[str, Entry | None] = MappingProxyType({})
) -> tuple[Gradebook, ScoreTable]:
    """Write grades.csv, and keep what decisions rest on; return what is in it.

    known: the entries of the records that review has seen already, by assignment/student.
    """
    from autograder.records.store import write_atomically
    from autograder.reports.grades_csv import grades_csv
    from autograder.reports.table import table_of

    others = map(review.enter, batch.index.briefs(known))
    gradebook = review.rules.gradebook(chain(known.values(), others))
    table = table_of(gradebook)
    batch.index.save()
    write_atomically(review.out / "grades.csv", grades_csv(table))
    review.write()
    return gradebook, table
