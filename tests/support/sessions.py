"""A submission asked round after round."""

from __future__ import annotations

import os

import pytest

from autograder.core.calls import Call, Job, Outcome, Returned
from autograder.core.model import Cell, Limits
from autograder.sandbox.host.rounds import ReferenceFunctions
from autograder.sandbox.host.session import AnySandbox, Session
from support.running import code

LIMITS = Limits(call_seconds=0.5, cell_seconds=5, total_seconds=20, patience=100, memory_mb=256, reply_mb=1)
F, G, GOOD = (Call(name, ()) for name in ("f", "g", "good"))
needs_fork = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no pidfd_open on this system")


def opened(sandbox: AnySandbox, *cells: Cell | str, given: tuple[str, ...] = (), limits: Limits = LIMITS) -> Session:
    """Return a submission of these cells, and one that defines `good`."""
    made = (cell if isinstance(cell, Cell) else code(cell) for cell in cells)
    return sandbox.open(Job(given, (*made, code("def good(*_): return 1")), ("f", "g", "good")), limits)


def answering(outcome: Outcome, *names: str) -> ReferenceFunctions:
    return ReferenceFunctions(names or ("g",), lambda calling, call: outcome)


SEVEN = answering(Returned(7))


def values(outcomes: tuple[Outcome, ...]) -> list[object]:
    assert all(isinstance(outcome, Returned) for outcome in outcomes), outcomes
    return [outcome.value for outcome in outcomes]


LOOP = "def f():\n    while True: pass"
