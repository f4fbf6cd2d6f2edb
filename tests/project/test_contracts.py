"""Each contract of the rooms is held: an import that breaks it turns it red."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS, SIDES, TRUSTED, NO_ANSWER, COMPUTES, COMMANDS = (contract["name"] for contract in CONTRACTS)
# A file, an import put at its end, and the contracts that it breaks, perhaps among others.
BREAKS = [
    ("core/text.py", "import autograder.settings", {LAYERS}),
    ("records/schema.py", "import autograder.cli.main", {LAYERS}),
    ("judging/judge.py", "import autograder.grading.grade", {LAYERS}),
    ("sandbox/worker/main.py", "import autograder.sandbox.host.session", {SIDES}),
    ("sandbox/protocol/codec.py", "import autograder.sandbox.worker.channel", {SIDES}),
    ("sandbox/host/session.py", "import autograder.sandbox.worker.functions", {TRUSTED}),
    ("sandbox/host/spawned.py", "import autograder.keys.load", {LAYERS, NO_ANSWER}),
    ("sandbox/worker/functions.py", "import autograder.judging.judge", {NO_ANSWER}),
    ("judging/observe.py", "import subprocess", {COMPUTES}),
    ("gradients/numeric.py", "import socket", {COMPUTES}),
    ("core/values.py", "import os", {COMPUTES}),
    ("cli/grade.py", "import autograder.batch.batch", {COMMANDS}),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and of the file that holds the contracts."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "autograder", folder / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def broken(folder: Path) -> set[str]:
    """Return the names of the contracts that a copy breaks."""
    linter = Path(sys.executable).with_name("lint-imports")
    shown = subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, env={"COLUMNS": "500"})
    assert "Contracts:" in shown.stdout, shown.stdout + shown.stderr
    found = re.findall(r"^(.+) (KEPT|BROKEN)", shown.stdout, re.MULTILINE)
    assert {name for name, _ in found} == {contract["name"] for contract in CONTRACTS}
    return {name for name, state in found if state == "BROKEN"}


def test_the_copy_keeps_them_all(copy: Path) -> None:
    assert broken(copy) == set()


@pytest.mark.parametrize(("file", "line", "contracts"), BREAKS, ids=[f"{file}: {line}" for file, line, _ in BREAKS])
def test_an_import_that_breaks_a_contract_turns_it_red(copy: Path, file: str, line: str, contracts: set[str]) -> None:
    path = copy / "autograder" / file
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n{line}\n", "utf-8")
    try:
        assert broken(copy) >= contracts
    finally:
        path.write_text(text, "utf-8")


def test_every_contract_is_proven_so() -> None:
    assert set().union(*(contracts for _, _, contracts in BREAKS)) == {contract["name"] for contract in CONTRACTS}


def test_no_contract_makes_exceptions() -> None:
    assert not any("ignore_imports" in contract for contract in CONTRACTS)
