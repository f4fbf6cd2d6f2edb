"""Grade one submission after another with one sandbox that stays open.

To start a sandbox takes as long as to import what judges and to read a key, so it is begun first.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.batch.context import GradingContext, Records
from autograder.batch.submission_bounds import OverdueError, bounded, longest
from autograder.batch.tasks import Work, is_certain, read_task, unread, with_reading
from autograder.core.closing import Closing
from autograder.core.model import Limits, RecordStatus, Status, Submission
from autograder.core.text import describe_error
from autograder.errors import InterruptedFromOutsideError
from autograder.records.schema import Record
from autograder.records.store import make_record, with_traceback
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.accounting import Allowance

if TYPE_CHECKING:
    from autograder.core.answer_key import AnswerKey
    from autograder.core.calls import Job
    from autograder.core.verdicts import Report
    from autograder.sandbox.host.session import AnySandbox, Session

TRACEBACK_AT_MOST = 20_000  # characters, of its end
BEGINNINGS = 3  # of a submission whose workers somebody else ends or stops again and again
FORKS = hasattr(os, "pidfd_open")


class Grader(Closing):
    """Grades one submission after the other. Owns a sandbox, which is begun when one needs it, and then stays open."""

    def __init__(self, context: GradingContext) -> None:
        self._context = context
        self._sandbox: AnySandbox | None = None
        self._is_open = False

    def close(self) -> None:
        """Close its sandbox; another is opened when one is needed."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox, self._is_open = None, False

    def prepare(self, work: Work) -> None:
        """Begin what takes a while and is no submission's own: a sandbox if it needs one, the import of what judges."""
        if is_certain(work):
            with suppress(Exception):  # whatever is wrong is found again, and said, where it is needed
                self._begin()
        self.import_all()

    @staticmethod
    def import_all() -> None:
        """Import what grading takes, numpy too. To find that nothing is new takes none of it."""
        import autograder.grading.attempts  # noqa: F401

    def _begin(self) -> AnySandbox:
        if self._sandbox is None:
            kind = "forked" if FORKS else "spawned"
            self._sandbox = open_sandbox(kind, self._context.level, self._context.course.modules, tried=True)
        return self._sandbox

    def grade(self, work: Work) -> Record:
        """Return the record of a submission, before lateness. What goes wrong with us makes it `broken`.

        What is still to be read is read first, and the record says what that was.
        """
        started = time.perf_counter()
        if isinstance(work, Submission):
            return self._record(work, started)
        try:
            read = read_task(work, self._context)
        except (Exception, OverdueError) as error:
            return self._broken(unread(work), error, started)
        return with_reading(self._record(read, started), read) if isinstance(read, Submission) else read

    def _record(self, submission: Submission, started: float) -> Record:
        key, level = self._context.key_of(submission.assignment, submission.student), self._context.level
        if key.fault:
            noted = replace(submission, notes=(*submission.notes, key.fault))
            return make_record(noted, RecordStatus.BROKEN, None, key, level, time.perf_counter() - started)
        allowance = Allowance(self._context.course.limits)
        try:
            status, report = self._graded_in_peace(submission, key, allowance)
            record = make_record(submission, status, report, key, level, time.perf_counter() - started)
        except (Exception, OverdueError) as error:  # whatever it is, it is ours: the others must still be graded
            record = self._broken(submission, error, started)
        return asked_again(record, allowance.interruptions)

    def _broken(self, submission: Submission, error: BaseException, started: float) -> Record:
        key, level = self._context.key_of(submission.assignment, submission.student), self._context.level
        note = f"grading broke: {describe_error(error)}; grade again"
        noted = replace(submission, notes=(*submission.notes, note))
        trace = "".join(traceback.format_exception(error))[-TRACEBACK_AT_MOST:]
        record = make_record(noted, RecordStatus.BROKEN, None, key, level, time.perf_counter() - started)
        return with_traceback(record, trace)

    def _graded_in_peace(
        self, submission: Submission, key: AnswerKey, allowance: Allowance
    ) -> tuple[RecordStatus, Report]:
        """Grade from the beginning, in a new sandbox, what was interrupted from outside too often; in the same time."""
        for _ in range(BEGINNINGS - 1):
            with suppress(InterruptedFromOutsideError):
                return self._graded(submission, key, allowance)
            self.close()
            if allowance.left() <= 0:
                break
        return self._graded(submission, key, allowance)

    def _graded(self, submission: Submission, key: AnswerKey, allowance: Allowance) -> tuple[RecordStatus, Report]:
        from autograder.grading.attempts import grade_submission
        from autograder.grading.grade import failed_everywhere
        from autograder.grading.hand_graded import waits

        if submission.problem:
            status = RecordStatus.MISSING if submission.file is None else RecordStatus.UNREADABLE
            return status, failed_everywhere(key, Status.NOT_ATTEMPTED, submission.problem)
        course = self._context.course
        limits, share = course.limits, course.follow_through
        report = grade_submission(key, submission, self, limits, share, allowance)
        status = RecordStatus.NEEDS_GRADING if any(map(waits, report.exercises)) else RecordStatus.GRADED
        return status, report

    def open(self, job: Job, limits: Limits, allowance: Allowance | None = None) -> Session:
        """Return a submission in the sandbox, ready to be asked."""
        sandbox = self._begin()
        if not self._is_open:
            self._sandbox = sandbox = sandbox.__enter__()
            self._is_open = True
        return sandbox.open(job, limits, allowance)


def asked_again(record: Record, times: int) -> Record:
    """Return the record with so many more times that something of it was asked again."""
    times += record.get("asked_again", 0)
    return {**record, "asked_again": times} if times else record


def in_this_process(context: GradingContext, submissions: Iterable[Work], grader: Grader | None = None) -> Records:
    """Yield the record of each submission, in order: for one job, and for a debugger. grader: one that is prepared."""
    seconds = longest(context.course.limits)
    with grader or Grader(context) as grader:
        for submission in submissions:
            grader.prepare(submission)
            with bounded(seconds):
                record = grader.grade(submission)
            if record["status"] == RecordStatus.BROKEN:
                grader.close()  # whatever broke there, the next submission is to find a sandbox in order
            yield record
