"""Syntax that this Python reads and the grader's does not: a check says so before the grade does."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from autograder.core.model import Cell
from autograder.core.student_code import parsed

FREE_QUOTES = (3, 12)  # from here on, what is between the braces of an f-string may hold its quotes


def version(text: str) -> tuple[int, int] | None:
    """Return (3, 11) for "3.11", or None where no version is told."""
    parts = text.split(".")
    return (int(parts[0]), int(parts[1])) if len(parts) >= 2 and all(part.isdigit() for part in parts[:2]) else None


def as_the_grader_reads(cells: Iterable[Cell], python: str) -> tuple[Cell, ...]:
    """Return the cells; one that the grader's older Python cannot read raises a SyntaxError, as it will there."""
    grader = version(python)
    if grader is None or grader >= sys.version_info[:2]:
        return tuple(cells)
    told = f"this is newer than Python {python}, with which answers are graded"
    return tuple(
        replace(cell, source=f"raise SyntaxError({told!r})") if is_newer(cell.source, grader) else cell
        for cell in cells
    )


def is_newer(source: str, grader: tuple[int, int]) -> bool:
    """Say whether source is Python here and not there, as far as its syntax tree tells."""
    tree = parsed(source)
    if tree is None:
        return False
    try:
        ast.parse(source, feature_version=grader)
    except SyntaxError:
        return True
    return grader < FREE_QUOTES and any(_has_free_quotes(text) for text in _f_strings(tree, source))


def _f_strings(tree: ast.AST, source: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each f-string's text, and the texts of the expressions in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inner = [
                ast.get_source_segment(source, each.value)
                for each in node.values
                if isinstance(each, ast.FormattedValue)
            ]
            yield ast.get_source_segment(source, node) or "", [text for text in inner if text]


def _has_free_quotes(f_string: tuple[str, Sequence[str]]) -> bool:
    text, expressions = f_string
    opening = text.lstrip("fFrRbBuU")
    quote = opening[:3] if opening[:3] in ('"""', "'''") else opening[:1]
    newline = len(quote) == 1
    return bool(quote) and any(
        quote in each or "\\" in each or (newline and "\n" in each) for each in expressions if each in text
    )
