"""Several processes that grade, and the one that hands out the work and watches over them.

A grading process that dies is replaced, and its submission graded once more; one that takes too long is ended. What
cannot be graded so gets a `broken` record, and the others are graded all the same.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from types import TracebackType
from typing import Self

from autograder.batch.bounded import WINDOW
from autograder.batch.context import GradingContext, Records
from autograder.batch.graceful_stop import Stop
from autograder.batch.grader_process import GraderProcess, written_setup
from autograder.batch.tasks import Work
from autograder.batch.watched_grader import LOOK_SECONDS, WatchedGrader, temporary_root
from autograder.records.schema import Record


def in_processes(context: GradingContext, works: Iterable[Work], jobs: int, stop: Stop | None = None) -> Records:
    """Yield the record of each submission as it comes."""
    if not (first := list(islice(works := iter(works), 1))):
        return  # and nothing is started
    with temporary_root() as root, _Pool(context, root, jobs) as pool:
        yield from pool.graded(chain(first, works), stop or Stop())


class _Pool:
    """Owns the grading processes, each with a thread that talks to it."""

    def __init__(self, context: GradingContext, root: str, jobs: int) -> None:
        setup = written_setup(context, root)
        self._tasks: queue.Queue[Work | None] = queue.Queue()
        self._done: queue.SimpleQueue[Record | Exception] = queue.SimpleQueue()
        start = partial(GraderProcess, setup)
        self._seats = [_Seat(WatchedGrader(start, context), self._tasks, self._done) for _ in range(jobs)]

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
            seat.grader.closing = True
            self._tasks.put(None)
            if kind is not None:
                seat.grader.kill()
        for seat in self._seats:
            seat.thread.join()

    def graded(self, works: Iterable[Work], stop: Stop) -> Iterator[Record]:
        """Yield records as they come; a bounded number of submissions is under way. At a stop, no other is begun."""
        waiting, most = 0, WINDOW * len(self._seats)
        for work in works:
            self._tasks.put(work)
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
                for seat in self._seats:
                    seat.grader.watch(time.monotonic() - before - LOOK_SECONDS)
                continue
            if isinstance(done, Exception):
                raise done
            return done

    def _give_up(self) -> int:
        """Take back what nobody has begun; return how many those were."""
        count = 0
        with suppress(queue.Empty):
            while True:
                self._tasks.get_nowait()
                count += 1
        return count


class _Seat:
    """One thread, and the grading process that it talks to."""

    def __init__(
        self,
        grader: WatchedGrader,
        tasks: queue.Queue[Work | None],
        done: queue.SimpleQueue[Record | Exception],
    ) -> None:
        self.grader, self._tasks, self._done = grader, tasks, done
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        try:
            self.grader.open()
            while (work := self._tasks.get()) is not None:
                self._done.put(self.grader.grade(work))
        except Exception as error:  # ours: it is raised where the work is handed out
            self._done.put(error)
        finally:
            self.grader.close()
