"""A student's wrong answer as an entry for answers.py: ready to paste, with a name and a sentence.

The definition is taken out of its cell together with what else of the cell it uses, so that it runs by itself. It is a
stranger's code all the same: anyone who pastes it should read it, since the audit runs answers.py as
its user may.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Iterator, Sequence

LONGEST = 20_000  # characters of an answer that is read
SENTENCE = "What is wrong, and what to do instead."


def entry(exercise: str, sources: Sequence[str], name: str, sentence: str = SENTENCE) -> str:
    """Return an entry made of the shortest source that defines the exercise, or "".

    Raises nothing: what strangers wrote may be anything.
    """
    for source in sorted((each for each in sources if len(each) <= LONGEST), key=len):
        body = _statements(source)
        if definition := _definition(body, exercise):
            helpers = _helpers(body, definition, exercise)
            return f'@mistake("{exercise}")\n{ast.unparse(_entry(definition, helpers, name, sentence))}\n'
    return ""


def unknown_names(code: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the names that an entry uses and that neither it nor Python defines, nor answers.py (known)."""
    if not code:
        return ()
    tree = ast.parse(code)
    mine = {*_bound(tree.body), *_bound(list(ast.walk(tree)))}
    arguments = {each.arg for each in ast.walk(tree) if isinstance(each, ast.arg)}
    used = set(_used(tree)) - mine - arguments - {"mistake"}
    return tuple(sorted(name for name in used if name not in known and not hasattr(builtins, name)))


def defined_names(source: str) -> frozenset[str]:
    """Return the names that a file defines or imports at its top."""
    return frozenset(_bound(_statements(source)))


def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _definition(body: Sequence[ast.stmt], exercise: str) -> ast.stmt | None:
    """Return the last statement that makes the exercise: a function, a class, or a variable's value."""
    found = [each for each in body if exercise in _bound([each]) and not isinstance(each, ast.Import | ast.ImportFrom)]
    return found[-1] if found else None


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that these statements (or parts of them) define."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((each.asname or each.name).split(".")[0] for each in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from _bound(inner for target in targets for inner in ast.walk(target))


def _used(node: ast.AST) -> Iterator[str]:
    return (each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))


def _helpers(body: Sequence[ast.stmt], definition: ast.stmt, exercise: str) -> list[ast.stmt]:
    """Return the other statements of the cell that the definition uses, in their order, directly or through others."""
    wanted, found = {*_used(definition)} - {exercise}, set[int]()
    others = [each for each in body if each is not definition and exercise not in _bound([each])]
    while new := {n for n, each in enumerate(others) if n not in found and wanted.intersection(_bound([each]))}:
        found |= new
        wanted |= {name for n in new for name in _used(others[n])}
    return [others[n] for n in sorted(found)]


def _entry(definition: ast.stmt, helpers: list[ast.stmt], name: str, sentence: str) -> ast.stmt:
    """Return the definition under its new name, its docstring the sentence, what it uses inside it."""
    says = ast.Expr(ast.Constant(sentence))
    if isinstance(definition, ast.FunctionDef | ast.ClassDef):
        definition.name, definition.decorator_list = name, []
        definition.body = [says, *helpers, *_without_docstring(definition.body)]
        return ast.fix_missing_locations(definition)
    value = getattr(definition, "value", None)
    if isinstance(value, ast.Lambda):
        body: list[ast.stmt] = [says, *helpers, ast.Return(value.body)]
        return ast.fix_missing_locations(_function(name, value.args, body))
    target = ast.Name(next(iter(_bound([definition]))), ast.Load())
    return ast.fix_missing_locations(_function(name, _no_arguments(), [says, *helpers, definition, ast.Return(target)]))


def _no_arguments() -> ast.arguments:
    return ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])


def _function(name: str, arguments: ast.arguments, body: list[ast.stmt]) -> ast.stmt:
    made = ast.parse("def f(): pass").body[0]
    assert isinstance(made, ast.FunctionDef)
    made.name, made.args, made.body = name, arguments, body
    return made


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:] or [ast.Pass()]
    return body
