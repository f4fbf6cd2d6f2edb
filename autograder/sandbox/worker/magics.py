"""What get_ipython() returns to a notebook's cells: magics and shell lines do nothing, except those that run Python."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from autograder.core.cell_magics import RUNS_ITS_BODY

_OPTIONS = re.compile(r"(?:-[nrtp]\s*\d+\s+|-[A-Za-z]+\s+)*")


class Shell:
    """The shell of one notebook. execute(source, filename) runs code in it; namespace is where names are bound."""

    def __init__(self, execute: Callable[[str, str], Any], namespace: dict[str, Any]) -> None:
        self._execute, self._namespace = execute, namespace

    @property
    def user_ns(self) -> dict[str, Any]:
        return self._namespace

    def run_line_magic(self, name: str, line: str, *_: Any, **__: Any) -> Any:
        statement = line[_end_of_options(line) :].strip()
        if name == "timeit" and statement and "-o" in line.split():
            self._execute(statement, _filename_of_caller())
            return Timing()
        return self._execute(line.strip(), _filename_of_caller()) if name == "time" and line.strip() else None

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        if name not in RUNS_ITS_BODY:
            return None
        below, filename = "\n" + cell, _filename_of_caller()  # the magic's own line keeps its number
        words = [word for word in line.split() if not word.startswith("-")]
        if name == "capture" and words and words[0].isidentifier():
            with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
                self._execute(below, filename)
            self._namespace[words[0]] = Captured(out.getvalue(), err.getvalue())
            return None
        value = self._execute(below, filename)
        return Timing() if name == "timeit" and "-o" in line.split() else value

    def getoutput(self, *_: Any, **__: Any) -> Lines:
        return Lines()

    def __getattr__(self, name: str) -> Callable[..., None]:
        return nothing


class Lines(list[str]):
    """What a shell line printed, of which nothing is run: no lines, in the forms that IPython gives them."""

    @property
    def n(self) -> str:
        return "\n".join(self)

    @property
    def s(self) -> str:
        return " ".join(self)

    @property
    def l(self) -> list[str]:  # noqa: E743  IPython's own name
        return self


@dataclass(frozen=True)
class Captured:
    """What `%%capture out` binds: what was printed; what would be displayed is thrown away."""

    stdout: str
    stderr: str
    outputs: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return self.stdout

    def show(self) -> None:
        return None

    __call__ = show


class Timing:
    """What `%timeit -o` gives: the statement ran once, and how long it took is no part of an answer."""

    average = best = worst = stdev = 1e-6
    loops = repeat = 1
    all_runs = timings = (1e-6,)


def _end_of_options(line: str) -> int:
    found = _OPTIONS.match(line)
    return found.end() if found else 0


def _filename_of_caller() -> str:
    return sys._getframe(2).f_code.co_filename


def nothing(*_: Any, **__: Any) -> None:
    return None
