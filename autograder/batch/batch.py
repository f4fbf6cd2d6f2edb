"""Grade many submissions: read each one, skip what is graded already, write a record for every other.

Records are written as they come, so that an interrupted run loses nothing and the next one goes on where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.batch.context import Executor, GradingContext, Keys, Records
from autograder.batch.graceful_stop import Stop, finish_current_work_on_sigint
from autograder.batch.remembered import remember_level, remember_seen, remembered_level, seen_before
from autograder.batch.shared_work import SharedWork
from autograder.batch.stale import OnRecord, stale
from autograder.batch.student_keys import StudentKeys
from autograder.batch.tasks import Task, without_reading
from autograder.batch.usable_keys import UsableKeys, known_of
from autograder.core.model import RecordStatus
from autograder.core.variant_codes import FILE as VARIANTS
from autograder.errors import UsageError
from autograder.keys.cache import cached_key, made_from
from autograder.keys.released import ReleasedExercises
from autograder.records.brief import Brief
from autograder.records.index import RecordIndex
from autograder.records.schema import Record
from autograder.records.store import is_worth_the_same, prepare, read_record, record_path, write_record
from autograder.records.worth import worth_now
from autograder.sandbox.host.level import Level
from autograder.settings import Assignment
from autograder.submissions.find import SubmissionRef, find_submissions
from autograder.submissions.lms_names import COLLECTED, download_inside, system_of
from autograder.submissions.seen import SeenFolders


@dataclass(frozen=True)
class Batch:
    """What is to be graded, and where the records go.

    students: only these, all if there are none. sandbox: the level to grade at, the best safe one if it is None.
    dry: write nothing.
    """

    course: CourseFolder
    submitted: Path
    out: Path
    assignments: tuple[Assignment, ...]
    students: frozenset[str] = frozenset()
    force: bool = False
    sandbox: Level | None = None
    dry: bool = False

    @cached_property
    def level(self) -> Level:
        """The level of the sandbox. Raises AutograderError if it is not available, and says what is missing."""
        from autograder.sandbox.host.isolation import choose  # nothing unchanged needs it

        return choose(self.sandbox)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """One name for all that each answer key of the course depends on."""
        return {assignment.name: _sources(self.course, assignment) for assignment in self.course.course.assignments}

    @cached_property
    def index(self) -> RecordIndex:
        """What is known of the records without reading them."""
        return RecordIndex(self.out)

    @cached_property
    def seen(self) -> SeenFolders:
        """What is known of the submissions without reading them."""
        return seen_before(self.out, self.submitted, self.names, self.sources)

    @property
    def names(self) -> list[str]:
        """The names of the assignments to grade."""
        return [assignment.name for assignment in self.assignments]

    @cached_property
    def refs(self) -> Sequence[SubmissionRef]:
        """The submissions to look at, in order. Raises UsageError if there is no such folder or student."""
        self._require_folder()
        refs = list(find_submissions(self.submitted, self.names, self.seen.refs, (*self.unexpected_files, COLLECTED)))
        unknown = sorted(self.students - {ref.student for ref in refs})
        if unknown:
            raise UsageError(f"no student '{unknown[0]}' in {self.submitted}: it has no folder of that name")
        return [ref for ref in refs if not self.students or ref.student in self.students]

    @cached_property
    def ref_of(self) -> Mapping[tuple[str, str], SubmissionRef]:
        """Where the work of a student on an assignment lies."""
        return {(ref.student, ref.assignment): ref for ref in self.refs}

    @cached_property
    def unexpected_files(self) -> Sequence[str]:
        """The names of plain files among the students' folders, which belong to no student."""
        self._require_folder()
        with os.scandir(self.submitted) as entries:
            plain = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        return sorted(name for name in plain if not name.startswith(".") and name != COLLECTED)

    def _require_folder(self) -> None:
        if not self.submitted.is_dir():
            name = self.assignments[0].name
            raise UsageError(
                f"there is no folder '{self.submitted}': put what students hand in there, "
                f"as {self.submitted}/<student>/{name}/{name}.ipynb (or .py)"
            )
        if self.out.resolve().is_relative_to(self.submitted.resolve()):
            raise UsageError(f"'{self.out}' is inside '{self.submitted}': results need a folder of their own (--out)")
        if system := system_of(os.listdir(self.submitted)):
            raise UsageError(
                f"'{self.submitted}' looks like a {system.capitalize()} download, which was never collected: "
                f"rename it, to downloaded for example, and run: autograder collect downloaded --assignment NAME"
            )
        if (inside := download_inside(self.submitted)) is not None:
            raise UsageError(
                f"'{inside}' looks like a download, which was never collected: move it out of '{self.submitted}', "
                f"and run: autograder collect {inside.name} --assignment NAME"
            )


def answer_keys(batch: Batch) -> Keys:
    """Return the answer key of each assignment. Raises SourceError if the course itself is wrong: none is graded."""
    return {assignment.name: cached_key(batch.course, assignment) for assignment in batch.assignments}


def usable_keys(batch: Batch) -> UsableKeys:
    """Return the answer keys; for a key that cannot be made, one that says why, so that the others are graded.

    Raises UsageError if an assignment was not released.
    """
    return UsableKeys(batch.course, batch.assignments, batch.sources)


def _sources(course: CourseFolder, assignment: Assignment) -> str:
    try:
        return made_from(course, assignment)
    except OSError:  # nothing that was made from it is known again
        return os.urandom(16).hex()


def grade_batch(
    batch: Batch,
    keys: Keys,
    executor: Executor,
    on_record: OnRecord,
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Grade a batch by one of the ways in executors. on_record gets every record, and whether it was made just now.

    One that was not is given in brief. on_stop is called at the first Ctrl-C: what is under way is finished, then
    KeyboardInterrupt is raised.
    """
    shared = _shared_work(batch)
    if not batch.dry:
        prepare(batch.out)
    level = _known_level(batch)

    def on_current(record: Record | Brief) -> None:
        on_record(*_with_points_of_now(batch, keys, record))

    try:
        with finish_current_work_on_sigint(on_stop) as stop:
            wanted = stop.until(shared.first_of_each(stale(batch, keys, level, on_current)))
            for first in islice(wanted, 1):
                context = _context(batch, keys, level)
                graded = executor(context, chain([first], wanted), stop)
                with closing(graded):  # however this ends, the processes must
                    for record in shared.with_mates(graded):
                        on_record(*_kept(batch, keys, record))
                if isinstance(context.personal, StudentKeys) and not batch.dry:
                    context.personal.keep()
    finally:
        if not batch.dry:
            batch.index.save()
            remember_seen(batch.out, batch.submitted, batch.names, batch.seen)


def _shared_work(batch: Batch) -> SharedWork:
    personal = [name for name in batch.names if (batch.course.solutions / name / VARIANTS).is_file()]
    return SharedWork(batch.submitted, batch.course.course.limits, personal)


def _known_level(batch: Batch) -> Level:
    """Return the level of the sandbox. It is tried again where another level is asked for, or the circumstances are."""
    if batch.sandbox is None and (known := remembered_level(batch.out)):
        return Level(known)
    level = batch.level
    if batch.sandbox is None and not batch.dry:
        remember_level(batch.out, level)
    return level


def _context(batch: Batch, keys: Keys, level: Level) -> GradingContext:
    personal = StudentKeys(batch.course, keys, dict.fromkeys(ref.student for ref in batch.refs))
    return GradingContext(batch.course.course, keys, level, ReleasedExercises(batch.course), personal)


def _kept(batch: Batch, keys: Keys, record: Record) -> tuple[Record | Brief, bool]:
    """Keep a record that was made just now, and what was read for it; return it, and whether it was made just now."""
    record, read = without_reading(record)
    unchanged = record.pop("unchanged", False)
    # Without a key, it was read without the stubs that tell what was worked on.
    if read is not None and not known_of(keys, record["assignment"]).fault:
        batch.seen.note(batch.ref_of[record["student"], record["assignment"]], read)
    if unchanged:
        return _with_points_of_now(batch, keys, record)
    _keep(batch, record)
    return record, True


def _with_points_of_now(batch: Batch, keys: Keys, record: Record | Brief) -> tuple[Record | Brief, bool]:
    """Return a record that is current with what its extra credit is worth now, and whether that has changed it."""
    student, assignment = record["student"], record["assignment"]
    known = known_of(keys, assignment)
    if known.fault or is_worth_the_same(record, known):
        return record, False
    whole = read_record(record_path(batch.out, assignment, student))
    if whole is None:
        return record, False
    now = worth_now(whole, keys[assignment])
    _keep(batch, now)
    return now, True


def _keep(batch: Batch, record: Record) -> None:
    if not batch.dry:
        batch.index.note(record, write_record(batch.out, record))
        if record["status"] == RecordStatus.BROKEN:
            remember_level(batch.out, None)  # if it is the sandbox that does not start, the next run tries others


def grade_unwritten(batch: Batch, keys: Keys, executor: Executor) -> Records:
    """Yield the record of every submission of a batch. Nothing is read from where records lie, and nothing written."""
    for record in executor(_context(batch, keys, batch.level), map(Task, batch.refs), Stop()):
        yield without_reading(record)[0]
