"""Scripts without cells: Colab's download, Jupytext's light, sphinx and nomarker formats, Databricks.

Such a script is taken statement by statement, as a notebook is cell by cell: what one raises must not stop the rest.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise

_CONTINUES = re.compile(r"[ \t)\]}#]|(?:else|elif|except|finally)\b|$")
_QUOTES = re.compile(r"\"{3}|'{3}")
PARSED_AT_MOST = 1_000_000  # characters: a tree takes a hundred times as much memory


def statement_lines(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each statement at the outermost indent begins and ends: indices of lines, the end not included."""
    text = "\n".join(lines)
    starts = _parsed_starts(text) if len(text) <= PARSED_AT_MOST else None
    starts = sorted(set(_guessed_starts(lines) if starts is None else starts))
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)  # its comments belong to the first
    return list(pairwise([first, *starts[1:], len(lines)])) if starts else []


def _parsed_starts(text: str) -> list[int] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return [_first_line(node) - 1 for node in body]


def _first_line(node: ast.stmt) -> int:
    """Return the line on which a statement begins, which for a decorated function is its first decorator's."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _guessed_starts(lines: Sequence[str]) -> Iterator[int]:
    """Yield where statements begin in a text that does not parse as a whole: lines without an indent.

    What is inside a long string, continues a compound statement or follows a decorator begins none.
    """
    quote, decorated, continued = "", False, False
    for number, line in enumerate(lines):
        if not quote and not decorated and not continued and not _CONTINUES.match(line):
            yield number
        decorated = (decorated and _CONTINUES.match(line) is not None) or (not quote and line.startswith("@"))
        for mark in _QUOTES.findall(line):
            quote = "" if quote == mark else quote or mark
        continued = line.endswith("\\")
