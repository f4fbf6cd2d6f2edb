"""Why an exercise is not attempted although its answer lies somewhere: in text, in comments, under a misspelt name.

None of that is run, in the student's own notebook neither; so it is not graded. But it is said where it lies.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.core.answer_key import AnswerKey
from autograder.core.model import Cell
from autograder.core.student_code import answered_by, parsed
from autograder.notebooks.marks import tidied

IN_TEXT = "`{name}` stands in a {kind} cell, which is not run: move it into its own cell"
IN_COMMENTS = "`{name}` stands in comments, which are not run: remove the # in front of its lines"
MISSPELT = "there is a `{other}`, but no `{name}`: give it the name of the exercise"
LONGEST, MOST = 10_000, 500_000  # characters of a cell, and of all that are looked at
_KINDS = {"markdown": "Markdown", "raw": "raw"}
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_COMMENTS = re.compile(r"(?:^[ \t]*#.*(?:\n|\Z))+", re.MULTILINE)
_SIGN = re.compile(r"^[ \t]*#[ \t]?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Looked:
    """A cell of a student's own, and what would be defined by it: as it is, and by what stands in its comments."""

    kind: str
    exercise: str | None
    defined: Sequence[str]
    in_comments: Sequence[str]


def passed_over(key: AnswerKey, cells: Iterable[Cell], names: Iterable[str]) -> dict[str, str]:
    """Return a sentence for each of these exercises whose answer lies where nothing is run; cells: as handed in."""
    handed_out = (*key.given, *key.stub.values(), *key.demonstrations)
    released = frozenset(map(tidied, handed_out))
    known = frozenset(name for source in handed_out for name in _defined(source))
    looked = [_look(cell, released) for cell in _own(cells, released)]
    found = {name: _sentence(looked, name, known) for name in names}
    return {name: said for name, said in found.items() if said}


def _sentence(looked: Sequence[_Looked], name: str, known: frozenset[str]) -> str:
    return _in_text(looked, name) or _in_comments(looked, name) or _misspelt(looked, name, known)


def _own(cells: Iterable[Cell], released: frozenset[str]) -> Iterator[Cell]:
    left = MOST
    for cell in cells:
        if len(cell.source) <= min(LONGEST, left) and not cell.given and tidied(cell.source) not in released:
            left -= len(cell.source)
            yield cell


def _look(cell: Cell, released: frozenset[str]) -> _Looked:
    if cell.kind in _KINDS:
        # A lesson's prose may quote a function: a cell that holds code and nothing else is somebody's work.
        return _Looked(cell.kind, cell.exercise, _defined(_FENCE.sub("", cell.source)), ())
    blocks = (_SIGN.sub("", match[0]) for match in _COMMENTS.finditer(cell.source))
    hidden = [name for block in blocks if tidied(block) not in released for name in _defined(block)]
    return _Looked(cell.kind, cell.exercise, _defined(cell.source), hidden)


def _in_text(cells: Iterable[_Looked], name: str) -> str:
    kind = next((cell.kind for cell in cells if cell.kind in _KINDS and name in cell.defined), None)
    return IN_TEXT.format(name=name, kind=_KINDS[kind]) if kind else ""


def _in_comments(cells: Iterable[_Looked], name: str) -> str:
    return IN_COMMENTS.format(name=name) if any(name in cell.in_comments for cell in cells) else ""


def _misspelt(cells: Iterable[_Looked], name: str, known: frozenset[str]) -> str:
    """Look for a function whose name differs in case or underscores, or for the only one of the exercise's own cell."""
    new = [(cell, [each for each in cell.defined if each not in known]) for cell in cells if cell.kind == "code"]
    lettered = [each for _, names in new for each in names if _letters(each) == _letters(name)]
    alone = [names[0] for cell, names in new if cell.exercise == name and len(names) == 1]
    other = next(iter((*lettered, *alone)), "")
    return MISSPELT.format(name=name, other=other) if other else ""


def _defined(source: str) -> list[str]:
    """Return the functions that a text defines, and the questions that it answers."""
    tree = parsed(source)
    return [name for node in (tree.body if tree else ()) if (name := _name(node))]


def _name(node: ast.stmt) -> str | None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    return answered_by(node.value) if isinstance(node, ast.Expr) else None


def _letters(name: str) -> str:
    return name.replace("_", "").lower()
