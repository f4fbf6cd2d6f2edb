"""Mutants of what is no number: texts, dicts and sets, exceptions, and the methods of lists and texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

PAIRS = (
    ("upper", "lower"),
    ("startswith", "endswith"),
    ("append", "extend"),
    ("union", "intersection"),
    ("add", "discard"),
    ("find", "rfind"),
    ("keys", "values"),
)
NAMES = (("sorted", "list"), ("any", "all"), ("max", "min"), ("list", "set"), ("int", "float"))
METHODS = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
FUNCTIONS = dict(NAMES) | {"all": "any", "min": "max"}
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OTHER_EXCEPTION = "Exception"


def plain_expressions(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what might stand in the place of an expression that is about no number."""
    match node:
        case ast.Constant(value=str(text)):
            yield from (ast.Constant(other) for other in _texts(text))
        case ast.Dict():
            for index in range(len(node.keys)):
                yield ast.Dict(*([*each[:index], *each[index + 1 :]] for each in (node.keys, node.values)))
        case ast.Set() if len(node.elts) > 1:
            for index in range(len(node.elts)):
                yield ast.Set([*node.elts[:index], *node.elts[index + 1 :]])
        case ast.Compare(ops=[operator, *others]) if type(operator) in COMPARED:
            yield ast.Compare(node.left, [COMPARED[type(operator)](), *others], node.comparators)
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in METHODS:
            yield ast.Call(ast.Attribute(owner, METHODS[name]), node.args, node.keywords)
        case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
            yield ast.Call(ast.Name(FUNCTIONS[name]), node.args, node.keywords)
        case ast.DictComp():
            yield ast.DictComp(node.value, node.key, node.generators)


def _texts(text: str) -> Iterator[str]:
    if text.swapcase() != text:
        yield text.swapcase()
    if text.strip() != text:
        yield text.strip()
    if text:
        yield ""


def plain_statements(node: ast.stmt) -> Iterator[ast.stmt]:
    """Yield what might stand in the place of a `raise`: nothing, or a more general exception."""
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield ast.Pass()
        if isinstance(node.exc, ast.Call):
            yield ast.Raise(ast.Call(ast.Name(OTHER_EXCEPTION), node.exc.args, node.exc.keywords), node.cause)
