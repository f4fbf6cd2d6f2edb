"""Change a syntax tree in one place at a time, between the marks of a solution: the text of each changed cell."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from autograder.authoring.regions import solution_regions
from autograder.core.model import Cell

T = TypeVar("T")
R = TypeVar("R")


def solution_lines(cell: Cell) -> frozenset[int]:
    """Return the lines of a cell's solution, counted from the cell's own first."""
    return frozenset(line - cell.line + 1 for region in solution_regions(cell) for line in region)


def edits(
    tree: ast.Module,
    lines: frozenset[int],
    replacements: Callable[[ast.AST], Iterator[tuple[T, ast.AST]]],
    made: Callable[[ast.Module], R],
) -> Iterator[tuple[T, Callable[[], R]]]:
    """Yield functions that return what is `made` of the tree with one node replaced, outer nodes first.

    replacements yields what might stand in a node's place, each with a word of its own that is passed on.
    """
    for parent in list(_nodes(tree)):
        for name, value in list(ast.iter_fields(parent)):
            for index, node in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(node, ast.AST) or getattr(node, "lineno", None) not in lines:
                    continue
                for word, new in replacements(node):
                    yield word, partial(_with, tree, parent, name, index, new, made)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it, asserts and docstrings left out."""
    is_prose = isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant)
    if not isinstance(tree, ast.Assert) and not is_prose:
        yield tree
        for child in ast.iter_child_nodes(tree):
            yield from _nodes(child)


def _with(tree: ast.Module, parent: ast.AST, name: str, index: int, new: ast.AST, made: Callable[[ast.Module], R]) -> R:
    """Return what is made of the tree with another node in one place. The tree itself is as before afterwards."""
    before = getattr(parent, name)
    changed = [*before[:index], new, *before[index + 1 :]] if isinstance(before, list) else new
    setattr(parent, name, changed)
    try:
        return made(tree)
    finally:
        setattr(parent, name, before)


def parameters_and_variables(tree: ast.Module) -> list[str]:
    """Return the parameters and variables of a cell's functions: one may be written for another."""
    names = [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    names += [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return [name for name in dict.fromkeys(names) if name != "_"]
