"""Grade many submissions: read each one, skip what is graded already, write a record for every other.

Records are written as they come, so that an interrupted run loses nothing and the next one goes on where it stopped.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from autograder.authoring.course import CourseFolder
from autograder.batch.bounded import cores
from autograder.batch.graceful_stop import Stop, finish_current_work_on_sigint
from autograder.batch.grader import GradingContext, Keys, Records, in_this_process
from autograder.batch.installed import load_executor
from autograder.batch.process_pool import in_processes
from autograder.batch.shared_work import SharedWork
from autograder.core.answer_key import AnswerKey
from autograder.core.model import Limits, NoteKind, RecordStatus, Submission
from autograder.core.text import describe_error
from autograder.errors import AutograderError, UsageError
from autograder.keys.cache import cached_key
from autograder.keys.load import faulty_key, released_exercises, require_released
from autograder.records.schema import Record
from autograder.records.store import DamagedRecordError, is_current, prepare, read_record, record_path, write_record
from autograder.sandbox.host.isolation import Level, choose
from autograder.settings import Assignment
from autograder.submissions.find import SubmissionRef, find_submissions
from autograder.submissions.lms_names import COLLECTED, system_of
from autograder.submissions.read import Exercises, read_metadata, read_submission

OURS = ("serial", "processes")
log = logging.getLogger(__name__)
FEW = 50  # submissions that one process grades sooner than several have started
OnRecord = Callable[[Record, bool], None]
Executor = Callable[[GradingContext, Iterable[Submission], Stop], Records]


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
        return choose(self.sandbox)

    @cached_property
    def refs(self) -> Sequence[SubmissionRef]:
        """The submissions to look at, in order. Raises UsageError if there is no such folder or student."""
        self._require_folder()
        found = find_submissions(self.submitted, [assignment.name for assignment in self.assignments])
        refs = [ref for ref in found if ref.folder.parent.name not in (*self.unexpected_files, COLLECTED)]
        unknown = sorted(self.students - {ref.student for ref in refs})
        if unknown:
            raise UsageError(f"no student '{unknown[0]}' in {self.submitted}: it has no folder of that name")
        return [ref for ref in refs if not self.students or ref.student in self.students]

    @cached_property
    def unexpected_files(self) -> Sequence[str]:
        """The names of plain files among the students' folders, which belong to no student."""
        self._require_folder()
        with os.scandir(self.submitted) as entries:
            plain = [entry.name for entry in entries if stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)]
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


def answer_keys(batch: Batch) -> Keys:
    """Return the answer key of each assignment. Raises SourceError if the course itself is wrong: none is graded."""
    return {assignment.name: cached_key(batch.course, assignment) for assignment in batch.assignments}


def usable_keys(batch: Batch) -> Keys:
    """Return the answer keys; for a key that cannot be made, one that says why, so that the others are graded.

    Raises UsageError if an assignment was not released.
    """
    return {assignment.name: _usable_key(batch.course, assignment) for assignment in batch.assignments}


def _usable_key(course: CourseFolder, assignment: Assignment) -> AnswerKey:
    try:
        key = cached_key(course, assignment)
        require_released(course, key)
        return key
    except UsageError:
        raise
    except Exception as error:  # an author's mistake, or ours: either way it is no student's
        log.debug("the answer key of %s cannot be made:", assignment.name, exc_info=True)
        why = str(error) if isinstance(error, AutograderError) else describe_error(error)
        return faulty_key(course, assignment, f"the answer key of '{assignment.name}' cannot be made: {why}")


def grade_batch(
    batch: Batch,
    keys: Keys,
    executor: Executor,
    on_record: OnRecord,
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Grade a batch by one of the ways below. on_record gets every record, and whether it was made just now.

    on_stop is called at the first Ctrl-C: what is under way is finished, then KeyboardInterrupt is raised.
    """
    context, shared = GradingContext(batch.course.course, keys, batch.level), SharedWork(batch.submitted)
    if not batch.dry:
        prepare(batch.out)
    with finish_current_work_on_sigint(on_stop) as stop:
        stale = stop.until(shared.first_of_each(_stale(batch, keys, on_record)))
        with closing(executor(context, stale, stop)) as graded:  # however this ends, the processes must
            for record in shared.with_mates(graded):
                if not batch.dry:
                    write_record(batch.out, record)
                on_record(record, True)


def grade_unwritten(batch: Batch, keys: Keys, executor: Executor) -> Records:
    """Yield the record of every submission of a batch. Nothing is read from where records lie, and nothing written."""
    course, exercises = batch.course.course, released_exercises(batch.course)
    submissions = (_read(ref, keys[ref.assignment], course.limits, exercises) for ref in batch.refs)
    return executor(GradingContext(course, keys, batch.level), submissions, Stop())


def _stale(batch: Batch, keys: Keys, on_record: OnRecord) -> Iterator[Submission]:
    """Yield the submissions that have no record of exactly this; the records of the others go to on_record."""
    limits, exercises = batch.course.course.limits, released_exercises(batch.course)
    for ref in batch.refs:
        key = keys[ref.assignment]
        old = None if batch.force else _record_of(ref, batch.out)
        if old is not None and (_outlives(old, key) or _is_up_to_date(old, ref, key, batch)):
            on_record(old, False)
            continue
        submission = _read(ref, key, limits, exercises)
        if old is not None and is_current(old, submission, key, batch.level):
            on_record(old, False)
        else:
            yield submission


def _outlives(record: Record, key: AnswerKey) -> bool:
    """Say whether a grade that was given stays, because there is no key to give another by."""
    return bool(key.fault) and record["status"] != RecordStatus.BROKEN


def _record_of(ref: SubmissionRef, out: Path) -> Record | None:
    """Return the record that there is of a submission; a damaged one is made again, as if there were none."""
    with suppress(DamagedRecordError):
        return read_record(record_path(out, ref.assignment, ref.student))
    return None


def _read(ref: SubmissionRef, key: AnswerKey, limits: Limits, exercises: Exercises) -> Submission:
    submission = read_submission(ref, key.stub, limits, exercises)
    return submission.noted(NoteKind.MISPLACED, ref.note) if ref.note else submission


def _is_up_to_date(record: Record, ref: SubmissionRef, key: AnswerKey, batch: Batch) -> bool:
    """Say whether a record is current, where the bytes of one file are enough to tell: parsing costs far more.

    A record with notes may owe them to files that are gone by now, so it takes a full reading.
    """
    seen = None if record["notes"] else read_metadata(ref, batch.course.course.limits)
    return seen is not None and is_current(record, seen, key, batch.level)


def serially(context: GradingContext, submissions: Iterable[Submission], stop: Stop) -> Records:
    """Grade in this process."""
    return in_this_process(context, submissions)


def by_processes(jobs: int) -> Executor:
    """Grade in this process for one job, in as many processes for more."""

    def run(context: GradingContext, submissions: Iterable[Submission], stop: Stop) -> Records:
        return in_processes(context, submissions, jobs, stop)

    return serially if jobs == 1 else run


def by_cluster(name: str, scheduler: str | None, jobs: int | None) -> Executor:
    """Grade by an installed executor: on the cluster of that scheduler, or on one of `jobs` processes on this machine.

    Raises UsageError if there is none of that name.
    """
    grade_there = load_executor(name, OURS)

    def run(context: GradingContext, submissions: Iterable[Submission], stop: Stop) -> Records:
        return grade_there(context, submissions, scheduler, jobs)

    return run


def by_need(context: GradingContext, submissions: Iterable[Submission], stop: Stop) -> Records:
    """Grade in processes what is worth starting them, however large the class is that it was found in."""
    rest = iter(submissions)
    first = list(islice(rest, FEW))
    yield from by_processes(pick_jobs(None, len(first)))(context, chain(first, rest), stop)


def choose_executor(executor: str | None, jobs: int | None, scheduler: str | None, submissions: int) -> Executor:
    """Return where to grade: as asked, else in processes, and in one alone for a handful of submissions."""
    if executor not in (None, *OURS) or (executor is None and scheduler is not None):
        return by_cluster(executor or "dask", scheduler, jobs)
    if scheduler is not None:
        raise UsageError(f"--scheduler is for --executor dask, not for --executor {executor}")
    if executor == "serial" or pick_jobs(jobs, submissions) == 1:
        return serially
    return by_processes(jobs) if jobs else by_need


def pick_jobs(wanted: int | None, submissions: int) -> int:
    """Return how many processes to use: as asked, else one per core, and one alone for a handful of submissions."""
    return wanted or (1 if submissions < FEW else len(cores()))
