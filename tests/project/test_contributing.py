"""CONTRIBUTING.md says of each dependency why it is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_every_dependency_of_the_project_has_its_line_in_the_table() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    declared = re.findall(r'^ *"([A-Za-z0-9-]+)(?:\[\w+\])?>=', project, re.MULTILINE)
    table = GUIDE[GUIDE.index("| package | why |") :]
    assert [name for name in declared if not re.search(rf"\b{name}\b", table)] == []
