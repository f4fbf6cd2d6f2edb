"""What a worker at some level sees, observed from inside."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from autograder.core.calls import Call, Failed, Job, Returned
from autograder.core.model import Cell, Limits
from autograder.sandbox.host.isolation import Level, problem
from autograder.sandbox.host.session import AnySandbox
from support.running import Ran, run

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(call_seconds=2, cell_seconds=10, total_seconds=30, memory_mb=256, reply_mb=1)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux")


def require(level: Level) -> None:
    if problem(level) is not None:
        pytest.skip(f"level {level}: {problem(level)}")


def observe(sandbox: AnySandbox, source: str, *calls: str, limits: Limits = LIMITS) -> Ran:
    cell = Cell("code", textwrap.dedent(source).strip("\n"))
    return run(sandbox, Job((), (cell,), ("f",)), [Call(name, ()) for name in calls or ("f",)], limits)


def value(sandbox: AnySandbox, source: str) -> Any:
    seen = observe(sandbox, source)
    assert isinstance(seen.outcomes[0], Returned), seen
    return seen.outcomes[0].value


def message(sandbox: AnySandbox, source: str) -> str:
    outcome = observe(sandbox, source).outcomes[0]
    assert isinstance(outcome, Failed), outcome
    return outcome.message
