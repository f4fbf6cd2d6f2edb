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
import tempfile
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import chain, islice
from multiprocessing.connection import Connection
from multiprocessing.queues import SimpleQueue

from autograder.batch.bounded import WINDOW, cores, mask_interrupts, on_executor
from autograder.batch.graceful_stop import Stop
from autograder.batch.grader import FORKS, Grader, Keys, Records
from autograder.core.model import Submission
from autograder.errors import AutograderError
from autograder.records.schema import Record
from autograder.sandbox.host.isolation import Level
from autograder.settings import Course

DIED = "a grading process died (out of memory?). What was finished is kept: run this again, with fewer --jobs"


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
    with theirs, _temporary_root() as roof:
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


def _temporary_root() -> AbstractContextManager[str]:
    """Return one place for all temporary files of processes that end at once, and so cannot clear up themselves.

    Where workers are forked the warm process does that, even when the grader is killed.
    """
    if FORKS:
        return nullcontext(tempfile.gettempdir())
    return tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)


_grader: Grader | None = None


def _start(lifeline: Connection, roof: str, sent: SimpleQueue[bytes], places: SimpleQueue[int]) -> None:
    global _grader
    if not places.empty():
        os.sched_setaffinity(0, {places.get()})
    # Ctrl-C is for the process that hands out the work. (Not SIG_IGN, which the sandbox would inherit.)
    signal.signal(signal.SIGINT, lambda *_: None)
    mask_interrupts(False)
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
