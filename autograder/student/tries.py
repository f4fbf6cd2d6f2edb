"""How often a wrong answer changed since it was first checked, which decides how much `check` says of it.

Answers are told apart by what Python makes of their source: layout, comments and docstrings are no change, and the same
answer checked again is none either. A kernel remembers them for its session; `autograder check` in a file of the user's
cache folder, one for each file that is checked, which holds hashes alone.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from autograder.core.student_code import parsed
from autograder.core.verdicts import ExerciseReport
from autograder.student.hint_levels import RULE, WRONG
from autograder.student.view import FAIL, mark

Seen = dict[str, list[str]]  # exercise -> the first few wrong answers that were checked


def level_of(report: ExerciseReport, source: str, seen: Seen, fixed: int | None, count: bool = True) -> int:
    """Return how much to tell of an answer, and note it among those seen. fixed: what the course says, if it does.

    count: False where a check is no try, as after each save under --watch.
    """
    if all(mark(verdict) != FAIL for verdict in report.verdicts):
        return RULE
    known, answer = seen.setdefault(report.name, []), _hash(source)
    if count and answer not in known and len(known) < RULE:
        known.append(answer)
    return fixed or max(WRONG, len(known))


def _hash(source: str) -> str:
    tree = parsed(source)
    text = source if tree is None else ast.dump(_without_docstrings(tree))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return tree


def read_seen(checked: Path) -> Seen:
    """Return what is remembered of a file; nothing where it cannot be read."""
    try:
        found = json.loads(_place(checked).read_text("utf-8"))
        return dict(_answers(found))
    except (OSError, ValueError, TypeError):
        return {}


def _answers(found: object) -> Iterator[tuple[str, list[str]]]:
    for name, answers in found.items() if isinstance(found, dict) else ():
        if isinstance(answers, list):
            yield name, [str(answer) for answer in answers[:RULE]]


def write_seen(checked: Path, seen: Mapping[str, list[str]]) -> None:
    """Remember it. Where no file can be written, every check is a first one."""
    path = _place(checked)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(seen), "utf-8")


def _place(checked: Path) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "autograder" / "tries" / f"{hashlib.sha256(str(checked.resolve()).encode()).hexdigest()[:16]}.json"
