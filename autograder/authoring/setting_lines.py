"""Where in course_config.py a setting stands: its line, found in the program's text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator


def line_of(text: str, call: str, setting: str, name: str = "") -> int | None:
    """Return the line of a keyword in the last call of that name, or of the call itself; None if none is found.

    name: of several calls, the one whose first argument, or whose name=, this is.
    """
    found = [node for node in _calls(text, call) if not name or name in _texts(node)]
    if not found:
        return None
    values = [keyword.lineno for keyword in found[-1].keywords if keyword.arg == setting]
    return values[0] if values else found[-1].lineno


def line_with(text: str, pattern: str) -> int | None:
    """Return the last line in which a pattern is found, or None."""
    found = [number for number, line in enumerate(text.splitlines(), 1) if re.search(pattern, line)]
    return found[-1] if found else None


def _calls(text: str, name: str) -> Iterator[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: node.lineno):
        if getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
            yield node


def _texts(call: ast.Call) -> list[object]:
    nodes = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "name")]
    return [node.value for node in nodes if isinstance(node, ast.Constant)]
