"""Mutants of shape and range: right for the inputs that one thinks of first, wrong at a size of 1 or a far number.

Each is one more wrapping: of what a function returns, of one of several arrays that it returns, of an argument on its
way in, of a value on its way through, or of what a loop goes through.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

RESULTS = ("np.squeeze({0})", "np.asarray({0})[:1]", "np.clip({0}, -5, 5)", "np.round({0}, 2)", "np.transpose({0})")
ARGUMENTS = ("np.clip({0}, -4, 4)", "np.squeeze({0})", "np.abs({0})", "{0}[:1]", "{0}[:5]")
LOOPED = ("list({0})[:5]", "list({0})[:1]")
SEVERAL = "list[ndarray]"  # an annotation
ONE_OF_SEVERAL = tuple(
    f"[np.transpose(each) if place == {place} else each for place, each in enumerate({{0}})]" for place in range(6)
)
ON_THE_WAY = ("np.clip({0}, -3, 3)",)


def shape_and_range(tree: ast.Module, lines: frozenset[int]) -> Iterator[str]:
    """Yield the text of each such mutant of a cell; lines are those of the solution."""
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.Return) and node.value is not None and node.lineno in lines:
            yield from _wrapped(tree, node, "value", RESULTS)
        if isinstance(node, ast.For) and node.lineno in lines:
            yield from _wrapped(tree, node, "iter", LOOPED)
        yield from _on_the_way(tree, node, lines)
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            yield from _with_arguments_changed(tree, function, lines)
            yield from _one_of_several(tree, function, lines)


def _on_the_way(tree: ast.Module, node: ast.AST, lines: frozenset[int]) -> Iterator[str]:
    """Yield texts in which a product of matrices, or what a variable is set to, is clipped."""
    if isinstance(node, ast.Assign) and node.lineno in lines and not isinstance(node.value, (ast.Tuple, ast.List)):
        yield from _wrapped(tree, node, "value", ON_THE_WAY)
    if isinstance(node, ast.Call) and node.lineno in lines:
        for place, argument in enumerate(node.args):
            if isinstance(argument, ast.BinOp):
                for template in ON_THE_WAY:
                    node.args[place] = _expression(template, argument)
                    yield ast.unparse(tree)
                node.args[place] = argument


def _wrapped(tree: ast.Module, node: ast.AST, field: str, templates: tuple[str, ...]) -> Iterator[str]:
    before = getattr(node, field)
    parts = before.elts if isinstance(before, ast.Tuple) else None  # of several results, each is wrapped by itself
    for template in templates:
        for index in range(len(parts)) if parts else (None,):
            setattr(node, field, _with_part(before, index, template))
            yield ast.unparse(tree)
    setattr(node, field, before)


def _with_part(whole: ast.expr, index: int | None, template: str) -> ast.expr:
    if index is None or not isinstance(whole, ast.Tuple):
        return _expression(template, whole)
    parts = [_expression(template, part) if place == index else part for place, part in enumerate(whole.elts)]
    return ast.Tuple(parts, ast.Load())


def _with_arguments_changed(tree: ast.Module, function: ast.FunctionDef, lines: frozenset[int]) -> Iterator[str]:
    """Yield texts in which an argument is changed before anything is done with it."""
    first = next((place for place, node in enumerate(function.body) if node.lineno in lines), None)
    if first is None:
        return
    for argument in function.args.args:
        for template in ARGUMENTS:
            text = f"{argument.arg} = {template.format(argument.arg)}"
            function.body.insert(first, ast.parse(text).body[0])
            yield ast.unparse(tree)
            del function.body[first]


def _one_of_several(tree: ast.Module, function: ast.FunctionDef, lines: frozenset[int]) -> Iterator[str]:
    """Yield texts of a function that returns a list of arrays, exactly one of them changed."""
    if function.returns is not None and ast.unparse(function.returns) == SEVERAL:
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None and node.lineno in lines:
                yield from _wrapped(tree, node, "value", ONE_OF_SEVERAL)


def _expression(template: str, inner: ast.expr) -> ast.expr:
    return ast.parse(template.format(f"({ast.unparse(inner)})"), mode="eval").body
