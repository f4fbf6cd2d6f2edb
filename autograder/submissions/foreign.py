"""What came instead of an assignment's notebook or script: told by looking at it, so that its author can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from autograder.core.model import Cell
from autograder.core.text import plain_name
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import UnreadableError, definitions
from autograder.notebooks.percent import read_percent

_CONFLICT = tuple(re.compile(mark, re.MULTILINE) for mark in ("^<{7} ", "^={7}$", "^>{7} "))
_MARIMO = re.compile(r"^\s*(?:import marimo\b|app = marimo\.App\()", re.MULTILINE)
_SUFFIXES = {
    ".docx": "a Word document",
    ".doc": "a Word document",
    ".odt": "a text document",
    ".pdf": "a PDF",
    ".html": "a web page",
    ".htm": "a web page",
    ".md": "a Markdown text",
    ".rtf": "a text document",
    ".png": "a picture",
    ".jpg": "a picture",
    ".jpeg": "a picture",
    ".zip": "a zip",
    ".rar": "an archive",
    ".7z": "an archive",
    ".gz": "an archive",
    ".mat": "a MATLAB file",
    ".m": "a MATLAB script",
    ".xlsx": "a spreadsheet",
    ".pages": "a text document",
    ".webloc": "a link",
    ".url": "a link",
}
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"version https://git-lfs", "a Git LFS pointer"),
)
AS_IT_IS = "hand in the notebook (.ipynb) or the script (.py) itself"


def what_came(name: str, data: bytes = b"") -> str:
    """Return what a file is that is no notebook and no script, as "a PDF", or "" where it might be one.

    The content comes before the name: a document that was renamed to .ipynb is still a document.
    """
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return "a Word document" if b"word/" in data[:4000] else _SUFFIXES.get(_suffix(name), "a zip")
    head = data[:1000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return _SUFFIXES.get(_suffix(name), "")


def _suffix(name: str) -> str:
    return PurePosixPath(name.lower().strip()).suffix


def none_of_ours(files: Mapping[str, bytes]) -> str:
    """Return what came where there is neither a notebook nor a script: names and their first bytes; "" for nothing."""
    names = [f"{plain_name(name)}{_in_brackets(what_came(name, data))}" for name, data in sorted(files.items())]
    listed = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
    return f"there is neither an .ipynb nor a .py file among what was handed in: {listed}; {AS_IT_IS}" if names else ""


def _in_brackets(kind: str) -> str:
    return f" ({kind})" if kind else ""


def _conflict(text: str) -> int:
    """Return where the first merge conflict begins, or -1: each mark is looked for once, behind the one before."""
    places = [0]
    for mark in _CONFLICT:
        if (found := mark.search(text, places[-1])) is None:
            return -1
        places.append(found.start())
    return places[1]


def foreign_problem(text: str) -> str:
    """Return why a text that calls itself a notebook or script cannot be graded as one, or "".

    The sentence goes on after the file's name: a merge conflict, a marimo notebook.
    """
    line = 1 + text.count("\n", 0, conflict) if (conflict := _conflict(text)) >= 0 else 0
    if line:
        return f"holds a merge conflict (line {line}): keep one of the two versions, and hand it in without the marks"
    if _MARIMO.search(text):
        return "is a marimo notebook: export it as .ipynb (marimo export ipynb), or hand in the released file"
    return ""


def cells_of(name: str, text: str) -> Sequence[Cell]:
    """Return the cells of a notebook's or a script's text; none where it cannot be read."""
    try:
        return read_notebook(text) if ".ipynb" in name.lower() else read_percent(text)
    except (UnreadableError, ValueError, RecursionError):
        return ()


def assignment_of(cells: Iterable[Cell], exercises: Mapping[str, Iterable[str]]) -> str:
    """Return the assignment whose exercises these cells are marked with, else whose functions they define; or "".

    exercises: the names of each assignment's exercises. "" where several fit as well, or none does.
    """
    cells = tuple(cells)
    marked = {cell.exercise for cell in cells if cell.exercise}
    defined = {name for cell in cells if cell.kind == "code" for name in definitions(cell.source)}
    return _most(marked, exercises) or _most(defined, exercises)


def assignment_instead(cells: Sequence[Cell], assignment: str, exercises: Mapping[str, Iterable[str]]) -> str:
    """Return that cells are another assignment's, as a sentence that goes on after the file's name, or "".

    They are where they are marked with exercises, and with none of this assignment's.
    """
    marked = {cell.exercise for cell in cells if cell.exercise}
    if not marked or marked.intersection(exercises.get(assignment, marked)):
        return ""
    other = _most(marked, exercises)
    return f"is the notebook of '{other}', and this is '{assignment}': hand in the right one" if other else ""


def _most(names: set[str], exercises: Mapping[str, Iterable[str]]) -> str:
    counts = {assignment: len(names.intersection(each)) for assignment, each in exercises.items()}
    best = max(counts.values(), default=0)
    fitting = [assignment for assignment, count in counts.items() if count == best]
    return fitting[0] if best and len(fitting) == 1 else ""
