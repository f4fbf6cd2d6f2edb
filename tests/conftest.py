"""What several test files share: one sandbox for all that is run on the real course."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from autograder.sandbox.host import AnySandbox, open_sandbox


@pytest.fixture(scope="session")
def course_sandbox() -> Iterator[AnySandbox]:
    """A sandbox that stays open: the faster kind where the system has it."""
    with open_sandbox("forked" if hasattr(os, "pidfd_open") else "spawned") as sandbox:
        yield sandbox
