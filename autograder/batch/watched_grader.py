"""A grading process that is watched from outside of it: replaced when it dies, ended when it takes too long.

Where one process hands out work to several, and in each thread of a cluster's workers.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from autograder.batch.context import GradingContext
from autograder.batch.grader import FORKS, asked_again
from autograder.batch.grader_process import GraderDiedError, GraderProcess
from autograder.batch.submission_bounds import longest
from autograder.batch.tasks import Work, unread
from autograder.core.model import RecordStatus
from autograder.records.schema import Record
from autograder.records.store import make_record

TRIES = 3  # of a submission whose grading process dies, as long as there is time
STARTS = 10  # of a process that dies before it comes to the submission
LOOK_SECONDS = 1.0
OVERSLEPT = 1.0  # by so much this process wakes up late only if all was paused


class WatchedGrader:
    """Owns a grading process. watch() and kill() are for other threads than the one that has it grade."""

    def __init__(self, start: Callable[[], GraderProcess], context: GradingContext) -> None:
        """start: makes a process that was sent this context."""
        self._start, self._context = start, context
        self._longest = longest(context.course.limits)
        self._process: GraderProcess | None = None
        self._since = float("inf")
        self._overdue = self.closing = False

    def open(self) -> None:
        """Start the process, if there is none."""
        if self._process is None:
            self._process = self._start()

    def grade(self, work: Work) -> Record:
        """Return the record of a submission: a `broken` one if the process took too long or died often."""
        started, deaths = time.monotonic(), Counter[bool]()
        while deaths[True] < TRIES and deaths[False] < STARTS:
            try:
                return asked_again(self._graded(work), deaths.total())
            except GraderDiedError as error:
                deaths[error.ready] += 1
            self.close()
            if self.closing or self._overdue or time.monotonic() - started > self._longest:
                break
        why = "took too long" if self._overdue else "died (out of memory?)"
        known = unread(work)
        noted = replace(known, notes=(*known.notes, f"the grading process {why}; grade again"))
        key, seconds = self._context.keys[work.assignment], time.monotonic() - started
        return make_record(noted, RecordStatus.BROKEN, None, key, self._context.level, seconds)

    def _graded(self, work: Work) -> Record:
        self.open()
        assert self._process is not None
        self._since, self._overdue = time.monotonic(), False
        try:
            record = self._process.grade(work)
        finally:
            self._since = float("inf")
        if record["status"] == RecordStatus.BROKEN:
            self.close()  # whatever broke there, the next submission is to find a process in order
        return record

    def watch(self, overslept: float) -> None:
        """End the process if it takes too long. overslept: how much later than it meant to the caller has woken up."""
        if overslept > OVERSLEPT:
            self._since += overslept
        elif time.monotonic() - self._since > self._longest:
            self._overdue = True
            self.kill()

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process; another is started when one is needed."""
        process, self._process = self._process, None
        if process is not None:
            process.close()


def watch_until(over: threading.Event, graders: Callable[[], Iterable[WatchedGrader]]) -> None:
    """Look after grading processes until it is over."""
    while True:
        before = time.monotonic()
        if over.wait(LOOK_SECONDS):
            return
        overslept = time.monotonic() - before - LOOK_SECONDS
        for grader in graders():
            grader.watch(overslept)


def temporary_root() -> AbstractContextManager[str]:
    """Return one place for all temporary files of processes that end at once, and so cannot clear up themselves.

    Where workers are forked the fork server does that, even when the grader is killed.
    """
    if FORKS:
        return nullcontext(tempfile.gettempdir())
    return tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)
