"""What extra credit is worth, left out of the source of checks.py: it is arithmetic, and changes no answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def without_extra_points(source: str) -> str:
    """Return checks.py with a blank for each number of points inside of an `Exercise(…, extra=True, …)`.

    Points of 0 stay: what was worth nothing cannot be scaled to what it is worth now.
    """
    lines = source.encode().splitlines(keepends=True)  # columns of the syntax tree are bytes
    for number in sorted(_numbers(ast.parse(source)), key=_place, reverse=True):
        line, end = number.lineno - 1, number.end_col_offset
        lines[line] = lines[line][: number.col_offset] + lines[line][end:]
    return b"".join(lines).decode()


def _numbers(tree: ast.AST) -> Iterator[ast.Constant]:
    exercises = (call for call in ast.walk(tree) if isinstance(call, ast.Call) and _is_extra_exercise(call))
    words = (part for call in exercises for part in ast.walk(call) if isinstance(part, ast.keyword))
    values = (word.value for word in words if word.arg == "points")
    return (value for value in values if isinstance(value, ast.Constant) and value.value)


def _is_extra_exercise(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "Exercise" and any(
        word.arg == "extra" and isinstance(word.value, ast.Constant) and word.value.value is True
        for word in call.keywords
    )


def _place(number: ast.Constant) -> tuple[int, int]:
    return number.lineno, number.col_offset
