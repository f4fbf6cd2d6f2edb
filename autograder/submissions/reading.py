"""One file that was handed in, read as cells: a notebook, a script, or what a tool has made of one by its name."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from dataclasses import replace

from autograder.core.model import Cell, Limits, Submission
from autograder.core.text import plain_name
from autograder.core.units import MB
from autograder.notebooks.ipynb import read_notebook
from autograder.notebooks.marks import UnreadableError, settle_marks
from autograder.notebooks.percent import read_percent
from autograder.submissions.files import OpenFolder
from autograder.submissions.foreign import AS_IT_IS, foreign_problem, what_came

# Browsers and mail programs put a second ending on what they do not know; nbconvert writes scripts as .txt.
_NOTEBOOK = re.compile(r"\.ipynb(?:\.json|\.txt)?$", re.IGNORECASE)
_SCRIPT = re.compile(r"\.py(?:\.txt)?$", re.IGNORECASE)
_TEXT = re.compile(r"\.txt$", re.IGNORECASE)
_CONVERTED = re.compile(r"(?m)^# (?:In\[[ \d]*\]:|%%)")
CODE_AT_MOST = 2_000_000  # characters, in all cells: no assignment has a hundredth of it
# What becomes of each of these in a notebook takes so many bytes when it is read, outputs included.
COSTS = {b"{": 200, b"[": 100, b'"': 30, b",": 40}
MEMORY_AT_MOST = 100 * 2**20
TOO_MUCH_OUTPUT = "its outputs hold too much: clear all outputs, save it, hand it in again"
WIDE_AT_MOST = 2_000_000  # bytes of characters beyond ASCII in a notebook that is large: one widens all of its text
LARGE = 2**24
_WIDE = re.compile(rb"[\x80-\xff]+")
NO_UTF8 = "it is not UTF-8 text: save it as UTF-8 and hand it in again"
TOO_MUCH = "it holds more than 2 million characters of code: hand in the assignment alone"


def file_kind(name: str) -> str:
    """Return "notebook" or "script" for a name that such a file has, "text" for .txt, "" for any other."""
    kinds = (("notebook", _NOTEBOOK), ("script", _SCRIPT), ("text", _TEXT))
    return next((kind for kind, ending in kinds if ending.search(name)), "")


def read_file(folder: OpenFolder, name: str, limits: Limits) -> Submission:
    """Read one file, of any student and any assignment (both are left ""); the cells' marks are settled.

    Never raises for what the file is or holds: that becomes its problem.
    """
    shown = plain_name(name)
    reading = Submission("", "", folder.path / name, "", ())
    try:
        data = folder.read(name, limits.file_mb * MB)
    except UnreadableError as error:
        return replace(reading, problem=f"{shown} {error}")
    reading = replace(reading, sha256=hashlib.sha256(data).hexdigest())
    try:
        text, notes = _text(name, data)
        del data  # the text is as large, and its cells may be
        cells, settled = _cells(name, text)
    except UnreadableError as error:
        return replace(reading, problem=f"{shown}: {error}")
    notes += settled
    return replace(reading, cells=cells, notes=tuple(f"{shown}: {note}" for note in notes))


def file_text(folder: OpenFolder, name: str, limits: Limits) -> str:
    """Return the text of a file that is modest enough to be read. Raises UnreadableError."""
    return _text(name, folder.read(name, limits.file_mb * MB))[0]


def _text(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a file's text, and notes on how it was read."""
    kind = file_kind(name)
    if not kind or (kind == "text" and not _is_converted(data)):
        raise UnreadableError("this is neither .ipynb nor .py: hand in the notebook or the script")
    if not data or data.isspace():
        raise UnreadableError("the file is empty: save your work and hand it in again")
    data, notes = _from_windows(data)
    if came := what_came("", data):
        raise UnreadableError(f"this is {came}, whatever its name says: {AS_IT_IS}")
    _require_modest(kind, data)
    text, more = _decoded(_narrowed(data) if kind == "notebook" else data, kind != "notebook")
    return text, notes + more


def _from_windows(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a file as UTF-8, and a note if it begins as UTF-16 does: PowerShell's `>` writes that, and old editors."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data.startswith(codecs.BOM_UTF32_LE):
        return data, ()
    try:
        if len(data) > LARGE:
            raise UnreadableError(NO_UTF8)
        return data.decode("utf-16").encode("utf-8"), ("it was read as UTF-16; save it as UTF-8",)
    except UnicodeError:
        raise UnreadableError(NO_UTF8) from None


def _cells(name: str, text: str) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return the cells of a file's text, marks settled, and notes on that."""
    kind = file_kind(name)
    if kind != "notebook" and len(text) > CODE_AT_MOST:
        raise UnreadableError(TOO_MUCH)
    if problem := foreign_problem(text):
        raise UnreadableError(problem)
    cells = read_notebook(text) if kind == "notebook" else read_percent(text)
    runs = (cell for cell in cells if cell.kind == "code" or (cell.kind == "raw" and cell.exercise))
    code = [len(cell.source) for cell in runs if cell.source.strip()]
    if not code and not any(cell.exercise for cell in cells):
        raise UnreadableError("there is no code in it: hand in the file that holds your answers")
    if sum(code) > CODE_AT_MOST:
        raise UnreadableError(TOO_MUCH)
    return settle_marks(cells)


def _require_modest(kind: str, data: bytes) -> None:
    """Refuse, before anything is made of it, what would take more memory than a grader has."""
    if kind != "notebook" and len(data) > 4 * CODE_AT_MOST:
        raise UnreadableError(TOO_MUCH)
    if kind == "notebook" and sum(cost * data.count(sign) for sign, cost in COSTS.items()) > MEMORY_AT_MOST:
        raise UnreadableError(TOO_MUCH_OUTPUT)


def _narrowed(data: bytes) -> bytes:
    """Return a large notebook with JSON's escapes in place of all characters beyond ASCII.

    One emoji in it would have Python hold four bytes for every character of a text that is mostly pictures.
    """
    if len(data) <= LARGE or data.isascii():
        return data
    if sum(len(found[0]) for found in _WIDE.finditer(data)) > WIDE_AT_MOST:
        raise UnreadableError(TOO_MUCH_OUTPUT)
    try:
        inner = data.removeprefix(codecs.BOM_UTF8)
        return _WIDE.sub(lambda found: json.dumps(found[0].decode("utf-8"))[1:-1].encode("ascii"), inner)
    except UnicodeDecodeError:
        return data  # no UTF-8: it is refused for that


def _is_converted(data: bytes) -> bool:
    return _CONVERTED.search(data[:100_000].decode("utf-8", "replace")) is not None


def _decoded(data: bytes, script: bool) -> tuple[str, tuple[str, ...]]:
    if b"\0" in data:  # UTF-16 or UTF-32 without its mark, or no text at all
        raise UnreadableError(NO_UTF8)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        if not script:
            raise UnreadableError(NO_UTF8) from None
    return data.decode("latin-1"), ("it is not UTF-8 text and was read as Latin-1; save it as UTF-8",)
