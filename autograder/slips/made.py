"""The slips of one cell: its text with one thing changed, and what the author of that should read."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from types import CodeType
from typing import Any

from autograder.core.model import Cell
from autograder.slips.edits import edits, solution_lines
from autograder.slips.rules import replacements
from autograder.slips.scope import Scope
from autograder.slips.sentences import sentence

MOST = 900  # slips of an exercise that are tried
KEPT = 32  # exercises whose slips are kept: students' copies of one differ in words of its docstring alone


@dataclass(frozen=True, slots=True)
class MadeSlip:
    """A wrong answer: its kind, the sentence, and the changed cell, compiled."""

    kind: str
    sentence: str
    code: CodeType


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the slips of an exercise are made of. Cells that differ in their docstrings alone are equal."""

    source: str = field(compare=False)
    tree: str
    lines: frozenset[int]
    exercise: str
    functions: tuple[str, ...]


def made_slips(cell: Cell, solution: Mapping[str, Any]) -> tuple[MadeSlip, ...]:
    """Return the slips of an exercise's solved cell; none of one with a `while`, which might never end.

    solution: what the lesson defines.
    """
    functions = tuple(name for name, value in solution.items() if callable(value))
    tree = ast.dump(_without_docstrings(ast.parse(cell.source)), include_attributes=True)
    assert cell.exercise is not None
    return _made(_Answer(cell.source, tree, solution_lines(cell), cell.exercise, functions))


@lru_cache(maxsize=KEPT)
def _made(answer: _Answer) -> tuple[MadeSlip, ...]:
    if any(isinstance(node, ast.While) for node in ast.walk(ast.parse(answer.source))):  # a slip might never end
        return ()
    return tuple(islice(slips_of(answer.source, answer.lines, answer.exercise, answer.functions), MOST))


def slips_of(source: str, lines: frozenset[int], exercise: str, functions: Collection[str]) -> Iterator[MadeSlip]:
    """Yield each slip of a cell. lines: those that are a solution's; functions: what the lesson gives.

    Some are the same as others, or as good as the cell itself.
    """
    tree = _without_docstrings(ast.parse(source))
    scope = _scope(tree, exercise, functions)
    for (kind, *names), changed in edits(tree, lines, lambda node: replacements(node, scope), _compiled):
        if (code := changed()) is not None:
            yield MadeSlip(kind, sentence(kind, *names), code)


def _compiled(tree: ast.Module) -> CodeType | None:
    """Return the code of a changed tree; None where it is no longer a program."""
    with warnings.catch_warnings(), suppress(SyntaxError, ValueError, TypeError):
        warnings.simplefilter("ignore")  # an int that is called or indexed
        return compile(ast.fix_missing_locations(tree), "<slip>", "exec")
    return None


def _scope(tree: ast.Module, exercise: str, functions: Collection[str]) -> Scope:
    asked = next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == exercise), None)
    parameters = tuple(argument.arg for argument in asked.args.args) if asked else ()
    stored = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    variables = dict.fromkeys(name for name in stored if name != "_" and name not in parameters)
    loops = (node.iter for node in ast.walk(tree) if isinstance(node, ast.For))
    walked = frozenset(node.id for loop in loops for node in ast.walk(loop) if isinstance(node, ast.Name))
    return Scope(parameters, tuple(variables), tuple(functions), walked)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """Return a tree whose functions say nothing of themselves: it is written out hundreds of times."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node, clean=False) and len(node.body) > 1:
            del node.body[0]
    return tree
