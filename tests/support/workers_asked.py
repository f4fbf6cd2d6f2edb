"""Cells and calls for a worker without a filter."""

from __future__ import annotations

from typing import Any

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Cell, Limits
from autograder.sandbox.host.session import AnySandbox
from support.running import Ran, run

LIMITS = Limits(call_seconds=5, cell_seconds=10, total_seconds=30)


def raw(source: str) -> Cell:
    return Cell("code", source)


def observe(
    sandbox: AnySandbox,
    *cells: Cell,
    calls: tuple[Call, ...] = (Call("f", ()),),
    given: tuple[str, ...] = (),
    exercises: tuple[str, ...] = ("f", "g"),
) -> Ran:
    return run(sandbox, Job(given, cells, exercises), calls, LIMITS)


def value(seen: Ran, number: int = 0) -> Any:
    outcome = seen.outcomes[number]
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def failure(seen: Ran, number: int = 0) -> Failed:
    outcome = seen.outcomes[number]
    assert isinstance(outcome, Failed), outcome
    return outcome
