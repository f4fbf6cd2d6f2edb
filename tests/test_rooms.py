"""Imports run one way: what must not know an answer imports nothing that holds one."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import autograder

ROOM = Path(autograder.__file__).parent
SANDBOX = sorted((ROOM / "sandbox").glob("*.py"))
FOR_THE_SANDBOX = {"autograder", "autograder.errors", "autograder.model", "autograder.calls"}
TYPES = {
    "model": set(),
    "calls": {"model"},
    "keys": {"model", "calls"},
    "verdicts": {"model"},
    "settings": {"model"},
}


def imported(path: Path) -> set[str]:
    """Return the modules of ours that a file imports, anywhere in it, be it for types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            inside = node.module == "autograder"
            found |= {f"autograder.{alias.name}" for alias in node.names} if inside else {str(node.module)}
    return {name for name in found if name.partition(".")[0] == "autograder"}


@pytest.mark.parametrize("path", SANDBOX, ids=lambda path: path.stem)
def test_nothing_in_the_sandbox_imports_what_knows_an_answer(path: Path) -> None:
    others = {name for name in imported(path) if not f"{name}.".startswith("autograder.sandbox.")}
    assert others <= FOR_THE_SANDBOX


def test_a_process_that_is_ready_for_students_code_has_no_module_that_knows_an_answer() -> None:
    program = """if True:
        import sys
        from autograder.sandbox import imports, worker
        imports.preload((), figures=False)
        print(*(name for name in sys.modules if name.startswith("autograder.")))
    """
    shown = subprocess.run([sys.executable, "-c", program], cwd=ROOM.parent, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[1] for name in shown.stdout.split()}
    assert {"sandbox", "calls", "gradient"} <= loaded
    assert loaded & {"keys", "verdicts", "settings", "answer_key", "public_key", "judge", "course", "lesson"} == set()


@pytest.mark.parametrize("name", TYPES)
def test_the_modules_of_types_import_one_another_one_way(name: str) -> None:
    assert imported(ROOM / f"{name}.py") == {f"autograder.{other}" for other in TYPES[name]}
