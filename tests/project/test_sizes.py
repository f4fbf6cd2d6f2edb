"""What can be read at one sitting: modules of one idea, functions of one step. ruff holds the complexity (C90)."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import autograder

PACKAGE = Path(autograder.__file__).parent
FOLDERS = (PACKAGE, PACKAGE.parent / "bench", PACKAGE.parent / "tests" / "support")
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.py"))]
MODULE_LINES, FUNCTION_LINES, COMPLEXITY = 300, 30, 12
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    """Return how many lines a function's body has, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return int(function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_longer_than_one_idea() -> None:
    sizes = {str(path): path.read_text("utf-8").count("\n") for path in FILES}
    assert len(sizes) > 100
    assert {path: size for path, size in sizes.items() if size > MODULE_LINES} == {}


def test_no_function_is_longer_than_one_step() -> None:
    found = [
        f"{path}:{function.lineno} {function.name}: {lines_of(function)} lines"
        for path in FILES
        for function in functions(ast.parse(path.read_text("utf-8")))
        if lines_of(function) > FUNCTION_LINES
    ]
    assert found == []


def test_the_linter_holds_complexity_to_the_same_bound() -> None:
    lint = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert "C90" in lint["select"]
    assert lint["mccabe"]["max-complexity"] == COMPLEXITY
