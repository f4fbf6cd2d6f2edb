"""Ways in which a copied answer is disguised, as programs: each makes another text of the same answer."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Mapping

OPERATORS = {ast.Mult: "multiply", ast.Add: "add", ast.Sub: "subtract", ast.MatMult: "matmul", ast.Div: "divide"}


def other_comments(source: str, chance: random.Random) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, ast.Expr(ast.Constant(f"In my own words, number {chance.randrange(99)}.")))
            node.returns = None
    return "\n".join(f"{line}  # so" for line in ast.unparse(tree).splitlines())


def other_names(source: str, chance: random.Random) -> str:
    tree = ast.parse(source)
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    own |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    called = {name: f"q{chance.randrange(999)}_{number}" for number, name in enumerate(sorted(own))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = called.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg, node.annotation = called[node.arg], None
    return ast.unparse(tree)


def another_order(source: str, chance: random.Random) -> str:
    """Swap neighbouring statements that do not need each other, and the operands of sums and products."""
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for _ in range(20):
                _swap(function.body, chance)
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult):
            node.left, node.right = node.right, node.left
    return other_names(ast.unparse(tree), chance)


def _swap(body: list[ast.stmt], chance: random.Random) -> None:
    place = chance.randrange(len(body))
    pair = body[place : place + 2]
    if len(pair) < 2 or not all(isinstance(each, ast.Assign) for each in pair):
        return
    names = [[node for node in ast.walk(each) if isinstance(node, ast.Name)] for each in pair]
    stored = [{node.id for node in each if isinstance(node.ctx, ast.Store)} for each in names]
    if not stored[0] & {node.id for node in names[1]} and not stored[1] & {node.id for node in names[0]}:
        body[place : place + 2] = reversed(pair)


def rewritten(source: str, chance: random.Random) -> str:
    """Call numpy's functions for half of the operators, and give the result a name before it is returned."""

    class Calls(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
            self.generic_visit(node)
            name = OPERATORS.get(type(node.op))
            if not name or chance.random() < 0.5:
                return node
            return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), [node.left, node.right], [])

    tree = Calls().visit(ast.parse(source))
    for node in ast.walk(tree):
        last = node.body[-1] if isinstance(node, ast.FunctionDef) else None
        if isinstance(last, ast.Return) and last.value:
            node.body[-1:] = ast.parse(f"outcome = {ast.unparse(last.value)}\nreturn_here").body
            node.body[-1] = ast.Return(ast.Name("outcome", ast.Load()))
    return another_order(ast.unparse(ast.fix_missing_locations(tree)), chance)


def in_helpers(source: str, chance: random.Random) -> str:
    """Move what each function returns into a helper function of its own."""
    tree, made = ast.parse(source), []
    for node in tree.body:
        last = node.body[-1] if isinstance(node, ast.FunctionDef) else None
        if isinstance(node, ast.FunctionDef) and isinstance(last, ast.Return) and last.value:
            names = [each for each in ast.walk(node) if isinstance(each, ast.Name | ast.arg)]
            own = {each.arg for each in names if isinstance(each, ast.arg)}
            own |= {each.id for each in names if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
            used = ", ".join(sorted({each.id for each in ast.walk(last.value) if isinstance(each, ast.Name)} & own))
            helper = f"part_{chance.randrange(999)}"
            made += ast.parse(f"def {helper}({used}):\n    return {ast.unparse(last.value)}").body
            node.body[-1] = ast.Return(ast.parse(f"{helper}({used})", mode="eval").body)
        made.append(node)
    tree.body = made
    return other_names(ast.unparse(ast.fix_missing_locations(tree)), chance)


DISGUISES: Mapping[str, Callable[[str, random.Random], str]] = {
    "other comments": other_comments,
    "other names": other_names,
    "another order": another_order,
    "rewritten": rewritten,
    "in helpers": in_helpers,
}
