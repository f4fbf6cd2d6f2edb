"""Make mutants of a solution: copies of an exercise cell that differ in one small thing, as a slip of the pen would.

A rule looks at one node of the syntax tree and yields what might stand in its place. Every rule is tried at every
node between the marks of the solution; what students are given (signature, docstring, imports) is left alone, and so
are asserts: no result depends on them.

Other slips are of shape and range: a result that is squeezed, of the first row only, clipped, of a fixed length; an
argument that is clipped, a sequence of which no more than some are used, a loop that stops early. They are made in
shape_mutants.py, and those of texts, dicts and exceptions in plain_mutants.py.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from autograder.audit.plain_mutants import plain_expressions, plain_statements
from autograder.audit.shape_mutants import shape_and_range
from autograder.core.model import Cell
from autograder.slips.edits import edits, parameters_and_variables, solution_lines

Rule = Callable[[Any], Iterator[ast.expr]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong solution, probably. source is that of the whole cell; diff is unified, against the solution."""

    exercise: str
    source: str
    diff: str


def mutants_of(cell: Cell) -> Iterator[Mutant]:
    """Yield every mutant of an exercise cell once."""
    tree = ast.parse(cell.source)
    original = ast.unparse(tree)
    seen = {original}
    lines = solution_lines(cell)
    made = edits(tree, lines, lambda node: ((None, new) for new in _replacements(node, tree)), ast.unparse)
    for text in chain((replace() for _, replace in made), shape_and_range(tree, lines)):
        if text not in seen:
            seen.add(text)
            yield Mutant(str(cell.exercise), text, _diff(original, text))


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _replacements(node: ast.AST, tree: ast.Module) -> Iterator[ast.AST]:
    if isinstance(node, ast.stmt):
        yield from _statements(node)
        yield from plain_statements(node)
    if not isinstance(node, ast.expr) or isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
        if isinstance(node, (ast.Tuple, ast.List)):
            yield from _swapped(node)
        return
    yield from plain_expressions(node)
    for kind, rules in RULES.items():
        if isinstance(node, kind):
            for rule in rules:
                yield from rule(node)
    if isinstance(node, ast.Name):
        yield from (ast.Name(other) for other in parameters_and_variables(tree) if other != node.id)


def _statements(node: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.If, ast.For, ast.Expr)):
        yield ast.Pass()
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value, lineno=node.lineno)
        yield from (ast.AugAssign(node.target, other(), node.value) for other in OTHERWISE.get(type(node.op), ()))
    if isinstance(node, ast.If):
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        yield from node.body[:1]
    if isinstance(node, ast.For):
        backwards = ast.Call(ast.Name("reversed"), [ast.Call(ast.Name("list"), [node.iter], [])], [])
        for sequence in (backwards, *_shortened(node.iter)):
            yield ast.For(node.target, sequence, node.body, node.orelse, lineno=node.lineno)


def _shortened(sequence: ast.expr) -> Iterator[ast.expr]:
    whole = ast.Call(ast.Name("list"), [sequence], [])
    yield ast.Subscript(whole, ast.Slice(ast.Constant(1)))
    yield ast.Subscript(whole, ast.Slice(None, ast.UnaryOp(ast.USub(), ast.Constant(1))))


OTHERWISE: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.MatMult, ast.Add, ast.Div),
    ast.MatMult: (ast.Mult, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.Pow: (ast.Mult, ast.Add),
}
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
PAIRS = (
    ("sum", "mean"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("dot", "multiply"),
    ("exp", "log"),
    ("square", "sqrt"),
    ("sin", "cos"),
    ("abs", "sign"),
)
REDUCTIONS = ("sum", "mean", "prod", "max", "min", "argmax", "argmin", "cumsum")
COUNTERPARTS = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}


def _binary(node: ast.BinOp) -> Iterator[ast.expr]:
    yield from (ast.BinOp(node.left, other(), node.right) for other in OTHERWISE.get(type(node.op), ()))
    if not isinstance(node.op, (ast.Add, ast.Mult)):  # whose order is a matter of taste
        yield ast.BinOp(node.right, node.op, node.left)
    yield node.left
    yield node.right


def _comparison(node: ast.Compare) -> Iterator[ast.expr]:
    for other in COMPARED.get(type(node.ops[0]), ()):
        yield ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators)


def _boolean(node: ast.BoolOp) -> Iterator[ast.expr]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    yield from node.values


def _choice(node: ast.IfExp) -> Iterator[ast.expr]:
    yield ast.IfExp(node.test, node.orelse, node.body)
    yield node.body
    yield node.orelse


def _constant(node: ast.Constant) -> Iterator[ast.expr]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, (int, float)):
        yield from (ast.Constant(other) for other in (0, 1, value + 1, value - 1, 2 * value, -value) if other != value)


def _dropped_sign(node: ast.UnaryOp) -> Iterator[ast.expr]:
    yield node.operand


def _negated(node: ast.expr) -> Iterator[ast.expr]:
    yield ast.UnaryOp(ast.USub(), node)


def _transposed(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif not _is_function(node):
        yield ast.Attribute(node, "T")


def _is_function(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "np"


def _call(node: ast.Call) -> Iterator[ast.expr]:
    """Swap, lift or leave out arguments; call the function's opposite."""
    yield from node.args
    if isinstance(node.func, ast.Attribute):
        yield node.func.value
        if node.func.attr in COUNTERPARTS:
            counterpart = ast.Attribute(node.func.value, COUNTERPARTS[node.func.attr])
            yield ast.Call(counterpart, node.args, node.keywords)
    for args in _orders(node.args):
        yield ast.Call(node.func, args, node.keywords)
    for index in range(len(node.args)):
        yield ast.Call(node.func, [*node.args[:index], *node.args[index + 1 :]], node.keywords)
    for index in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, [*node.keywords[:index], *node.keywords[index + 1 :]])
    if _sums_up_everything(node):
        yield ast.Call(node.func, node.args, [*node.keywords, ast.keyword("axis", ast.Constant(0))])


def _sums_up_everything(node: ast.Call) -> bool:
    """Say whether a call is a reduction, of np or a method, over all axes at once."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in REDUCTIONS:
        return False
    return len(node.args) == _is_function(node.func) and all(keyword.arg != "axis" for keyword in node.keywords)


def _orders(parts: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for i, j in combinations(range(len(parts)), 2):
        other = list(parts)
        other[i], other[j] = other[j], other[i]
        yield other


def _swapped(node: ast.Tuple | ast.List) -> Iterator[ast.expr]:
    yield from (type(node)(elements) for elements in _orders(node.elts))


def _subscript(node: ast.Subscript) -> Iterator[ast.expr]:
    yield node.value
    if not isinstance(node.slice, (ast.Slice, ast.Tuple)):
        for shift in (ast.Add(), ast.Sub()):
            yield ast.Subscript(node.value, ast.BinOp(node.slice, shift, ast.Constant(1)))


def _slice(node: ast.Slice) -> Iterator[ast.expr]:
    for lower in _off_by_one(node.lower, ast.Constant(1)):
        yield ast.Slice(lower, node.upper, node.step)
    for upper in _off_by_one(node.upper, ast.UnaryOp(ast.USub(), ast.Constant(1))):
        yield ast.Slice(node.lower, upper, node.step)


def _off_by_one(bound: ast.expr | None, otherwise: ast.expr) -> Iterator[ast.expr | None]:
    if bound is None:
        yield otherwise
    else:
        yield None
        yield from (ast.BinOp(bound, shift, ast.Constant(1)) for shift in (ast.Add(), ast.Sub()))


def _range(node: ast.Call) -> Iterator[ast.expr]:
    if isinstance(node.func, ast.Name) and node.func.id == "range":
        yield from _shortened(node)


def _comprehension(node: ast.ListComp | ast.GeneratorExp) -> Iterator[ast.expr]:
    first, *rest = node.generators
    for sequence in _shortened(first.iter):
        shorter = ast.comprehension(first.target, sequence, first.ifs, first.is_async)
        yield type(node)(node.elt, [shorter, *rest])


RULES: dict[type[ast.expr] | tuple[type[ast.expr], ...], tuple[Rule, ...]] = {
    ast.BinOp: (_binary,),
    ast.Compare: (_comparison,),
    ast.BoolOp: (_boolean,),
    ast.IfExp: (_choice,),
    ast.Constant: (_constant,),
    ast.UnaryOp: (_dropped_sign,),
    ast.Call: (_call, _range),
    (ast.Tuple, ast.List): (_swapped,),
    ast.Subscript: (_subscript,),
    ast.Slice: (_slice,),
    (ast.ListComp, ast.GeneratorExp): (_comprehension,),
    (ast.BinOp, ast.Call, ast.Name, ast.Attribute, ast.Subscript): (_negated, _transposed),
}
