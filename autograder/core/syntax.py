"""What a student's source uses, by its syntax tree: statements, operators, recursion, and names by where they are from.

`np.linalg.inv`, `numpy.linalg.inv` and an `inv` that was imported from there are one. What is reached by other ways
(getattr, exec) is not seen.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from autograder.core.modules import STANDARD
from autograder.core.student_code import parsed

STATEMENTS: Mapping[str, tuple[type[ast.AST], ...]] = {
    "for": (ast.For, ast.AsyncFor, ast.comprehension),
    "while": (ast.While,),
    "if": (ast.If, ast.IfExp),
    "comprehension": (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    "lambda": (ast.Lambda,),
    "try": (ast.Try,),
    "with": (ast.With, ast.AsyncWith),
    "yield": (ast.Yield, ast.YieldFrom),
    "return": (ast.Return,),
    "class": (ast.ClassDef,),
    "import": (ast.Import, ast.ImportFrom),
    "global": (ast.Global,),
}
OPERATORS: Mapping[str, type[ast.AST]] = {
    "+": ast.Add,
    "-": ast.Sub,
    "*": ast.Mult,
    "/": ast.Div,
    "//": ast.FloorDiv,
    "%": ast.Mod,
    "**": ast.Pow,
    "@": ast.MatMult,
}
RECURSION = "recursion"
USUAL = {"np": "numpy", "plt": "matplotlib.pyplot", "pd": "pandas"}
MOST_CELLS = 20
_MAGIC = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)
_NAME = re.compile(r"\.?[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def is_construct(text: str) -> bool:
    """Say whether uses() can look for this."""
    return text in STATEMENTS or text in OPERATORS or text == RECURSION or _NAME.fullmatch(text) is not None


def tree_of(source: str) -> ast.Module | None:
    """Return the syntax tree of a cell, lines for the shell left out; None where it is no Python."""
    return parsed(_MAGIC.sub("", source))


def line_of(tree: ast.Module, construct: str) -> int | None:
    """Return the first line on which a construct is used, or None."""
    return min(_lines(tree, construct), default=None)


def _lines(tree: ast.Module, construct: str) -> Iterator[int]:
    if construct == RECURSION:
        return _recursive(tree)
    if kinds := STATEMENTS.get(construct):
        return (_line(node) for node in ast.walk(tree) if isinstance(node, kinds))
    if operator := OPERATORS.get(construct):
        return (_line(node) for node in ast.walk(tree) if isinstance(getattr(node, "op", None), operator))
    return _named(tree, construct)


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", getattr(getattr(node, "target", None), "lineno", 1)))


def _recursive(tree: ast.Module) -> Iterator[int]:
    modules = _module_names(tree)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            calls = (node for part in function.body for node in ast.walk(part) if isinstance(node, ast.Call))
            yield from (call.lineno for call in calls if _called(call, modules) == function.name)


def _called(call: ast.Call, modules: Collection[str]) -> str:
    """Return the name that is called, the method's where it is one of self's or of something like it."""
    if not isinstance(call.func, ast.Attribute):
        return str(getattr(call.func, "id", ""))
    return "" if getattr(call.func.value, "id", "") in modules else call.func.attr


def _module_names(tree: ast.Module) -> frozenset[str]:
    """Return the names that modules have in a cell, as in `math.gcd`, also where another cell imports them."""
    nodes = list(ast.walk(tree))
    imports = (alias for node in nodes if isinstance(node, ast.Import) for alias in node.names)
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    imported = frozenset(alias.asname or alias.name.partition(".")[0] for alias in imports)
    return imported | (STANDARD | USUAL.keys()) - own


def _named(tree: ast.Module, construct: str) -> Iterator[int]:
    known = USUAL | dict(_imported(tree))
    if construct.startswith("."):
        attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
        yield from (node.lineno for node in attributes if f".{node.attr}" == construct)
        return
    wanted = _in_full(construct, USUAL)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and _in_full(_dotted(node), known) == wanted:
            yield node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (node.lineno for name in _modules(node) if name == wanted)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what names that are bound by imports stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _modules(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    yield from (before + alias.name for alias in node.names)


def _dotted(node: ast.AST) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


def _in_full(name: str, known: Mapping[str, str]) -> str:
    first, dot, rest = name.partition(".")
    return known.get(first, first) + dot + rest


def answer_source(name: str, own: str, helpers: Sequence[str]) -> str:
    """Return the source of an answer: its own cell, and those of the helper cells whose functions it uses, in turn."""
    sources, left = [own], list(helpers)
    for source in sources:
        tree = tree_of(source)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()
        found = [cell for cell in left if len(sources) < MOST_CELLS and _defines(cell, used - {name})]
        sources += found
        left = [cell for cell in left if cell not in found]
    return "\n\n".join(sources)


def _defines(cell: str, names: set[str]) -> bool:
    tree = tree_of(cell)
    made = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)} if tree else set()
    return bool(made & names)
