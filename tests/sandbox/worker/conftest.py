"""Workers at the best level that this machine has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import SAFE, available
from autograder.sandbox.host.session import AnySandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[AnySandbox]:
    safe = any(level in SAFE for level in available())
    with open_sandbox("forked" if safe else "spawned") as opened:
        yield opened
