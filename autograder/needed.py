"""Which cells of a submission have to run. Those that only show something, as released, need not.

A lesson's unmarked cells draw and print; its solution is made without them. Where a student has left one as it was, and
nothing that runs reads a name that it binds, it can change no answer; and drawing costs more than all the rest.

What a student wrote is read as text: Python's own parser is not to be trusted with it. Where the text leaves a doubt,
the cell runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from autograder.model import Cell

if TYPE_CHECKING:
    from symtable import SymbolTable

SOURCE_AT_MOST = 200_000  # characters of all cells; nobody's work is longer, and reading it stays quick
DEPTH_AT_MOST = 20  # of brackets
# What is never closed is closed by the end of its line or text: it would not run, but it must be read in linear time.
_COMMENT_OR_STRING = re.compile(
    r"""\#[^\n]* | (?<!\w)(?P<prefix>[A-Za-z]{0,2})(?P<text>
    \"{3}(?:[^"\\]|\\.|"(?!""))*(?:\"{3}|\\?\Z) | '{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3}|\\?\Z)
    | "(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\\?\Z) | '(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\\?\Z))""",
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")  # an attribute, behind its dot, is no name
_STATEMENT = re.compile(r"^(?=[^\s)\]}])", re.MULTILINE)
_DEF = re.compile(r"(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(")
_PARAMETER = re.compile(r"[\s*]*([^\W\d]\w*)\s*(?:[:=]|$)")
_INNERMOST = re.compile(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]|\{[^()\[\]{}]*\}")
_TARGETS = re.compile(
    r"^[ \t]+(?:for[ \t]+(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]+in\b|(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]*[-+*/@]?=(?!=))",
    re.MULTILINE,
)
_CLAUSES = frozenset({"async", "for", "in", "if", "else"})
_COMPREHENSION = re.compile(r"\bfor\b([\w\s,']+?)\bin\b(.*?)(?=\b(?:for|if)\b|$)", re.DOTALL)
_SCOPE = re.compile(r"\b(?:def|class)\b")
# With these a text can read names that it does not show.
_DYNAMIC = re.compile(
    r"\b(?:globals|locals|vars|dir|eval|exec|getattr|global|nonlocal|get_ipython|inspect|importlib|builtins|sys|__\w+)\b"
    r"|^[ \t]*[%!?]|\?[ \t]*$",
    re.MULTILINE,
)


def needed(cells: Sequence[Cell], unmarked: Sequence[str]) -> tuple[Cell, ...]:
    """Return the code cells that have to run, in order. unmarked: sources of the lesson's own, as released."""
    if sum(len(cell.source) for cell in cells) > SOURCE_AT_MOST:
        return tuple(cells)
    released = {tidy(source): source for source in unmarked}
    texts = ["" if cell.exercise else tidy(cell.source) for cell in cells]
    idle = {text: source for text, source in released.items() if text in texts}
    for cell, text in zip(cells, texts, strict=True):
        reads = names_read(cell.source) if idle and text not in released else frozenset()
        wanted = set(idle) if reads is None else _wanted(idle, reads)
        idle = {text: source for text, source in idle.items() if text not in wanted}
    return tuple(cell for cell, text in zip(cells, texts, strict=True) if text not in idle)


def _wanted(idle: Mapping[str, str], reads: frozenset[str]) -> set[str]:
    """Return which of the idle cells bind one of these names, or one that those cells read in turn."""
    wanted: set[str] = set()
    while more := {text for text in idle.keys() - wanted if names_bound(idle[text]) & reads}:
        wanted |= more
        reads = reads.union(*(_NAME.findall(idle[text]) for text in more))
    return wanted


def tidy(source: str) -> str:
    """Return a source without blank lines and trailing space."""
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())


@cache
def names_bound(source: str) -> frozenset[str]:
    """Return the names that a cell of the lesson, whose author is trusted, leaves behind."""
    from symtable import symtable  # students' keys have no such cells

    return frozenset(_bound(symtable(source, "<lesson>", "exec")))


def _bound(scope: SymbolTable) -> Iterator[str]:
    for name in scope.get_symbols():
        if (name.is_assigned() or name.is_imported()) and (scope.get_type() == "module" or name.is_declared_global()):
            yield name.get_name()
    for inner in scope.get_children():
        yield from _bound(inner)


# --- a student's text --------------------------------------------------------------------------------------------


def names_read(source: str) -> frozenset[str] | None:
    """Return the names that a cell reads from outside of its functions, and perhaps more; None if it could be any."""
    # NFKC: Python takes `ｘ` for `x`.
    code = unicodedata.normalize("NFKC", _COMMENT_OR_STRING.sub(_names_in, source))
    if _DYNAMIC.search(code):
        return None
    return frozenset().union(*map(_read_by, _STATEMENT.split(code)))


def _names_in(match: re.Match[str]) -> str:
    """Return code that reads what a comment or a string reads: nothing, unless it is an f-string."""
    formatted = match["text"] and set(match["prefix"].lower()) & {"f", "t"}
    return f"({','.join(_NAME.findall(match['text']))})" if formatted else "''" if match["text"] else ""


def _read_by(statement: str) -> set[str]:
    """Return the names that a statement at a cell's top level reads; a function's own names are no concern of ours."""
    head = _DEF.match(statement)
    end = _closing(statement, head.end() - 1) if head else -1
    if head is None or end < 0:
        return _names(statement)
    header, (result, _, body) = statement[head.end() : end], statement[end:].partition(":")
    parameters = _parameters(header)
    # Defaults and annotations are read outside: `def f(x=x)`.
    around = Counter(_NAME.findall(header)) - Counter(parameters) + Counter(_NAME.findall(result))
    return set(around) | _names(body) - set(parameters) - _assigned(body)


def _names(text: str) -> set[str]:
    """Return all names in a text, but for those that a comprehension binds where they stand."""
    for _ in range(DEPTH_AT_MOST):
        text, count = _INNERMOST.subn(_names_in_brackets, text)
        if not count:
            break
    return set(_NAME.findall(text))


def _names_in_brackets(match: re.Match[str]) -> str:
    names = [name for name in _NAME.findall(match[0]) if name not in _CLAUSES]
    loops = list(_COMPREHENSION.finditer(match[0]))
    if loops:
        # What the first loop runs over is read outside: [x for x in x].
        own = {name for loop in loops for name in _NAME.findall(loop[1])} - set(_NAME.findall(loops[0][2]))
        names = [name for name in names if name not in own]
    return f"'{' '.join(names)}'"


def _closing(text: str, start: int) -> int:
    """Return where the bracket that opens at start closes, or -1."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place
    return -1


def _parameters(header: str) -> list[str]:
    flat = _flat(header)
    if flat is None or "lambda" in flat:
        return []
    return [match[1] for part in flat.split(",") if (match := _PARAMETER.match(part))]


def _assigned(body: str) -> set[str]:
    """Return names that are local to a function, because its body assigns to them."""
    flat = None if _SCOPE.search(body) else _flat(body)
    found = _TARGETS.findall(flat or "")
    return {name for targets in found for name in _NAME.findall(" ".join(targets))}


def _flat(text: str) -> str | None:
    """Return text with what stands in brackets left out; None if they do not match or go too deep."""
    for _ in range(DEPTH_AT_MOST):
        # Not by nothing: x[0] = 1 assigns to no x.
        text, count = _INNERMOST.subn("'", text)
        if not count:
            return None if re.search(r"[()\[\]{}]", text) else text
    return None
