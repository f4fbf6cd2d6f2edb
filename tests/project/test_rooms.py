"""Imports run one way, and a process that runs students' code has loaded nothing that knows an answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import autograder

ROOT = Path(autograder.__file__).parents[1]
KNOWS_AN_ANSWER = {
    "keys",
    "judging",
    "authoring",
    "grading",
    "records",
    "release",
    "audit",
    "batch",
    "settings",
    "checks",
}


def loaded_by(program: str) -> set[str]:
    """Return the modules of ours that a program has loaded when it ends."""
    code = f"{program}\nimport sys; print(*(name for name in sys.modules if name.startswith('autograder.')))"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(shown.stdout.split())


def test_a_process_that_is_ready_for_students_code_has_no_module_that_knows_an_answer() -> None:
    loaded = loaded_by(
        "from autograder.sandbox.worker import allowed_imports, forkserver; allowed_imports.preload((), figures=False)"
    )
    rooms = {name.split(".")[1] for name in loaded}
    assert {"sandbox", "core", "gradients"} <= rooms
    assert rooms & KNOWS_AN_ANSWER == set()
    assert not any(name.startswith("autograder.sandbox.host") for name in loaded)


def test_the_trusted_side_of_forked_workers_loads_nothing_of_the_untrusted_side() -> None:
    loaded = loaded_by("import autograder.sandbox.host.prefork, autograder.sandbox.host.session")
    assert not any(name.startswith("autograder.sandbox.worker") for name in loaded)


def test_imports_keep_the_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    shown = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stdout
