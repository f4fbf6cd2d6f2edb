"""Run mutants in this process, within a time limit: for the solution's own code alone."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from autograder.core.calls import Call, Failed, Outcome
from autograder.core.model import Status
from autograder.core.script import SOURCES
from autograder.keys.plan import is_large
from autograder.keys.reference import try_call

SECONDS = 1.0  # of CPU time, for all calls of one mutant; a solution takes milliseconds


class OutOfTimeError(BaseException):
    """A mutant ran for too long. No Exception, so that nothing on its way catches it."""


def with_answer(solution: Mapping[str, Any], exercise: str, answer: Any, source: str) -> dict[str, Any]:
    """Return what a lesson defines, with another answer to an exercise in its place."""
    return {**solution, exercise: answer, SOURCES: {**solution.get(SOURCES, {}), exercise: source}}


def outcomes_of(trials: Sequence[Sequence[Call]], functions: Mapping[str, Any]) -> list[list[Outcome]]:
    """Return the outcomes of the calls, trial by trial, run in this process.

    Once the time is up, it is up for all further calls; only a large one, which is meant to take long, has its own.
    """
    seen: list[list[Outcome]] = [[Failed(Status.TIMEOUT, "out of time") for _ in calls] for calls in trials]
    places = [(trial, index) for trial, calls in enumerate(trials) for index in range(len(calls))]
    large = [(trial, index) for trial, index in places if is_large(trials[trial][index])]
    small = [place for place in places if place not in large]
    for group in (small, *([place] for place in large)):
        with suppress(OutOfTimeError), _at_most(SECONDS):
            for trial, index in group:
                seen[trial][index] = try_call(trials[trial][index], functions)
    return seen


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block after so much CPU time of this process, once; load changes nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
