"""A student's folder for one assignment."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "submitted" / "s001" / "chain_rule"
    path.mkdir(parents=True)
    return path
