"""Both kinds of sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level, available, problem
from autograder.sandbox.host.session import AnySandbox
from support.worker_runs import CAN_FORK


@pytest.fixture(scope="module", params=[*Level, "spawned"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[AnySandbox]:
    """Each way to run a submission that there is here."""
    if request.param == "spawned":
        opened = open_sandbox("spawned")
    elif not CAN_FORK or request.param not in available():
        pytest.skip(f"level {request.param}: {problem(request.param) or 'no pidfd_open on this system'}")
    else:
        opened = open_sandbox("forked", request.param)
    with opened:
        yield opened
