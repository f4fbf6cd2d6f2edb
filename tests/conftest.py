"""What several test files share: sandboxes that stay open."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox


@pytest.fixture(scope="session")
def course_sandbox() -> Iterator[AnySandbox]:
    """A sandbox that stays open: the faster kind where the system has it."""
    with open_sandbox("forked" if hasattr(os, "pidfd_open") else "spawned") as sandbox:
        yield sandbox


@pytest.fixture(scope="module", params=["forked", "spawned"])
def bare(request: pytest.FixtureRequest) -> Iterator[AnySandbox]:
    """Workers of either kind without a filter: what holds then holds without its help."""
    if request.param == "forked" and not hasattr(os, "pidfd_open"):
        pytest.skip("no pidfd_open on this system")
    with open_sandbox(request.param, Level.NONE) as opened:
        yield opened


@pytest.fixture(scope="module")
def forked() -> Iterator[AnySandbox]:
    """Forked workers without a filter."""
    with open_sandbox("forked", Level.NONE) as opened:
        yield opened
