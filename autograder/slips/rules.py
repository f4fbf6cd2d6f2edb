"""Which slips there are: what may stand in the place of one node of a syntax tree, each with its kind.

A kind is a key of SENTENCES, with the names that its sentence tells: parameters alone, which students know.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from autograder.slips.calls import call
from autograder.slips.scope import Replacement, Scope, expression, is_np, orders

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.Lt,
    ast.Lt: ast.Gt,
    ast.GtE: ast.LtE,
    ast.LtE: ast.GtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def replacements(node: ast.AST, scope: Scope) -> Iterator[Replacement]:
    """Yield what may stand in a node's place by a slip, the kind first."""
    for kind, rule in RULES:
        if isinstance(node, kind):
            yield from rule(node, scope)
    is_value = isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    if is_value and not isinstance(node, UNWRAPPED) and not _is_module(node):
        yield from _wrapped(node)


def _is_module(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "np") or is_np(node)


# --- any value -------------------------------------------------------------------------------------------------------

UNWRAPPED = (ast.Constant, ast.Slice, ast.Starred, ast.Lambda, ast.Tuple, ast.List)
WRAPPINGS = (
    ("sign", "-({0})"),
    ("transpose", "({0}).T"),
    ("doubled", "2 * ({0})"),
    ("halved", "({0}) / 2"),
    ("squared", "({0}) ** 2"),
    ("no_sign", "np.abs({0})"),
)
AT_THE_END = (
    ("inverted", "1 / ({0})"),
    ("shifted", "({0}) + 1"),
    ("shifted", "({0}) - 1"),
    ("averaged", "({0}) / np.shape({0})[-1]"),
    ("averaged", "({0}) / np.shape({0})[0]"),
    ("reversed", "({0})[::-1]"),
    ("rounded", "np.round({0})"),
    ("cumulated", "np.cumsum({0})"),
)


def _wrapped(node: ast.AST) -> Iterator[Replacement]:
    inner = ast.unparse(node)
    yield from (((kind,), expression(template.format(inner))) for kind, template in WRAPPINGS)


# --- operators -------------------------------------------------------------------------------------------------------


def _binary(node: ast.BinOp, scope: Scope) -> Iterator[Replacement]:
    is_sum = isinstance(node.op, ast.Add | ast.Sub)
    missing = ("missing_term",) if is_sum else ("missing_factor",)
    yield from ((missing, operand) for operand in (node.left, node.right))
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield ("operands_swapped",), ast.BinOp(node.right, node.op, node.left)
    for kind, other in OPERATORS.get(type(node.op), ()):
        yield (kind,), ast.BinOp(node.left, other(), node.right)
    if isinstance(node.op, ast.Pow):
        yield ("squared",), node.left
    if is_sum and isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Mult | ast.Div):
        left = node.left  # a parenthesis in the wrong place
        yield ("operands_swapped",), ast.BinOp(left.left, left.op, ast.BinOp(left.right, node.op, node.right))


OPERATORS: dict[type[ast.operator], tuple[tuple[str, type[ast.operator]], ...]] = {
    ast.Add: (("plus_minus", ast.Sub), ("times_plus", ast.Mult)),
    ast.Sub: (("plus_minus", ast.Add), ("times_plus", ast.Mult)),
    ast.Mult: (("entrywise", ast.MatMult), ("times_plus", ast.Add), ("divides", ast.Div), ("times_plus", ast.Sub)),
    ast.MatMult: (("entrywise", ast.Mult), ("times_plus", ast.Add)),
    ast.Div: (("divides", ast.Mult), ("times_plus", ast.Sub)),
}


def _negation(node: ast.UnaryOp, scope: Scope) -> Iterator[Replacement]:
    yield ("sign",) if isinstance(node.op, ast.USub) else ("comparison",), node.operand


def _comparison(node: ast.Compare, scope: Scope) -> Iterator[Replacement]:
    if other := COMPARED.get(type(node.ops[0])):
        yield ("comparison",), ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators)


def _choice(node: ast.IfExp, scope: Scope) -> Iterator[Replacement]:
    yield ("choice_swapped",), ast.IfExp(node.test, node.orelse, node.body)


def _constant(node: ast.Constant, scope: Scope) -> Iterator[Replacement]:
    value = node.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        others = (0, 1, 2, value + 1, value - 1, 2 * value, value / 2, -value, value / 10)
        yield from ((("constant",), ast.Constant(other)) for other in dict.fromkeys(others) if other != value)


# --- names, indices, loops -------------------------------------------------------------------------------------------


def _attribute(node: ast.Attribute, scope: Scope) -> Iterator[Replacement]:
    if node.attr == "T":
        yield ("transpose",), node.value


def _other_name(node: ast.Name, scope: Scope) -> Iterator[Replacement]:
    if not isinstance(node.ctx, ast.Load) or node.id in scope.walked:
        return  # a list that grows while a loop walks through it has no end
    for other in (*scope.parameters, *scope.variables):
        if other != node.id and node.id in (*scope.parameters, *scope.variables):
            known = other in scope.parameters and node.id in scope.parameters
            yield ("other_argument", other, node.id) if known else ("other_result",), ast.Name(other)


def _index(node: ast.Subscript, scope: Scope) -> Iterator[Replacement]:
    if not isinstance(node.ctx, ast.Load):
        return
    if isinstance(node.slice, ast.Slice):
        one, end = ast.Constant(1), ast.UnaryOp(ast.USub(), ast.Constant(1))
        for bounds in ((one, node.slice.upper), (node.slice.lower, end), (None, None)):
            yield ("slice",), ast.Subscript(node.value, ast.Slice(*bounds))
    elif not isinstance(node.slice, ast.Tuple):
        for shift in (ast.Add(), ast.Sub()):
            yield ("index",), ast.Subscript(node.value, ast.BinOp(node.slice, shift, ast.Constant(1)))


def _tuple(node: ast.Tuple, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        yield from ((("results_swapped",), ast.Tuple(parts, node.ctx)) for parts in orders(node.elts))


def _return(node: ast.Return, scope: Scope) -> Iterator[Replacement]:
    if node.value is None:
        return
    text = ast.unparse(node.value)
    yield from ((("returns_an_argument", name), ast.Return(ast.Name(name))) for name in scope.parameters)
    if isinstance(node.value, ast.Tuple | ast.List | ast.ListComp):
        yield ("results_swapped",), ast.Return(expression(f"({text})[::-1]"))
        yield ("results_negated",), ast.Return(expression(f"[-part for part in ({text})]"))
    else:
        yield from (((kind,), ast.Return(expression(template.format(text)))) for kind, template in AT_THE_END)
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else ()
    for place, part in enumerate(parts):
        for kind, template in AT_THE_END:
            changed = [*parts[:place], expression(template.format(ast.unparse(part))), *parts[place + 1 :]]
            yield (kind,), ast.Return(ast.Tuple(changed, ast.Load()))


def _loop(node: ast.For, scope: Scope) -> Iterator[Replacement]:
    items = f"list({ast.unparse(node.iter)})"
    for kind, text in (
        ("loop_short", f"{items}[1:]"),
        ("loop_short", f"{items}[:-1]"),
        ("loop_first", f"{items}[:1]"),
        ("loop_backwards", f"{items}[::-1]"),
    ):
        yield (kind,), ast.For(node.target, expression(text), node.body, node.orelse, lineno=node.lineno)


def _comprehension(node: Any, scope: Scope) -> Iterator[Replacement]:
    first, *rest = node.generators
    for end in ("[1:]", "[:-1]", "[::-1]"):
        sequence = expression(f"list({ast.unparse(first.iter)}){end}")
        other = ast.comprehension(first.target, sequence, first.ifs, first.is_async)
        yield ("loop_backwards" if "::" in end else "loop_short",), type(node)(node.elt, [other, *rest])


def _assignment(node: ast.Assign | ast.AugAssign, scope: Scope) -> Iterator[Replacement]:
    yield ("not_kept",), ast.Expr(node.value)


Rule = Callable[[Any, Scope], Iterator[Replacement]]
RULES: tuple[tuple[Any, Rule], ...] = (
    (ast.Return, _return),
    (ast.Tuple, _tuple),
    (ast.BinOp, _binary),
    (ast.UnaryOp, _negation),
    (ast.Call, call),
    (ast.Attribute, _attribute),
    (ast.Compare, _comparison),
    (ast.IfExp, _choice),
    (ast.Name, _other_name),
    (ast.Subscript, _index),
    (ast.For, _loop),
    ((ast.ListComp, ast.GeneratorExp), _comprehension),
    ((ast.Assign, ast.AugAssign), _assignment),
    (ast.Constant, _constant),
)
