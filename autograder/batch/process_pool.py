"""Several processes that grade, and the one that hands out the work and watches over them.

A grading process that dies is replaced, and its submission graded once more; one that takes too long is ended. What
cannot be graded so gets a `broken` record, and the others are graded all the same.
"""

from __future__ import annotations

import os
import queue
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from itertools import chain, islice
from types import TracebackType
from typing import Self

from autograder.batch.bounded import WINDOW, cores
from autograder.batch.context import GradingContext, Records
from autograder.batch.graceful_stop import Stop
from autograder.batch.grader import FORKS, asked_again
from autograder.batch.grader_process import GraderDiedError, GraderProcess, written_setup
from autograder.batch.submission_bounds import longest
from autograder.core.model import RecordStatus, Submission
from autograder.records.schema import Record
from autograder.records.store import make_record

TRIES = 2  # of a submission whose grading process dies
LOOK_SECONDS = 1.0
OVERSLEPT = 1.0  # by so much this process wakes up late only if all was paused


def in_processes(
    context: GradingContext, submissions: Iterable[Submission], jobs: int, stop: Stop | None = None
) -> Records:
    """Yield the record of each submission as it comes."""
    if not (first := list(islice(submissions := iter(submissions), 1))):
        return  # and nothing is started
    with _temporary_root() as root, _Pool(context, root, jobs) as pool:
        yield from pool.graded(chain(first, submissions), stop or Stop())


class _Pool:
    """Owns the grading processes, each with a thread that talks to it."""

    def __init__(self, context: GradingContext, root: str, jobs: int) -> None:
        setup, self._longest = written_setup(context, root), longest(context.course.limits)
        self._tasks: queue.Queue[Submission | None] = queue.Queue()
        self._done: queue.SimpleQueue[Record | Exception] = queue.SimpleQueue()
        places: Sequence[int | None] = own_cores(jobs) or [None] * jobs
        self._seats = [_Seat(setup, core, context, self._tasks, self._done) for core in places]

    def __enter__(self) -> Self:
        for seat in self._seats:
            seat.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._give_up()
        for seat in self._seats:
            seat.closing = True
            self._tasks.put(None)
            if kind is not None:
                seat.kill()
        for seat in self._seats:
            seat.thread.join()

    def graded(self, submissions: Iterable[Submission], stop: Stop) -> Iterator[Record]:
        """Yield records as they come; a bounded number of submissions is under way. At a stop, no other is begun."""
        waiting, most = 0, WINDOW * len(self._seats)
        for submission in submissions:
            self._tasks.put(submission)
            waiting += 1
            while waiting >= most or (waiting and not self._done.empty()):
                yield self._next()
                waiting -= 1
        while waiting:
            if stop.came:
                waiting -= self._give_up()
            if waiting:
                yield self._next()
                waiting -= 1

    def _next(self) -> Record:
        while True:
            before = time.monotonic()
            try:
                done = self._done.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                self._watch(time.monotonic() - before - LOOK_SECONDS)
                continue
            if isinstance(done, Exception):
                raise done
            return done

    def _watch(self, overslept: float) -> None:
        for seat in self._seats:
            if overslept > OVERSLEPT:
                seat.since += overslept
            elif time.monotonic() - seat.since > self._longest:
                seat.overdue = True
                seat.kill()

    def _give_up(self) -> int:
        """Take back what nobody has begun; return how many those were."""
        count = 0
        with suppress(queue.Empty):
            while True:
                self._tasks.get_nowait()
                count += 1
        return count


class _Seat:
    """One thread, and the grading process that it keeps: a new one where the last has died."""

    def __init__(
        self,
        setup: bytes,
        core: int | None,
        context: GradingContext,
        tasks: queue.Queue[Submission | None],
        done: queue.SimpleQueue[Record | Exception],
    ) -> None:
        self._setup, self._core, self._context = setup, core, context
        self._tasks, self._done = tasks, done
        self._process: GraderProcess | None = None
        self.since = float("inf")
        self.overdue = self.closing = False
        self.thread = threading.Thread(target=self._work, daemon=True)

    def kill(self) -> None:
        """End its process, whatever that does."""
        if (process := self._process) is not None:
            process.kill()

    def _work(self) -> None:
        try:
            self._process = GraderProcess(self._setup, self._core)
            while (submission := self._tasks.get()) is not None:
                self._done.put(self._record(submission))
        except Exception as error:  # ours: it is raised where the work is handed out
            self._done.put(error)
        finally:
            self._part()

    def _record(self, submission: Submission) -> Record:
        started = time.monotonic()
        for tried in range(TRIES):
            with suppress(GraderDiedError):
                return asked_again(self._graded(submission), tried)
            self._part()
            if self.closing or self.overdue:
                break
        why = "took too long" if self.overdue else "died (out of memory?)"
        noted = replace(submission, notes=(*submission.notes, f"the grading process {why}; grade again"))
        key, seconds = self._context.keys[submission.assignment], time.monotonic() - started
        return make_record(noted, RecordStatus.BROKEN, None, key, self._context.level, seconds)

    def _graded(self, submission: Submission) -> Record:
        if self._process is None:
            self._process = GraderProcess(self._setup, self._core)
        self.since, self.overdue = time.monotonic(), False
        try:
            record = self._process.grade(submission)
        finally:
            self.since = float("inf")
        if record["status"] == RecordStatus.BROKEN:
            self._part()  # whatever broke there, the next submission is to find a process in order
        return record

    def _part(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()


def own_cores(jobs: int) -> Sequence[int]:
    """Return a core for each process where there are just as many, and none otherwise.

    The grader and its worker take turns, thousands of times a second. To wake another core takes longer than to go on
    on the same one, and two graders would wake each other's.
    """
    return cores() if len(cores()) == jobs and hasattr(os, "sched_setaffinity") else []


def _temporary_root() -> AbstractContextManager[str]:
    """Return one place for all temporary files of processes that end at once, and so cannot clear up themselves.

    Where workers are forked the fork server does that, even when the grader is killed.
    """
    if FORKS:
        return nullcontext(tempfile.gettempdir())
    return tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)
