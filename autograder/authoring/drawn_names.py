"""On which of the drawn names each exercise rests, as far as its source tells: the rest of its key is everybody's.

A name reaches an exercise through whatever its cell, its probe, its checks or its known answers mention, directly or
by way of others that mention it. Rather too many are found than too few: a text that may be the path of a drawn file
counts, and what looks names up at run time (eval, globals, the module `lesson` itself) rests on everything. The audit
compares keys that are shared with keys made afresh.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from autograder.authoring.lesson import Lesson
from autograder.core.data_names import DATA

EVERYTHING = frozenset(
    {"eval", "exec", "globals", "locals", "vars", "__import__", "getattr", "lesson", "import_module"}
)
Mentions = Mapping[str, frozenset[str]]


def drawn_names_of(
    lesson: Lesson, checks: str, answers: str, drawn: Sequence[str], exercises: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Return the drawn names that each exercise rests on. checks, answers: the texts of these files."""
    own = [cell.source for cell in lesson.cells if cell.given or cell.exercise]
    statements = [statement for text in (*own, checks, answers) for statement in _body(text)]
    bound: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        for name in _binds(statement):
            bound[name] |= set(_mentioned(statement, drawn))
    return {
        name: _reached({name, *_of_exercise(statements, name, drawn)}, bound, frozenset(drawn)) for name in exercises
    }


def _reached(start: set[str], bound: Mapping[str, set[str]], drawn: frozenset[str]) -> frozenset[str]:
    seen, left = set[str](), list(start)
    while left:
        name = left.pop()
        if name in seen:
            continue
        seen.add(name)
        left.extend(() if name in drawn else bound.get(name, ()))
    return drawn if seen & EVERYTHING else drawn & seen


def _of_exercise(statements: Iterable[ast.stmt], name: str, drawn: Sequence[str]) -> Iterator[str]:
    """Yield what the exercise's declaration mentions, and its known answers."""
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            if any(_names_it(decorator, name) for decorator in statement.decorator_list):
                yield from _mentioned(statement, drawn)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and any(_is_named(first, name) for first in _first(node)):
                yield from _mentioned(node, drawn)


def _is_named(node: ast.expr, name: str) -> bool:
    """Say whether it is an exercise's probe, or the name of a question."""
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Constant) and node.value == name)


def _first(node: ast.Call) -> list[ast.expr]:
    return [*node.args[:1], *(each.value for each in node.keywords if each.arg == "probe")]


def _names_it(decorator: ast.expr, name: str) -> bool:
    return any(isinstance(node, ast.Constant) and node.value == name for node in ast.walk(decorator))


def _mentioned(tree: ast.AST, drawn: Sequence[str]) -> Iterator[str]:
    files = [each for each in drawn if "/" in each]
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(names=names):
                yield from (alias.name for alias in names if alias.asname)
            case ast.Constant(value=str(text)):
                yield from (file for file in files if DATA in text or PurePosixPath(file).stem in text)
                yield from (name for name in drawn if name == text)


def _binds(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module gives a meaning to, or changes the value of."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
        return
    changes = isinstance(statement, ast.Expr)  # TABLE.sort() gives TABLE another meaning
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield (other or name).partition(".")[0]
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()):
                yield name
            case ast.Attribute(value=ast.Name(id=name), ctx=how) if changes or isinstance(how, ast.Store):
                yield name


def _body(text: str) -> list[ast.stmt]:
    with suppress(SyntaxError):
        return ast.parse(text).body
    return []
