"""Where a batch is graded: in this process, in several, on a cluster. What does the work is imported when it begins."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from autograder.batch.bounded import cores
from autograder.batch.context import Executor, GradingContext, Records
from autograder.batch.graceful_stop import Stop
from autograder.batch.tasks import Work
from autograder.errors import UsageError

OURS = ("serial", "processes")
FEW = 50  # submissions that one process grades sooner than several have started


def serially(context: GradingContext, submissions: Iterable[Work], stop: Stop) -> Records:
    """Grade in this process; where there is nothing to grade, nothing is started or imported for it."""
    rest = iter(submissions)
    for first in islice(rest, 1):
        from autograder.batch.grader import in_this_process

        yield from in_this_process(context, chain([first], rest))


def by_processes(jobs: int) -> Executor:
    """Grade in this process for one job, in as many processes for more."""

    def run(context: GradingContext, submissions: Iterable[Work], stop: Stop) -> Records:
        from autograder.batch.process_pool import in_processes

        return in_processes(context, submissions, jobs, stop)

    return serially if jobs == 1 else run


def by_cluster(name: str, scheduler: str | None, jobs: int | None) -> Executor:
    """Grade by an installed executor: on the cluster of that scheduler, or on one of `jobs` processes on this machine.

    Raises UsageError if there is none of that name.
    """
    from autograder.batch.installed import load_executor

    grade_there = load_executor(name, OURS)

    def run(context: GradingContext, submissions: Iterable[Work], stop: Stop) -> Records:
        return grade_there(context, submissions, scheduler, jobs)

    return run


def by_need(context: GradingContext, submissions: Iterable[Work], stop: Stop) -> Records:
    """Grade in processes what is worth starting them, however large the class is that it was found in.

    While that is found out, a sandbox gets ready for what came first.
    """
    rest = iter(submissions)
    for first in islice(rest, 1):
        from autograder.batch.grader import Grader, in_this_process

        with Grader(context) as grader:
            grader.prepare(first)
            few = [first, *islice(rest, FEW - 1)]
            if pick_jobs(None, len(few)) == 1:
                yield from in_this_process(context, chain(few, rest), grader)
                return
        yield from by_processes(pick_jobs(None, FEW))(context, chain(few, rest), stop)


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
