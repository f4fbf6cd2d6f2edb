"""Slips in a call: it is left out, another function is called, its arguments have changed places, an axis is wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.slips.scope import Replacement, Scope, expression, is_np, orders

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


def call(node: ast.Call, scope: Scope) -> Iterator[Replacement]:
    """Yield what may stand in the place of a call."""
    yield from _left_out(node, scope)
    for args in orders(node.args):
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
    elif isinstance(node.func, ast.Attribute) and not node.args and not is_np(node.func):
        yield ("left_out",), node.func.value
    if len(node.args) >= 2 and name == "deriv":
        yield ("value_for_slope",), ast.Call(node.args[0], [node.args[1]], [])
    elif len(node.args) == 1 and "deriv" in scope.functions and _takes_slope(node, scope):
        yield ("slope_for_value",), ast.Call(ast.Name("deriv"), [node.func, node.args[0]], [])
    if name.endswith("_derivative"):
        value = name.removesuffix("_derivative")
        plain = value if value in scope.functions else f"np.{value}"
        yield ("value_for_slope",), ast.Call(expression(plain), node.args, [])
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
        known = name if name in scope.parameters or name in scope.functions or is_np(node.func) else ""
        for other in (each for each in OTHERS if known and each != written):
            if other.startswith("np.") or other in scope.functions:
                yield ("other_function", written), ast.Call(expression(other), node.args, [])


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
