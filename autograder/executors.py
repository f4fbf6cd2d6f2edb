"""Where grading happens: in this process, or in processes of a concurrent.futures executor.

What travels there is a Submission as text, and a Record back; nothing that a student made is ever unpickled. Each
process keeps one warm sandbox and the answer keys.

No process outlives the one that hands out the work: each holds the reading end of a pipe, its lifeline, whose writing
end nobody else has. When that closes, by will or by death, the process ends at once, and its sandbox with it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.connection import Connection
from multiprocessing.queues import SimpleQueue
from types import TracebackType
from typing import TypeVar

from autograder.calls import Job
from autograder.errors import AutograderError
from autograder.grading import Report, failed_everywhere, grade
from autograder.interruption import Stop
from autograder.keys import AnswerKey
from autograder.model import Limits, RecordStatus, Status, Submission
from autograder.records import Record, make_record
from autograder.sandbox.host import AnySandbox, Session, open_sandbox
from autograder.sandbox.levels import Level
from autograder.settings import Course

Keys = Mapping[str, AnswerKey]
Records = Generator[Record, None, None]
Item = TypeVar("Item")
Made = TypeVar("Made")
FORKS = hasattr(os, "pidfd_open")
WINDOW = 4  # submissions read ahead for each process: enough to keep it busy, little enough to hold in memory
DIED = "a grading process died (out of memory?). What was finished is kept: run this again, with fewer --jobs"


class Grader:
    """Grades one submission after the other. Owns a sandbox, which is opened when the first one needs it."""

    def __init__(self, course: Course, keys: Keys, level: Level) -> None:
        self._course = course
        self._keys = keys
        self._level = level
        self._sandbox: AnySandbox | None = None

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def grade(self, submission: Submission) -> Record:
        """Return the record of a submission, before lateness. What goes wrong with us makes it `broken`."""
        key, started = self._keys[submission.assignment], time.perf_counter()
        status, report = RecordStatus.BROKEN, None
        try:
            status, report = self._graded(submission, key)
        except Exception as error:  # whatever it is, it is ours: the others must still be graded
            note = f"grading broke: {type(error).__name__}: {error}; grade again"
            submission = replace(submission, notes=(*submission.notes, note))
        return make_record(submission, status, report, key, self._level, time.perf_counter() - started)

    def _graded(self, submission: Submission, key: AnswerKey) -> tuple[RecordStatus, Report]:
        if submission.problem:
            status = RecordStatus.MISSING if submission.file is None else RecordStatus.UNREADABLE
            return status, failed_everywhere(key, Status.NOT_ATTEMPTED, submission.problem)
        course = self._course
        return RecordStatus.GRADED, grade(key, submission.cells, self, course.limits, course.follow_through)

    def open(self, job: Job, limits: Limits) -> Session:
        """Return a submission in the sandbox, ready to be asked."""
        if self._sandbox is None:
            kind = "forked" if FORKS else "spawned"
            self._sandbox = open_sandbox(kind, self._level, self._course.modules).__enter__()
        return self._sandbox.open(job, limits)


def in_this_process(course: Course, keys: Keys, level: Level, submissions: Iterable[Submission]) -> Records:
    """Yield the record of each submission, in order: for one job, and for a debugger."""
    with Grader(course, keys, level) as grader:
        yield from map(grader.grade, submissions)


def in_processes(
    course: Course, keys: Keys, level: Level, submissions: Iterable[Submission], jobs: int, stop: Stop | None = None
) -> Records:
    """Yield the record of each submission as it comes. Raises AutograderError if a process dies."""
    if not (first := list(islice(submissions := iter(submissions), 1))):
        return  # and nobody is started
    spawn = multiprocessing.get_context("spawn")
    theirs, lifeline = spawn.Pipe(duplex=False)
    sent, places = spawn.SimpleQueue(), spawn.SimpleQueue()
    for core in own_cores(jobs):
        places.put(core)
    with theirs, _roof() as roof:
        pool = ProcessPoolExecutor(jobs, spawn, initializer=_start, initargs=(theirs, roof, sent, places))
        # What is sent is large. It is a thread that waits until it is read, so that all processes start at once.
        threading.Thread(target=_send, args=(sent, (course, keys, level), jobs), daemon=True).start()
        try:
            yield from on_executor(pool, grade_there, chain(first, submissions), WINDOW * jobs, stop)
            pool.shutdown()
        except BrokenProcessPool as error:
            raise AutograderError(DIED) from error
        finally:
            lifeline.close()
            pool.shutdown(cancel_futures=True)
            sent.close()


def _send(queue: SimpleQueue[bytes], what: object, times: int) -> None:
    written = pickle.dumps(what)
    with suppress(OSError):  # not all have started, and none will
        for _ in range(times):
            queue.put(written)


def own_cores(jobs: int) -> Sequence[int]:
    """Return a core for each process where there are just as many, and none otherwise.

    The grader and its worker take turns, thousands of times a second. To wake another core takes longer than to go on
    on the same one, and two graders would wake each other's.
    """
    return cores() if len(cores()) == jobs and hasattr(os, "sched_setaffinity") else []


def cores() -> Sequence[int]:
    """Return the cores that this process may use, by number: in a container or a batch job fewer than there are."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)


def _roof() -> AbstractContextManager[str]:
    """Return one place for all temporary files of processes that end at once, and so cannot clear up themselves.

    Where workers are forked the warm process does that, even when the grader is killed.
    """
    if FORKS:
        return nullcontext(tempfile.gettempdir())
    return tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)


def on_executor(
    executor: Executor,
    task: Callable[[Item], Made],
    items: Iterable[Item],
    window: int,
    stop: Stop | None = None,
) -> Iterator[Made]:
    """Yield what `task` makes of each item, as it comes; at most `window` of them are under way at a time.

    When stop comes, what has not begun is given up.
    """
    waiting: set[Future[Made]] = set()
    for item in items:
        with _interrupts_held():
            waiting.add(executor.submit(task, item))
        done, waiting = wait(waiting, timeout=None if len(waiting) >= window else 0, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)
    while waiting:
        if stop is not None and stop.came:
            waiting = {future for future in waiting if not future.cancel()}
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process may be started: half started, on either side, it would end in a traceback.

    The mask is for the new process, which inherits it; the handler is for this one, because threads of numpy's do
    not wear the mask.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    _mask_interrupts(True)
    try:
        yield
    finally:
        _mask_interrupts(False)
        signal.signal(signal.SIGINT, handler)
        if came:
            signal.raise_signal(signal.SIGINT)


def _mask_interrupts(on: bool) -> None:
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK if on else signal.SIG_UNBLOCK, {signal.SIGINT})


# --- in a process that grades ------------------------------------------------------------------------------------

_grader: Grader | None = None


def _start(lifeline: Connection, roof: str, sent: SimpleQueue[bytes], places: SimpleQueue[int]) -> None:
    global _grader
    if not places.empty():
        os.sched_setaffinity(0, {places.get()})
    # Ctrl-C is for the process that hands out the work. (Not SIG_IGN, which the sandbox would inherit.)
    signal.signal(signal.SIGINT, lambda *_: None)
    _mask_interrupts(False)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    tempfile.tempdir = roof
    _grader = Grader(*pickle.loads(sent.get()))


def _end_with(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def grade_there(submission: Submission) -> Record:
    """Return the record of a submission; runs in a process that _start has made ready."""
    assert _grader is not None, "this process was not started for grading"
    return _grader.grade(submission)
