"""What a student's objects, or the calls of a function, share by mistake: a list that is made once for all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.core.student_code import parsed

MADE = ("list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict", "bytearray")
CHANGING = frozenset(
    {"append", "add", "extend", "insert", "remove", "discard", "pop", "popleft", "popitem", "appendleft", "clear"}
    | {"update", "setdefault", "sort", "reverse"}
)
IN_CLASS = (
    "`{name}` is made once, in the body of the class, so all objects of `{of}` share it: what one of them changes is "
    "changed for all. Make it in `__init__`, for each object: `self.{name} = {made}`."
)
AS_DEFAULT = (
    "The default `{parameter}={made}` is made once, when `__init__` is defined, so all objects of `{of}` that are made "
    "without it share it. Write `{parameter}=None`, and make it in `__init__` where it is None."
)

OF_CALLS = (
    "The default `{parameter}={made}` is made once, when `{of}` is defined, so each call goes on with what earlier "
    "ones have left in it. Write `{parameter}=None`, and make it in the function where it is None."
)


def shared_by_all(source: str, name: str) -> str:
    """Return what objects of a class, or calls of a function, share and change in a cell; "" where nothing is found."""
    tree = parsed(source) if f"class {name}" in source or f"def {name}" in source else None
    for node in tree.body if tree else ():
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name:
            return next(_shared(node) if isinstance(node, ast.ClassDef) else _kept(node), "")
    return ""


def _kept(function: ast.FunctionDef) -> Iterator[str]:
    changed = {each.id for each in _changed(function) if isinstance(each, ast.Name)}
    for name, value in _defaults(function.args):
        if name in changed and _is_made(value):
            yield OF_CALLS.format(parameter=name, of=function.name, made=ast.unparse(value)[:40])


def _shared(of: ast.ClassDef) -> Iterator[str]:
    methods = [node for node in of.body if isinstance(node, ast.FunctionDef) and node.args.args]
    changed = {_own(each, method) for method in methods for each in _changed(method)}
    own = {name for method in methods if method.name == "__init__" for name, _ in _set(method)}
    for name, value in _assigned(of.body):
        if name in changed - own and _is_made(value):
            yield IN_CLASS.format(name=name, of=of.name, made=ast.unparse(value)[:40])
    for method in methods:
        if method.name == "__init__":
            defaults = {name: value for name, value in _defaults(method.args) if _is_made(value)}
            for name, value in _set(method):
                if name in changed and isinstance(value, ast.Name) and value.id in defaults:
                    made = ast.unparse(defaults[value.id])[:40]
                    yield AS_DEFAULT.format(parameter=value.id, of=of.name, made=made)


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that statements give a value to, and the values."""
    for node in body:
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            yield node.target.id, node.value


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    yield from zip(reversed(names), reversed(arguments.defaults), strict=False)
    for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is not None:
            yield each.arg, value


def _is_made(value: ast.expr) -> bool:
    """Say whether a value can be changed, and is made where it stands."""
    if isinstance(value, ast.Call):
        function = value.func
        return (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) in MADE
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def _set(method: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """Yield the attributes of its object that a method sets, and to what."""
    for node in ast.walk(method):
        if isinstance(node, ast.Assign):
            yield from ((name, node.value) for target in node.targets if (name := _own(target, method)))
        elif isinstance(node, ast.AnnAssign) and node.value and (name := _own(node.target, method)):
            yield name, node.value


def _changed(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield what a function changes in its place, without giving its name another value."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if attr in CHANGING:
                yield owner
            case ast.Subscript(value=owner, ctx=ast.Store() | ast.Del()) | ast.AugAssign(target=owner):
                yield owner


def _own(node: ast.AST, method: ast.FunctionDef) -> str:
    """Return the name of an attribute of a method's own object; "" for anything else."""
    me = method.args.args[0].arg
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == me:
        return node.attr
    return ""
