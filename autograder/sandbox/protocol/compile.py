"""Compile the cells of a submission, as IPython would: parsed before the fork, run behind it."""

from __future__ import annotations
import __future__

import ast
from collections.abc import Sequence
from functools import lru_cache
from types import CodeType

FUTURE_FLAGS = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})
GIVEN_FILE = "<given {}>"
CELL_FILE = "<cell {}>"
_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # as every notebook does
CELLS = 500  # that are kept compiled: a notebook may be run several times


@lru_cache(maxsize=CELLS)
def parse(source: str, filename: str, flags: int = 0) -> CodeType:
    """Compile a cell; one that is no Python is read as IPython reads it (magics, shell lines, leading indent)."""
    source = source.removeprefix("\ufeff")
    try:
        return _compiled(source, filename, flags)
    except SyntaxError:
        plain = _from_ipython(source)
        if plain is None:
            raise
    return _compiled(plain, filename, flags)


def parse_result(source: str, filename: str, flags: int = 0) -> tuple[CodeType, CodeType | None]:
    """Compile a cell in two: its statements, and the expression on its last line whose value it shows (or None)."""
    try:
        tree = ast.parse(source, filename)
    except SyntaxError:
        tree = ast.parse(_from_ipython(source) or source, filename)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return parse(source, filename, flags), None
    shown = compile(ast.Expression(last.value), filename, "eval", flags | _AWAIT, dont_inherit=True)
    del tree.body[-1]
    return _compiled(tree, filename, flags), shown


def compile_all(sources: Sequence[str], filename: str) -> list[CodeType | None]:
    """Compile the cells of a notebook from its beginning; filename has a place for the number of each.

    None is in place of those that do not compile: they will say so when they are run.
    """
    codes: list[CodeType | None] = []
    flags = 0
    for number, source in enumerate(sources):
        try:
            codes.append(code := parse(source, filename.format(number), flags))
            flags |= code.co_flags & FUTURE_FLAGS
        except (SyntaxError, ValueError):
            codes.append(None)
    return codes


def _compiled(source: str | ast.Module, filename: str, flags: int) -> CodeType:
    code: CodeType = compile(source, filename, "exec", flags | _AWAIT, dont_inherit=True)
    return code


def _from_ipython(source: str) -> str | None:
    try:
        from IPython.core.inputtransformer2 import TransformerManager

        return str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call, unused-ignore]
    except Exception:  # not installed, or the text is beyond it
        return None
