"""Runs the code cells of a notebook as Jupyter would, each on its own: an error costs only its cell."""

from __future__ import annotations

import builtins
import importlib
import linecache
import sys
from collections.abc import Callable
from contextlib import suppress
from types import CodeType, ModuleType
from typing import Any

from autograder.core.text import describe, single_line
from autograder.sandbox.protocol.compile import FUTURE_FLAGS, parse

RUNS_ITS_BODY = ("time", "timeit", "capture", "prun")
RECURSION_LIMIT = 3000  # IPython's


class Notebook:
    """The namespace `__main__` in which all cells run one after the other."""

    def __init__(self) -> None:
        module = ModuleType("__main__")
        # Dataclasses and pickle look their own module up by name.
        sys.modules["__main__"] = module
        self.namespace = module.__dict__
        self._future = 0
        shell = _Shell(self._execute)
        self._get_ipython = lambda: shell
        self.namespace |= {"__builtins__": builtins, "get_ipython": self._get_ipython, "display": _nothing}

    def run(self, source: str, filename: str, code: CodeType | None = None) -> str | None:
        """Run one cell; return None, or "line 3: NameError: name 'y' is not defined".

        code: the cell compiled, where that has been done.
        """
        sys.setrecursionlimit(RECURSION_LIMIT)
        try:
            self._execute(source, filename, code)
        except BaseException as error:  # a cell may raise SystemExit and KeyboardInterrupt too
            return _sentence(error, filename)
        return None

    def _execute(self, source: str, filename: str, code: CodeType | None = None) -> None:
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        if "IPython" in source:
            self._lend_shell()
        code = code or parse(source, filename, self._future)
        # `from __future__ import …` holds for the cells that follow, as in Jupyter.
        self._future |= code.co_flags & FUTURE_FLAGS
        exec(code, self.namespace)

    def _lend_shell(self) -> None:
        # `from IPython import get_ipython`: the real one returns None outside of a kernel.
        with suppress(ImportError):
            vars(importlib.import_module("IPython"))["get_ipython"] = self._get_ipython


class _Shell:
    """What get_ipython() returns: magics and shell lines do nothing, but for those that run Python code."""

    def __init__(self, execute: Callable[[str, str], None]) -> None:
        self._execute = execute

    def run_line_magic(self, name: str, line: str, *_: Any, **__: Any) -> None:
        if name == "time" and line.strip():
            self._execute(line.strip(), _filename_of_caller())

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        if name in RUNS_ITS_BODY:
            self._execute("\n" + cell, _filename_of_caller())  # the magic's own line keeps its number

    def getoutput(self, *_: Any, **__: Any) -> list[str]:
        return []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return _nothing


def _filename_of_caller() -> str:
    return sys._getframe(2).f_code.co_filename


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _sentence(error: BaseException, filename: str) -> str:
    lines = [line for code, line in frames(error) if code.co_filename == filename]
    if isinstance(error, SyntaxError) and error.filename == filename and error.lineno:
        lines = [error.lineno]
    where = f"line {lines[-1]}: " if lines else ""
    return single_line(where + describe(error))


def frames(error: BaseException) -> list[tuple[CodeType, int]]:
    """Return (code, line) of each frame of an exception's traceback, the innermost last."""
    found, trace = [], error.__traceback__
    while trace is not None:
        found.append((trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    return found
