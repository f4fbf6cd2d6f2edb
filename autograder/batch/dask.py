"""Grading on many machines: on a Dask cluster that is there already, or one made on this machine for one run.

What travels to a worker is a submission as text, and what comes back is a record as text: nothing that a student made
meets the serialiser. Workers need not see the files, so these are read here, within the bounds of a grading process.
Each thread of a worker has a grading process of its own, watched as any other. Dask gives a lost worker's submissions
to another; a record is written here, once, when it has come. Workers that join later are made ready like the first.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, get_worker

from autograder.batch.bounded import WINDOW, cores, on_executor
from autograder.batch.context import GradingContext, Records
from autograder.batch.grader_process import GraderProcess, written_setup
from autograder.batch.submission_bounds import OverdueError, bounded, longest
from autograder.batch.tasks import TOO_MUCH, Task, Work, read_task, unread
from autograder.batch.watched_grader import WatchedGrader, temporary_root, watch_until
from autograder.core.model import Submission
from autograder.errors import AutograderError
from autograder.records.schema import Record
from autograder.records.store import versions
from autograder.sandbox.host.isolation import problem

CONNECT_SECONDS = 30
TOGETHER = 8  # submissions in one task: to hand one out costs a third of what it takes to grade a submission
FEWEST_AHEAD = 8  # tasks under way, however small the cluster is now: it may grow
# Else a scheduler keeps the last thousand tasks, and the submissions in them, for anyone who may want to look.
SHORT_MEMORY = {"distributed.admin.low-level-log-length": 20}
LOST = "a submission was lost with several workers in a row (out of memory?). What was finished is kept: run this again"


class Graders(WorkerPlugin):
    """What a worker holds: course, answer keys, and a grader for each of its threads. Raises if it must not grade."""

    def __init__(self, context: GradingContext) -> None:
        self.name = f"autograder-{uuid.uuid4().hex}"  # several runs may share a cluster
        self._context, self._versions = context, versions()

    def setup(self, worker: Any) -> None:
        """Make a worker ready; refuse one that would grade otherwise than this machine."""
        if versions() != self._versions:
            raise AutograderError(f"{worker.address} has {versions()}, but here is {self._versions}")
        if (why := problem(self._context.level)) is not None:
            raise AutograderError(f"{worker.address} has no sandbox of level '{self._context.level}': {why}")
        self._lock, self._own, self._open = threading.Lock(), threading.local(), list[WatchedGrader]()
        self._over, self._places = threading.Event(), ExitStack()
        setup = written_setup(self._context, self._places.enter_context(temporary_root()))
        self._start = partial(GraderProcess, setup)
        threading.Thread(target=watch_until, args=(self._over, self._graders), daemon=True).start()

    def _graders(self) -> list[WatchedGrader]:
        with self._lock:
            return list(self._open)

    def grade(self, submissions: Sequence[Submission]) -> list[str]:
        """Return the submissions' records as JSON; in a worker."""
        grader: WatchedGrader | None = getattr(self._own, "grader", None)
        if grader is None:
            grader = self._own.grader = WatchedGrader(self._start, self._context)
            with self._lock:
                self._open.append(grader)
        return [json.dumps(grader.grade(submission)) for submission in submissions]

    def teardown(self, worker: Any) -> None:
        """End this worker's grading processes."""
        self._over.set()
        for grader in self._graders():
            grader.closing = True
            grader.kill()
            grader.close()
        self._places.close()


def _grade_there(name: str, submissions: Sequence[Submission]) -> list[str]:
    graders = get_worker().plugins[name]
    assert isinstance(graders, Graders)
    return graders.grade(submissions)


def on_dask(context: GradingContext, works: Iterable[Work], scheduler: str | None, jobs: int | None) -> Records:
    """Yield the record of each submission as it comes, from a cluster (None: one of `jobs` processes, made here).

    Raises AutograderError if there is no cluster, if a worker must not grade, or if a submission is lost for good.
    """
    with _client(scheduler, jobs) as client, _graders_on(client, Graders(context)) as name:
        executor = client.get_executor(pure=False)
        window = max(WINDOW * sum(client.nthreads().values()), FEWEST_AHEAD)
        unchanged: list[Record] = []
        submissions = _read(works, context, unchanged)
        try:
            for texts in on_executor(executor, partial(_grade_there, name), _batched(submissions), window):
                yield from map(json.loads, texts)
            yield from unchanged
        except KilledWorker as error:
            raise AutograderError(LOST) from error
        finally:
            executor.shutdown(wait=False)


def _read(works: Iterable[Work], context: GradingContext, unchanged: list[Record]) -> Iterator[Submission]:
    """Yield what is to be graded, read; records that are there already are added to those that are unchanged."""
    for work in works:
        try:
            with bounded(longest(context.course.limits)):
                found = read_task(work, context) if isinstance(work, Task) else work
        except OverdueError:
            found = replace(unread(work), problem=TOO_MUCH)
        if isinstance(found, Submission):
            yield found
        else:
            unchanged.append(found)


def _batched(submissions: Iterable[Submission]) -> Iterator[tuple[Submission, ...]]:
    rest = iter(submissions)
    while batch := tuple(islice(rest, TOGETHER)):
        yield batch


@contextmanager
def _client(scheduler: str | None, jobs: int | None) -> Iterator[Client]:
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise AutograderError(f"there is no Dask scheduler at {scheduler}: {error}") from error
        with client:
            yield client
        return
    workers = jobs or len(cores())
    with (
        dask.config.set(SHORT_MEMORY),
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs="ERROR"
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _graders_on(client: Client, graders: Graders) -> Iterator[str]:
    client.register_plugin(graders)
    try:
        yield graders.name
    finally:
        with suppress(Exception):  # the cluster may be gone
            client.unregister_worker_plugin(graders.name)
