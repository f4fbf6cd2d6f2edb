"""An answer as what is left of it when names, literals, layout and the order of independent statements do not count.

An answer becomes one sequence of tokens per function of its cell: the syntax tree, read from the root down, each token
with the line that it comes from. What a student chose (names, numbers, texts, type hints, comments, whether a value
gets a name before it is used, `np.dot(a, b)` or `a @ b`) is made the same; what the exercise asks for (which
operations, of what, how nested) stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.core.syntax import tree_of
from autograder.similarity.statements import in_canonical_order, inlined, is_idle

LONGEST = 20_000  # characters of an answer; a function of the lessons has a thousand
MODULES = frozenset({"np", "numpy", "math"})
CALLS_OF_OPERATORS = {
    "add": ast.Add,
    "subtract": ast.Sub,
    "multiply": ast.Mult,
    "divide": ast.Div,
    "true_divide": ast.Div,
    "power": ast.Pow,
    "float_power": ast.Pow,
    "dot": ast.MatMult,
    "matmul": ast.MatMult,
    "mod": ast.Mod,
}
COMMUTATIVE = (ast.Add, ast.Mult)
FLIPPED = {ast.Gt: "Lt", ast.GtE: "LtE"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Token:
    """One step of the syntax tree, and the line of the answer that it is on."""

    label: str
    line: int


Form = tuple[Token, ...]


def normal_forms(source: str) -> tuple[Form, ...] | None:
    """Return the sequences of an answer, one per function (or class) and one for what is outside of them.

    None where there is nothing to compare: no Python, longer than LONGEST, or nested deeper than anybody writes.
    """
    tree = tree_of(source) if len(source) <= LONGEST else None
    if tree is None:
        return None
    try:
        return tuple(form for form in _Reader(tree).sequences(tree) if form)
    except RecursionError:
        return None


def labels(form: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.label for token in form)


class _Reader:
    """Turns nodes into tokens; what it must know is which names the answer itself binds."""

    def __init__(self, tree: ast.Module) -> None:
        self._own = frozenset(_bound(tree))
        self._own_attributes = frozenset(
            node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        )

    def sequences(self, tree: ast.Module) -> Iterator[Form]:
        loose: list[ast.stmt] = []
        for statement in tree.body:
            if isinstance(statement, Function):
                yield self.function(statement)
            elif isinstance(statement, ast.ClassDef):
                yield from (self.of(each) for each in statement.body if not is_idle(each))
            elif function := _named_lambda(statement):
                yield self.block([ast.copy_location(ast.Return(function.body), function)], statement.lineno)
            else:
                loose.append(statement)
        yield self.block(inlined(loose), 1)

    def function(self, node: Function) -> Form:
        return (Token("def", node.lineno), *self.block(inlined(node.body), node.lineno))

    def block(self, statements: Sequence[ast.stmt], line: int) -> Form:
        kept = [(each, self.of(each, line)) for each in statements if not is_idle(each)]
        return tuple(token for form in in_canonical_order(kept, labels) for token in form)

    def of(self, node: ast.AST, line: int = 1) -> Form:
        """Return the tokens of a node and of all below it."""
        line = getattr(node, "lineno", line)
        special = getattr(self, f"_{type(node).__name__}", None)
        if special is not None:
            found: Form = special(node, line)
            return found
        return (Token(type(node).__name__, line), *self._below(node, line))

    def _below(self, node: ast.AST, line: int) -> Form:
        tokens: list[Token] = []
        for _, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                tokens += self.block(value, line)
            elif isinstance(value, list):
                tokens += [token for each in value if isinstance(each, ast.AST) for token in self.of(each, line)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                tokens += self.of(value, line)
        return tuple(tokens)

    def _FunctionDef(self, node: Function, line: int) -> Form:
        return self.function(node)

    _AsyncFunctionDef = _FunctionDef

    def _Lambda(self, node: ast.Lambda, line: int) -> Form:
        return (Token("def", line), *self.of(ast.copy_location(ast.Return(node.body), node), line))

    def _Name(self, node: ast.Name, line: int) -> Form:
        return (Token("v" if node.id in self._own else node.id, line),)

    def _Constant(self, node: ast.Constant, line: int) -> Form:
        plain = node.value is None or node.value is ... or isinstance(node.value, bool)
        kind = repr(node.value) if plain else "text" if isinstance(node.value, str | bytes) else "number"
        return (Token(kind, line),)

    def _JoinedStr(self, node: ast.JoinedStr, line: int) -> Form:
        values = (each.value for each in node.values if isinstance(each, ast.FormattedValue))
        return (Token("text", line), *(token for each in values for token in self.of(each, line)))

    def _List(self, node: ast.List | ast.Tuple, line: int) -> Form:
        return (Token("items", line), *(token for each in node.elts for token in self.of(each, line)))

    _Tuple = _List

    def _Attribute(self, node: ast.Attribute, line: int) -> Form:
        name = Token(".v" if node.attr in self._own_attributes else f".{node.attr}", line)
        return (name,) if _is_module(node.value) else (name, *self.of(node.value, line))

    def _AnnAssign(self, node: ast.AnnAssign, line: int) -> Form:
        value = self.of(node.value, line) if node.value else ()
        return (Token("Assign", line), *self.of(node.target, line), *value)

    def _AugAssign(self, node: ast.AugAssign, line: int) -> Form:
        target = self.of(node.target, line)
        return (Token("Assign", line), *target, *_operation(node.op, [target, self.of(node.value, line)], line))

    def _UnaryOp(self, node: ast.UnaryOp, line: int) -> Form:
        inner = self.of(node.operand, line)
        is_number = isinstance(node.operand, ast.Constant)
        return inner if is_number or isinstance(node.op, ast.UAdd) else (Token(type(node.op).__name__, line), *inner)

    def _BinOp(self, node: ast.BinOp, line: int) -> Form:
        operands = _flat(node) if isinstance(node.op, COMMUTATIVE) else [node.left, node.right]
        return _operation(node.op, [self.of(each, line) for each in operands], line)

    def _Compare(self, node: ast.Compare, line: int) -> Form:
        sides = [self.of(each, line) for each in (node.left, *node.comparators)]
        kind = type(node.ops[0])
        if len(node.ops) == 1 and kind in FLIPPED:
            sides.reverse()
        elif len(node.ops) == 1 and kind in (ast.Eq, ast.NotEq):
            sides.sort(key=labels)
        operators = [FLIPPED.get(type(op), type(op).__name__) for op in node.ops]
        return (Token(" ".join(operators), line), *(token for side in sides for token in side))

    def _Call(self, node: ast.Call, line: int) -> Form:
        """`np.sum(x)` and `x.sum()` are one, and so are `np.multiply(x, y)` and `x * y`."""
        function, arguments = node.func, list[ast.expr](node.args)
        if isinstance(function, ast.Attribute) and not _is_module(function.value):
            arguments.insert(0, function.value)
        name = function.attr if isinstance(function, ast.Attribute) else ""
        forms = [self.of(each, line) for each in arguments]
        if len(forms) == 2 and not node.keywords and name in CALLS_OF_OPERATORS:
            return _operation(CALLS_OF_OPERATORS[name](), forms, line)
        if len(forms) == 1 and not node.keywords and name == "square":
            return _operation(ast.Pow(), [*forms, (Token("number", line),)], line)
        if name == "transpose" and len(forms) == 1:
            return (Token(".T", line), *forms[0])
        called = (Token(f"{name}()", line),) if name else (Token("call", line), *self.of(function, line))
        named = sorted(node.keywords, key=lambda each: each.arg or "")
        forms += [(Token(f"{each.arg}=", line), *self.of(each.value, line)) for each in named]
        return (*called, *(token for form in forms for token in form))


def _operation(op: ast.operator, forms: list[Form], line: int) -> Form:
    """Return an operator before its operands; where their order makes no difference, in one order."""
    if isinstance(op, COMMUTATIVE):
        forms = sorted(forms, key=labels)
    return (Token(type(op).__name__, line), *(token for form in forms for token in form))


def _flat(node: ast.BinOp) -> list[ast.expr]:
    """Return the operands of a sum of sums, or of a product of products."""
    operands: list[ast.expr] = []
    left: list[ast.expr] = [node]
    while left:
        each = left.pop()
        if isinstance(each, ast.BinOp) and type(each.op) is type(node.op):
            left += [each.right, each.left]
        else:
            operands.append(each)
    return operands


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in MODULES


def _named_lambda(statement: ast.stmt) -> ast.Lambda | None:
    return statement.value if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda) else None


def _bound(tree: ast.Module) -> Iterator[str]:
    """Yield the names that an answer gives a meaning itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, Function | ast.ClassDef | ast.ExceptHandler):
            yield node.name or ""  # an exception need not get one
