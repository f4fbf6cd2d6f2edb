"""Statements in one order, and values that get a name on their way: neither tells who wrote an answer.

Nothing made here is run, so that it is right to be generous: a call is not asked what else it changes.
"""

from __future__ import annotations

import ast
import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

F = TypeVar("F")
MOST_STATEMENTS = 200  # of one block: longer ones stay in the order in which they were written
ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def is_idle(statement: ast.stmt) -> bool:
    """Say whether a statement does nothing that counts: a docstring, `pass`, an import, a bare type hint."""
    if isinstance(statement, ast.AnnAssign):
        return statement.value is None
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal)


def in_canonical_order(statements: Sequence[tuple[ast.stmt, F]], key: Callable[[F], tuple[str, ...]]) -> Iterator[F]:
    """Yield the forms of statements, of those that may come next always the one whose key is the first."""
    if len(statements) > MOST_STATEMENTS:
        yield from (form for _, form in statements)
        return
    after, waits = _dependents([statement for statement, _ in statements])
    ready = [(key(form), place) for place, (_, form) in enumerate(statements) if not waits[place]]
    heapq.heapify(ready)
    while ready:
        _, place = heapq.heappop(ready)
        yield statements[place][1]
        for each in after[place]:
            waits[each] -= 1
            if not waits[each]:
                heapq.heappush(ready, (key(statements[each][1]), each))


def _dependents(statements: Sequence[ast.stmt]) -> tuple[list[list[int]], list[int]]:
    """Return by statement which later ones must follow it, and how many earlier ones each has to wait for."""
    uses = [_names(statement) for statement in statements]
    after: list[list[int]] = [[] for _ in statements]
    waits = [0] * len(statements)
    for later, (reads, writes) in enumerate(uses):
        for earlier in range(later):
            read, written = uses[earlier]
            if written & (reads | writes) or read & writes or isinstance(statements[later], ENDS):
                after[earlier].append(later)
                waits[later] += 1
    return after, waits


def _names(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement reads, and those that it changes."""
    reads, writes = set[str](), set[str]()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            (reads if isinstance(node.ctx, ast.Load) else writes).add(node.id)
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            writes |= {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            reads.add(node.target.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            writes.add(node.name)
    return reads, writes


def inlined(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return a function's statements with each value that is named once and used once in the place of its use."""
    nodes = [node for statement in body for node in ast.walk(statement)]
    loads = Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    stores = Counter(node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load))
    values = dict(_named_values(body))
    once = {name: value for name, value in values.items() if stores[name] == loads[name] == 1}
    dropped = set(map(id, once.values()))
    place = _Inline(once)
    return [place.visit(each) for each in body if id(getattr(each, "value", None)) not in dropped]


def _named_values(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for statement in body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            target, value = statement.target, statement.value
        else:
            continue
        if isinstance(target, ast.Name):
            yield target.id, value


class _Inline(ast.NodeTransformer):
    """Puts values in the place of the names that stand for them; each once, so that no circle is gone round."""

    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._left = dict(values)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self._left.pop(node.id, None) if isinstance(node.ctx, ast.Load) else None
        if value is None:
            return node
        placed: ast.expr = self.visit(value)
        return placed
