"""Read and execute an author's Python: whatever is wrong with it is said with the file and the line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from types import CodeType
from typing import Any

from autograder.errors import SourceError

COMPILED = 256  # pieces of authors' files that are kept: each variant of a lesson runs them again


def read_source(path: Path) -> str:
    """Return an author's file as text. Raises SourceError if it is not UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SourceError(path, line, "this is not UTF-8 text: save the file as UTF-8") from error


def execute(path: Path, source: str, namespace: dict[str, Any], first_line: int = 1) -> None:
    """Run a piece of an author's file in a namespace. first_line is where in the file the piece begins.

    Raises SourceError for whatever goes wrong, with the innermost line of that file.
    """
    padded = "\n" * (first_line - 1) + source  # so that tracebacks and inspect.getsource find the file's lines
    try:
        exec(_compiled(padded, str(path)), namespace)
    except SyntaxError as error:
        line = error.lineno if error.filename == str(path) else line_in(path, error)
        raise SourceError(path, line, f"this does not parse: {error.msg}") from error
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(path, line_in(path, error), f"{type(error).__name__}: {error}") from error


@lru_cache(maxsize=COMPILED)
def _compiled(source: str, path: str) -> CodeType:
    return compile(source, path, "exec", dont_inherit=True)


def line_in(path: Path, error: BaseException) -> int | None:
    """Return the innermost line of a file that an exception came through, or None."""
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == str(path)]
    return lines[-1] if lines else None
