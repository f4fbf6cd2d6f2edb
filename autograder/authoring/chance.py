"""Find in an author's Python what differs from run to run: numbers without a seed, clocks, addresses, sets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from autograder.authoring.lesson import Lesson

SEEDED = ("seed", "RandomState", "Generator", "SeedSequence", "get_state", "set_state")
CLOCKS = ("time", "datetime", "date")
NO_CLOCKS = ("", "sleep", "strptime", "fromisoformat")
ALWAYS_NEW = ("os.urandom", "os.getpid", "id", "hash")
MODULES_OF_CHANCE = ("secrets", "uuid")
SETS = ("set", "frozenset")
LONGEST = 60  # characters of it that are quoted


class Chance(NamedTuple):
    """Where something differs in every run, and how it is written there."""

    line: int
    words: str
    is_set: bool


def find_chance(source: str, lines: range | None = None) -> Chance | None:
    """Return the first such place of a source, within these lines; None where nothing is known to be one."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic in it
        return None
    found = [node for node in _by_chance(tree) if lines is None or node.lineno in lines]
    node = min(found, key=lambda each: (each.lineno, each.col_offset), default=None)
    return None if node is None else Chance(node.lineno, ast.unparse(node)[:LONGEST], _makes_set(node))


def lines_of(source: str, name: str) -> range:
    """Return the lines of the function or class of this name; none where there is none."""
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.ClassDef))
    found = next((node for node in nodes if node.name == name), None)
    return range(0) if found is None else range(found.lineno, (found.end_lineno or found.lineno) + 1)


def chance_in(lesson: Lesson, exercise: str) -> tuple[int, Chance | None]:
    """Return the line of lesson.py that makes an exercise's solution another one each time; else that of its cell."""
    own = lesson.exercises[exercise]
    for cell in (own, *lesson.given, *lesson.exercises.values()):
        if found := find_chance(cell.source):
            return cell.line + found.line - 1, found
    return own.line, None


def has_sets(source: str) -> bool:
    """Say whether a source may make sets or ask for hashes, so that the order of something may rest on them."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return True
    return any(
        (isinstance(node, ast.Call) and ast.unparse(node.func) == "hash") or _makes_set(node) for node in ast.walk(tree)
    )


def _makes_set(node: ast.AST) -> bool:
    is_call = isinstance(node, ast.Call) and ast.unparse(node.func) in SETS
    return is_call or isinstance(node, ast.Set | ast.SetComp)


def _by_chance(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and (_makes_set(node) or _is_new_each_time(node)):
            yield node


def _is_new_each_time(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    first, _, rest = name.partition(".")
    if name.rpartition(".")[2] in ("default_rng", "Random", "RandomState"):
        return not node.args and not node.keywords
    if name.startswith(("np.random.", "numpy.random.", "random.")):
        return name.rpartition(".")[2] not in SEEDED
    is_clock = first in CLOCKS and rest.rpartition(".")[2] not in NO_CLOCKS
    return is_clock or first in MODULES_OF_CHANCE or name in ALWAYS_NEW
