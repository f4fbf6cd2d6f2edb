"""What a student's own source text tells about a failure: where a name was replaced, which stub line was left."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

LARGEST = 100_000  # characters: nobody writes more into a cell, and to parse takes a hundred times as much memory


def parsed(source: str) -> ast.Module | None:
    """Return the syntax tree of a cell, or None where it is no Python."""
    if len(source) > LARGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def left_over_stub(source: str, line: int) -> bool:
    """Say whether the `raise` at a line is in a function, or its class, that holds more than a stub does."""
    tree = parsed(source)
    around = [node for node in ast.walk(tree) if _holds(node, line)] if tree else []
    inside = [node for node in around if isinstance(node, ast.FunctionDef)]
    if not inside:
        return False
    innermost = max(inside, key=lambda each: each.lineno)
    methods = [each for node in around if isinstance(node, ast.ClassDef) for each in node.body if each is not innermost]
    if any(isinstance(each, ast.FunctionDef) for each in methods):
        return True
    return any(not isinstance(node, (ast.Raise, ast.Pass)) and not _is_constant(node) for node in innermost.body)


def _holds(node: ast.AST, line: int) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.lineno <= line <= (node.end_lineno or node.lineno)


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def assignment_line(source: str, name: str) -> int | None:
    """Return the last line on which a cell assigns to a name such as `square` or `np.random.seed`, or None."""
    tree = parsed(source) if name.rpartition(".")[2] in source else None
    targets = (target for node in ast.walk(tree) for target in _targets(node)) if tree else ()
    return max((target.lineno for target in targets if _dotted(target) == name), default=None)


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    targets: Sequence[ast.expr] = ()
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For, ast.NamedExpr)):
        targets = [node.target]
    for target in targets:
        yield from target.elts if isinstance(target, (ast.Tuple, ast.List)) else (target,)


def _dotted(node: ast.expr) -> str:
    """Return `np.random.seed` for such an expression, whatever name numpy was imported by; "" for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := _dotted(node.value)):
        return f"{'np' if owner == 'numpy' else owner}.{node.attr}"
    return ""


def defines(source: str, name: str) -> bool:
    """Say whether a cell itself defines a function, and does not merely bind a name to what that function returns; of
    a question, whether it answers it."""
    tree = parsed(source)
    if tree is None:
        return f"def {name}" in source
    return any(_defines(node, name) for node in tree.body)


def _defines(node: ast.stmt, name: str) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name == name
    if isinstance(node, ast.Expr) and answered_by(node.value) == name:
        return True
    bound = any(_dotted(target) == name for target in _targets(node))
    used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    return bound and name not in used


def answered_by(node: ast.expr) -> str | None:
    """Return the name of the question that an expression `answer("name", …)` answers, or None."""
    if not isinstance(node, ast.Call) or not node.args or _dotted(node.func).rpartition(".")[2] != "answer":
        return None
    name = node.args[0]
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else None


def kind_of(value: Any) -> str:
    """Name what a value is, with an article: "a number", "an array", "a list"."""
    name = type(value).__name__
    plain = {
        "int": "a number",
        "float": "a number",
        "float64": "a number",
        "ndarray": "an array",
        "str": "a text",
        "NoneType": "None",
        "function": "a function of your own",
    }
    return plain.get(name, f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"[:60])


_ODD_ARRAYS = ("np.matrix", "np.asmatrix", "np.mat", "np.bmat", "np.ma", "np.recarray", "np.float32", "np.float16")

# Whatever has none of these in it need not be parsed.
_ODD = re.compile(r"\b(?:matrix|asmatrix|mat|bmat|ma|recarray|float32|float16|object)\b")


def odd_array(source: str) -> str:
    """Return by which name a cell makes arrays that are no plain ones of floats, such as np.matrix; "" for none."""
    tree = parsed(source) if _ODD.search(source) else None
    for node in ast.walk(tree) if tree else ():
        name = _dotted(node) if isinstance(node, ast.Attribute) else ""
        if name in _ODD_ARRAYS:
            return name
        if isinstance(node, ast.Name) and node.id == "object":
            return "dtype=object"
    return ""


def imported_modules(source: str) -> dict[str, str]:
    """Return the top-level modules that a cell imports, each with the name that its import binds first."""
    tree = parsed(source)
    found: dict[str, str] = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            found |= {
                alias.name.partition(".")[0]: alias.asname or alias.name.partition(".")[0] for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found[node.module.partition(".")[0]] = node.names[0].asname or node.names[0].name
    return found
