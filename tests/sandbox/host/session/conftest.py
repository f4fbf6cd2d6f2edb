"""A sandbox that stays open for the tests of a module."""

from __future__ import annotations

import pytest

from autograder.sandbox.host.session import AnySandbox


@pytest.fixture(scope="module")
def sandbox(bare: AnySandbox) -> AnySandbox:
    return bare
