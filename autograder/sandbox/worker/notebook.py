"""Runs the code cells of a notebook as Jupyter would, each on its own: an error costs only its cell."""

from __future__ import annotations

import importlib
import inspect
import linecache
import re
import sys
import traceback
from collections.abc import Collection, Iterable
from contextlib import suppress
from types import CodeType, ModuleType
from typing import Any

from autograder.core.faulty_line import LONGEST
from autograder.core.text import describe_error, single_line
from autograder.sandbox.protocol.compile import FUTURE_FLAGS, parse, parse_result
from autograder.sandbox.worker.allowed_imports import importer
from autograder.sandbox.worker.magics import Shell, nothing
from autograder.sandbox.worker.own_modules import own_builtins

RECURSION_LIMIT = 3000  # IPython's
_RESULTS = re.compile(r"\b(?:_{1,3}|Out|_\d+)\b")


class Notebook:
    """The namespace `__main__` in which all cells run one after the other.

    modules: what the course lets students import besides what all may.
    """

    def __init__(self, modules: Collection[str] = ()) -> None:
        module = ModuleType("__main__")
        # Dataclasses and pickle look their own module up by name.
        sys.modules["__main__"] = module
        self.namespace = module.__dict__
        self._future = 0
        self._loops: list[Any] = []
        own = own_builtins()
        vars(own)["__import__"] = importer(modules)
        sys.modules["builtins"] = own
        shell = Shell(self._execute, self.namespace)
        self._get_ipython = lambda: shell
        self._keeps, self._results = False, dict[int, Any]()
        self.namespace |= {"__builtins__": own, "get_ipython": self._get_ipython, "display": nothing}
        self.namespace |= {"_": "", "__": "", "___": "", "Out": self._results}

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

    def keep_results(self, sources: Iterable[str]) -> None:
        """Bind what a cell's last line shows to `_` and `Out` from now on, if some cell of these asks for it."""
        self._keeps = any(_RESULTS.search(source) for source in sources)

    def _execute(self, source: str, filename: str, code: CodeType | None = None) -> Any:
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        if "IPython" in source:
            self._lend_shell()
        if self._keeps:
            return self._show(*parse_result(source, filename, self._future))
        code = code or parse(source, filename, self._future)
        # `from __future__ import …` holds for the cells that follow, as in Jupyter.
        self._future |= code.co_flags & FUTURE_FLAGS
        self._run(code)
        return None

    def _show(self, code: CodeType, shown: CodeType | None) -> Any:
        self._future |= code.co_flags & FUTURE_FLAGS
        self._run(code)
        value = None if shown is None else self._run(shown)
        if value is not None:
            self.namespace |= {"___": self.namespace["__"], "__": self.namespace["_"], "_": value}
            self._results[len(self._results) + 1] = value
        return value

    def _run(self, code: CodeType) -> Any:
        result = eval(code, self.namespace)
        if code.co_flags & inspect.CO_COROUTINE:
            # Not above: without an `await` at the top of a cell, it is not needed.
            from autograder.sandbox.worker.event_loop import run_coroutine

            return run_coroutine(result, self._loops)
        return result

    def _lend_shell(self) -> None:
        # `from IPython import get_ipython`: the real one returns None outside of a kernel.
        with suppress(ImportError):
            vars(importlib.import_module("IPython"))["get_ipython"] = self._get_ipython


def _sentence(error: BaseException, filename: str) -> str:
    lines = [line for code, line in frames(error) if code.co_filename == filename]
    version = ""
    if isinstance(error, SyntaxError) and error.filename == filename and error.lineno:
        lines = [error.lineno]
        version = f" (read as Python {sys.version_info.major}.{sys.version_info.minor})"
        version = _quoted(error.text) + version
    where = f"line {lines[-1]}: " if lines else ""
    return single_line(where + describe_error(error)) + version


def _quoted(line: object) -> str:
    """Return ": `the line`" as core.faulty_line writes it; what a student raises may hold anything."""
    text = single_line(line, LONGEST).replace("`", "'") if type(line) is str else ""
    return f": `{text}`" if text else ""


def frames(error: BaseException) -> list[tuple[CodeType, int]]:
    """Return (code, line) of each frame of an exception's traceback, the innermost last."""
    return [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
