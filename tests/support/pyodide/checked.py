"""What check() says of answers, one after the other, in a session of each lesson: in CPython and in Pyodide.

Lies outside of every room: Pyodide gets this file as text.
"""

from __future__ import annotations

import io
import json
import linecache
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any


def checked(kit: str, answers: str) -> str:
    """Return, as JSON, what is printed for each lesson's answers, in order.

    kit: the folder of released lessons; answers: JSON of lesson -> {"cells": sources to run first, "answers": pairs of
    exercise and source, "right": exercise -> source}.
    """
    return json.dumps({name: _lesson(Path(kit, name), lesson) for name, lesson in json.loads(answers).items()})


def _lesson(folder: Path, lesson: dict[str, Any]) -> list[str]:
    os.chdir(folder)  # where a notebook's kernel runs
    session: dict[str, Any] = {"__name__": "__main__", "In": []}
    with redirect_stdout(io.StringIO()):
        for cell in lesson["cells"]:
            _run(cell, session)
    return [_said(session, name, source, lesson["right"][name]) for name, source in lesson["answers"]]


def _said(session: dict[str, Any], name: str, source: str, right: str) -> str:
    told = io.StringIO()
    before = len(session["In"])
    _forget_tries()
    with redirect_stdout(told):
        _run(source, session)
        _run(f"check({name!r})", session)
    del session["In"][before:]
    with redirect_stdout(io.StringIO()):
        _run(right, session)
    del session["In"][before:]
    return told.getvalue()


def _forget_tries() -> None:
    """Let each answer be the first, as hints grow with the tries."""
    sys.modules["autograder.student.check"].SEEN.clear()  # type: ignore[attr-defined]


def _run(source: str, session: dict[str, Any]) -> None:
    file = f"<cell {len(session['In'])}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    session["In"].append(source)
    exec(compile(source, file, "exec"), session)
