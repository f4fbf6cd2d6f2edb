"""Each level of the sandbox that this machine has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox import open_sandbox
from autograder.sandbox.host import isolation as levels
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox
from support.workers_seen import require


@pytest.fixture(scope="module", params=levels.SAFE)
def level(request: pytest.FixtureRequest) -> Level:
    require(request.param)
    return request.param


@pytest.fixture(scope="module")
def sandbox(level: Level) -> Iterator[AnySandbox]:
    with open_sandbox("forked", level, modules=("graphlib",)) as opened:
        yield opened
