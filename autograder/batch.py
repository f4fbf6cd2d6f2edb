"""Grade many submissions: read each one, skip what is graded already, run the rest on any concurrent.futures executor.

What travels to an executor's process is a Submission as text and a Record back; nothing that a student made is ever
unpickled. Each process keeps one warm sandbox and the answer keys. Records are written as they come, so that an
interrupted run loses nothing and the next one goes on where it stopped.
"""

from __future__ import annotations

import atexit
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.course import CourseFolder, answer_key
from autograder.grading import Runs, failed_everywhere, grade
from autograder.model import AnswerKey, Assignment, Course, RecordStatus, Status, Submission
from autograder.records import Record, is_current, make_record, read_record, record_path, with_lateness, write_record
from autograder.sandbox.host import open_sandbox
from autograder.submission import SubmissionRef, find_submissions, read_submission

Keys = Mapping[str, AnswerKey]
LEVEL = "none"  # a process of its own with limits, but no jail or filter around it: what records say of the sandbox
WINDOW = 4  # submissions read ahead for each process: enough to keep it busy, little enough to hold in memory


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be graded, and where the records go."""

    course: CourseFolder
    submitted: Path
    out: Path
    assignments: tuple[Assignment, ...]
    students: frozenset[str] = frozenset()
    force: bool = False

    def refs(self) -> list[SubmissionRef]:
        """Return the submissions to look at, in order. Raises UsageError where `submitted` cannot be listed."""
        names = [assignment.name for assignment in self.assignments]
        found = find_submissions(self.submitted, names)
        return [ref for ref in found if not self.students or ref.student in self.students]


def answer_keys(batch: Batch) -> Keys:
    """Return the answer key of each assignment. Raises SourceError if the course itself is wrong: nobody is graded."""
    return {assignment.name: _portable(answer_key(batch.course, assignment)) for assignment in batch.assignments}


def _portable(key: AnswerKey) -> AnswerKey:
    """Leave out the authors' functions, which cannot be sent to another process and are not needed any more."""
    exercises = tuple(
        replace(exercise, checks=tuple(replace(check, of=None) for check in exercise.checks))
        for exercise in key.exercises
    )
    return replace(key, exercises=exercises)


def grade_batch(batch: Batch, keys: Keys, jobs: int, on_record: Callable[[Record, bool], None]) -> None:
    """Grade a batch, in this process for jobs = 1. on_record gets every record, and whether it was made just now."""
    if jobs == 1:
        with _InThisProcess(batch.course.course, keys) as executor:
            _drive(batch, keys, executor, 1, on_record)
        return
    spawn = multiprocessing.get_context("spawn")
    start = (batch.course.course, keys)
    with ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_start_process, initargs=start) as executor:
        try:
            _drive(batch, keys, executor, jobs, on_record)
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


def _drive(batch: Batch, keys: Keys, executor: Executor, jobs: int, on_record: Callable[[Record, bool], None]) -> None:
    assignments = {assignment.name: assignment for assignment in batch.assignments}

    def finish(record: Record) -> None:
        late = with_lateness(record, assignments[record["assignment"]], batch.course.course.late)
        write_record(batch.out, late)
        on_record(late, True)

    waiting: set[Future[Record]] = set()
    for submission in _submissions(batch, keys):
        old = None if batch.force else read_record(record_path(batch.out, submission.assignment, submission.student))
        if old is not None and is_current(old, submission, keys[submission.assignment], LEVEL):
            on_record(old, False)
            continue
        waiting.add(executor.submit(grade_submission, submission))
        if len(waiting) >= WINDOW * jobs:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                finish(future.result())
    for future in waiting:
        finish(future.result())


def _submissions(batch: Batch, keys: Keys) -> Iterator[Submission]:
    for ref in batch.refs():
        yield read_submission(ref, keys[ref.assignment].stub, batch.course.course.limits)


class _InThisProcess(Executor):
    """Runs each task at once: for one job, and for a debugger."""

    def __init__(self, course: Course, keys: Keys) -> None:
        _start(course, keys)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        _stop()


# --- in the process that grades ----------------------------------------------------------------------------------

_course: Course | None = None
_keys: Keys = {}
_sandbox: Any = None


def _start_process(course: Course, keys: Keys) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that hands out the work
    _start(course, keys)


def _start(course: Course, keys: Keys) -> None:
    global _course, _keys, _sandbox
    _course, _keys = course, keys
    _sandbox = open_sandbox("forked").__enter__()
    atexit.register(_stop)


def _stop() -> None:
    global _sandbox
    if _sandbox is not None:
        _sandbox.__exit__(None, None, None)
        _sandbox = None
    atexit.unregister(_stop)


def grade_submission(submission: Submission) -> Record:
    """Return the record of a submission, before lateness. What goes wrong with us makes it `broken`, never a zero."""
    assert _course is not None
    key = _keys[submission.assignment]
    started = time.perf_counter()
    try:
        status, report = _graded(submission, key, _sandbox, _course)
    except Exception as error:
        status, report = RecordStatus.BROKEN, None
        note = f"grading broke: {type(error).__name__}: {error}; grade again"
        submission = replace(submission, notes=(*submission.notes, note))
    return make_record(submission, status, report, key, LEVEL, time.perf_counter() - started)


def _graded(submission: Submission, key: AnswerKey, sandbox: Runs, course: Course) -> tuple[RecordStatus, Any]:
    if submission.problem:
        status = RecordStatus.MISSING if submission.file is None else RecordStatus.UNREADABLE
        return status, failed_everywhere(key, Status.NOT_ATTEMPTED, submission.problem)
    return RecordStatus.GRADED, grade(key, submission.cells, sandbox, course.limits, course.follow_through)


def pick_jobs(wanted: int | None, submissions: Sequence[SubmissionRef]) -> int:
    """Return how many processes to use: as asked, else one a core, and one alone for a handful of submissions."""
    return wanted or (1 if len(submissions) < 50 else multiprocessing.cpu_count())
