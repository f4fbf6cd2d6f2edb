"""Grading on many machines: on a Dask cluster that is there already, or one made on this machine for one run.

What travels to a worker is a submission as text, and what comes back is a record as text: nothing that a student made
meets the serialiser. Each thread of a worker keeps a warm sandbox of its own. Dask gives a lost worker's submissions to
another; a record is written here, once, when it has come. Workers that join later are made ready like the first.
"""

from __future__ import annotations

import json
import multiprocessing
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, get_worker

from autograder.errors import AutograderError
from autograder.executors import WINDOW, Grader, Keys, Records, on_executor
from autograder.model import Course, Submission
from autograder.records import versions
from autograder.sandbox.levels import Level, problem

CONNECT_SECONDS = 30
FEWEST_AHEAD = 32  # submissions under way, however small the cluster is now: it may grow
LOST = "a submission was lost with several workers in a row (out of memory?). What was finished is kept: run this again"


class Graders(WorkerPlugin):
    """What a worker holds: course, answer keys, and a grader for each of its threads. Raises if it must not grade."""

    def __init__(self, course: Course, keys: Keys, level: Level) -> None:
        self.name = f"autograder-{uuid.uuid4().hex}"  # several runs may share a cluster
        self._course, self._keys, self._level = course, keys, level
        self._versions = versions()

    def setup(self, worker: Any) -> None:
        """Make a worker ready; refuse one that would grade otherwise than this machine."""
        if versions() != self._versions:
            raise AutograderError(f"{worker.address} has {versions()}, but here is {self._versions}")
        if (why := problem(self._level)) is not None:
            raise AutograderError(f"{worker.address} has no sandbox of level '{self._level}': {why}")
        self._lock, self._own, self._open = threading.Lock(), threading.local(), list[Grader]()

    def grade(self, submission: Submission) -> str:
        """Return a submission's record as JSON; in a worker."""
        grader: Grader | None = getattr(self._own, "grader", None)
        if grader is None:
            grader = self._own.grader = Grader(self._course, self._keys, self._level)
            with self._lock:
                self._open.append(grader)
        return json.dumps(grader.grade(submission))

    def teardown(self, worker: Any) -> None:
        """End this worker's sandboxes."""
        with self._lock:
            while self._open:
                self._open.pop().__exit__(None, None, None)


def _grade_there(name: str, submission: Submission) -> str:
    graders = get_worker().plugins[name]
    assert isinstance(graders, Graders)
    return graders.grade(submission)


def on_dask(
    course: Course, keys: Keys, level: Level, submissions: Iterable[Submission], scheduler: str | None, jobs: int | None
) -> Records:
    """Yield the record of each submission as it comes, from a cluster (None: one of `jobs` processes, made here).

    Raises AutograderError if there is no cluster, if a worker must not grade, or if a submission is lost for good.
    """
    with _client(scheduler, jobs) as client, _graders_on(client, Graders(course, keys, level)) as name:
        executor = client.get_executor(pure=False)
        window = WINDOW * max(sum(client.nthreads().values()), FEWEST_AHEAD // WINDOW)
        try:
            for text in on_executor(executor, partial(_grade_there, name), submissions, window):
                yield json.loads(text)
        except KilledWorker as error:
            raise AutograderError(LOST) from error
        finally:
            executor.shutdown(wait=False)


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
    workers = jobs or multiprocessing.cpu_count()
    with (
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
