"""The folder in which an author's own code runs: its assignment's data files lie in it as they do beside a notebook.

All of Python is one process with one current folder, so whatever opens a file finds them there: numpy, pandas, open().
"""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from autograder.temporary import new_folder


class WorkingFolder:
    """Owns a temporary folder, which is made when it is first needed and removed with this object.

    Without files there is none: code then runs wherever this process does.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._path: Path | None = None
        self._states: dict[str, tuple[int, int]] = {}

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Work in the folder; afterwards each file is as it was shipped, whatever has been done to it meanwhile."""
        if not self._files:
            yield
            return
        before = os.getcwd()
        os.chdir(self._ready())
        try:
            yield
        finally:
            self._ready()
            os.chdir(before)

    def _ready(self) -> Path:
        if self._path is None:
            self._path = new_folder("autograder-data")
            weakref.finalize(self, shutil.rmtree, self._path, ignore_errors=True)
        for name, content in self._files.items():
            path = self._path / name
            if self._states.get(name) != _state(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                self._states[name] = _state(path)
        return self._path


def _state(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (-1, -1)
    return status.st_mtime_ns, status.st_size
