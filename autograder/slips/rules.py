"""Which slips there are: what may stand in the place of one node of a syntax tree, each with its kind.

A kind is a key of SENTENCES, with the names that its sentence tells: parameters alone, which students know.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

Kind = tuple[str, ...]
Replacement = tuple[Kind, ast.AST]

EXCHANGED = {  # functions that are taken for one another, and the kind of slip that it is
    **dict.fromkeys(("sum", "mean", "max", "min", "prod"), ("reduction", ("sum", "mean", "max", "min", "prod"))),
    **dict.fromkeys(("maximum", "minimum"), ("comparison", ("maximum", "minimum"))),
    **dict.fromkeys(("argmax", "argmin"), ("comparison", ("argmax", "argmin"))),
    **dict.fromkeys(("log", "log2", "log10"), ("logarithm", ("log", "log2", "log10"))),
    **dict.fromkeys(("exp", "exp2"), ("logarithm", ("exp", "exp2"))),
    **dict.fromkeys(("dot", "multiply"), ("entrywise", ("dot", "multiply"))),
}
OTHERS = ("sigmoid", "relu", "np.tanh", "np.sin", "np.cos", "np.abs", "np.exp")  # for one function of an array
REDUCTIONS = ("sum", "mean", "max", "min", "prod", "argmax", "argmin", "cumsum")
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.Lt,
    ast.Lt: ast.Gt,
    ast.GtE: ast.LtE,
    ast.LtE: ast.GtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of a cell: its function's parameters, its variables, and the functions that it may call.

    walked: what its loops walk through, by name.
    """

    parameters: tuple[str, ...]
    variables: tuple[str, ...]
    functions: tuple[str, ...]
    walked: frozenset[str]


def replacements(node: ast.AST, scope: Scope) -> Iterator[Replacement]:
    """Yield what may stand in a node's place by a slip, the kind first."""
    for kind, rule in RULES:
        if isinstance(node, kind):
            yield from rule(node, scope)
    is_value = isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    if is_value and not isinstance(node, UNWRAPPED) and not _is_module(node):
        yield from _wrapped(node)


def _is_module(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "np") or _is_np(node)


def _is_np(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "np"


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
    yield from (((kind,), _expression(template.format(inner))) for kind, template in WRAPPINGS)


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


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


# --- calls -----------------------------------------------------------------------------------------------------------


def _call(node: ast.Call, scope: Scope) -> Iterator[Replacement]:
    yield from _left_out(node, scope)
    for args in _orders(node.args):
        is_choice = _name(node) == "where" and args[0] is node.args[0]
        yield ("choice_swapped" if is_choice else "arguments_swapped",), ast.Call(node.func, args, node.keywords)
    yield from _called_otherwise(node, scope)
    yield from _reduced(node)


def _left_out(node: ast.Call, scope: Scope) -> Iterator[Replacement]:
    name = _name(node)
    if len(node.args) == 1 and not _is_array_maker(name):
        named = name if isinstance(node.func, ast.Name) and name in scope.parameters else ""
        yield ("function_left_out", named) if named else ("left_out",), node.args[0]
        yield ("twice",), ast.Call(node.func, [node], [])
    elif isinstance(node.func, ast.Attribute) and not node.args and not _is_np(node.func):
        yield ("left_out",), node.func.value
    if len(node.args) >= 2 and name == "deriv":
        yield ("value_for_slope",), ast.Call(node.args[0], [node.args[1]], [])
    elif len(node.args) == 1 and "deriv" in scope.functions and _takes_slope(node, scope):
        yield ("slope_for_value",), ast.Call(ast.Name("deriv"), [node.func, node.args[0]], [])
    if name.endswith("_derivative"):
        value = name.removesuffix("_derivative")
        plain = value if value in scope.functions else f"np.{value}"
        yield ("value_for_slope",), ast.Call(_expression(plain), node.args, [])
    if name == "derivative" and node.args:
        yield ("function_left_out", name), node.args[0]


def _takes_slope(node: ast.Call, scope: Scope) -> bool:
    name = ast.unparse(node.func)
    return name in scope.parameters or name.partition("[")[0] in scope.parameters or name in scope.variables


def _is_array_maker(name: str) -> bool:
    return name in (
        "array",
        "asarray",
        "list",
        "tuple",
        "zeros",
        "ones",
        "eye",
        "len",
        "range",
        "zeros_like",
        "ones_like",
    )


def _called_otherwise(node: ast.Call, scope: Scope) -> Iterator[Replacement]:
    """Yield the call of another function that is taken for this one."""
    name = _name(node)
    kind, others = EXCHANGED.get(name, ("", ()))
    if isinstance(node.func, ast.Attribute):
        for other in others:
            if other != name:
                yield (kind,), ast.Call(ast.Attribute(node.func.value, other), node.args, node.keywords)
    if len(node.args) == 1 and not node.keywords and not _is_array_maker(name) and name not in REDUCTIONS:
        written = ast.unparse(node.func)
        known = name if name in scope.parameters or name in scope.functions or _is_np(node.func) else ""
        for other in (each for each in OTHERS if known and each != written):
            if other.startswith("np.") or other in scope.functions:
                yield ("other_function", written), ast.Call(_expression(other), node.args, [])


def _reduced(node: ast.Call) -> Iterator[Replacement]:
    if _name(node) not in REDUCTIONS or not isinstance(node.func, ast.Attribute):
        return
    others = [keyword for keyword in node.keywords if keyword.arg != "axis"]
    for axis in (None, 0, 1):
        changed = [*others, *([] if axis is None else [ast.keyword("axis", ast.Constant(axis))])]
        yield ("axis",), ast.Call(node.func, node.args, changed)
    if any(keyword.arg == "axis" for keyword in node.keywords):
        yield ("cumulated",), ast.Call(ast.Attribute(node.func.value, "cumsum"), node.args, node.keywords[:1])


def _name(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _orders(parts: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for i, j in combinations(range(len(parts)), 2):
        other = list(parts)
        other[i], other[j] = other[j], other[i]
        yield other


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
        yield from ((("results_swapped",), ast.Tuple(parts, node.ctx)) for parts in _orders(node.elts))


def _return(node: ast.Return, scope: Scope) -> Iterator[Replacement]:
    if node.value is None:
        return
    text = ast.unparse(node.value)
    yield from ((("returns_an_argument", name), ast.Return(ast.Name(name))) for name in scope.parameters)
    if isinstance(node.value, ast.Tuple | ast.List | ast.ListComp):
        yield ("results_swapped",), ast.Return(_expression(f"({text})[::-1]"))
        yield ("results_negated",), ast.Return(_expression(f"[-part for part in ({text})]"))
    else:
        yield from (((kind,), ast.Return(_expression(template.format(text)))) for kind, template in AT_THE_END)
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else ()
    for place, part in enumerate(parts):
        for kind, template in AT_THE_END:
            changed = [*parts[:place], _expression(template.format(ast.unparse(part))), *parts[place + 1 :]]
            yield (kind,), ast.Return(ast.Tuple(changed, ast.Load()))


def _loop(node: ast.For, scope: Scope) -> Iterator[Replacement]:
    items = f"list({ast.unparse(node.iter)})"
    for kind, text in (
        ("loop_short", f"{items}[1:]"),
        ("loop_short", f"{items}[:-1]"),
        ("loop_first", f"{items}[:1]"),
        ("loop_backwards", f"{items}[::-1]"),
    ):
        yield (kind,), ast.For(node.target, _expression(text), node.body, node.orelse, lineno=node.lineno)


def _comprehension(node: Any, scope: Scope) -> Iterator[Replacement]:
    first, *rest = node.generators
    for end in ("[1:]", "[:-1]", "[::-1]"):
        sequence = _expression(f"list({ast.unparse(first.iter)}){end}")
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
    (ast.Call, _call),
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
