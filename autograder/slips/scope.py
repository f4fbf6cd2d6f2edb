"""What the rules of slips have in common: the names of a cell, and new nodes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

Kind = tuple[str, ...]
Replacement = tuple[Kind, ast.AST]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of a cell: its function's parameters, its variables, and the functions that it may call.

    walked: what its loops walk through, by name.
    """

    parameters: tuple[str, ...]
    variables: tuple[str, ...]
    functions: tuple[str, ...]
    walked: frozenset[str]


def is_np(node: ast.AST) -> bool:
    """Say whether a node is one of numpy's functions, np.name."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "np"


def expression(text: str) -> ast.expr:
    """Return the node of an expression that is written out."""
    return ast.parse(text, mode="eval").body


def orders(parts: list[ast.expr]) -> Iterator[list[ast.expr]]:
    """Yield the parts with two of them exchanged."""
    for i, j in combinations(range(len(parts)), 2):
        other = list(parts)
        other[i], other[j] = other[j], other[i]
        yield other
