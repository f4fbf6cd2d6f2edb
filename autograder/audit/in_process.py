"""Run mutants in this process, within a time limit: for the solution's own code alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from autograder.core.calls import Call, Failed, Outcome
from autograder.core.large_calls import is_large
from autograder.core.model import Status
from autograder.core.script import SOURCES
from autograder.keys.reference import try_call
from autograder.slips.time_limit import OutOfTimeError, at_most

SECONDS = 1.0  # of CPU time, for all calls of one mutant; a solution takes milliseconds


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
        with suppress(OutOfTimeError), at_most(SECONDS):
            for trial, index in group:
                seen[trial][index] = try_call(trials[trial][index], functions)
    return seen
