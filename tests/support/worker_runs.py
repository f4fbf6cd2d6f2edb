"""Jobs for a worker, and how they are run."""

from __future__ import annotations

import os

import pytest

from autograder.core.calls import Call, Job
from autograder.core.model import Cell, Limits
from autograder.sandbox.host.session import AnySandbox
from support import running
from support.running import Ran, code

LIMITS = Limits(call_seconds=0.7, cell_seconds=0.7, total_seconds=20, memory_mb=256, reply_mb=1)
CAN_FORK = hasattr(os, "pidfd_open")
needs_fork = pytest.mark.skipif(not CAN_FORK, reason="no pidfd_open on this system")
posix = pytest.mark.skipif(os.name != "posix", reason="not on Windows")
GOOD = code("def good(): return 1")


def job(*cells: Cell, given: tuple[str, ...] = ()) -> Job:
    return Job(given, (*cells, GOOD), ("f", "good"))


def run(sandbox: AnySandbox, *cells: Cell, calls: str = "f good", limits: Limits = LIMITS) -> Ran:
    return running.run(sandbox, job(*cells), [Call(name, ()) for name in calls.split()], limits)
