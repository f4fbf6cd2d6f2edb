"""Temporary folders that nobody has to clear up: of a process that was killed, the next one removes them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def new_folder(kind: str) -> Path:
    """Return a new temporary folder, and remove those of this kind whose processes are gone."""
    try:
        # Numbers of processes are told apart by whose they are: another container may share the folder.
        prefix = f"{kind}-{os.stat('/proc/self/ns/pid').st_ino}-"
    except OSError:
        return Path(tempfile.mkdtemp(prefix=f"{kind}-"))
    for path in Path(tempfile.gettempdir()).glob(f"{prefix}*-*"):
        owner = path.name.removeprefix(prefix).partition("-")[0]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(path, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-"))


@contextmanager
def folder(kind: str) -> Iterator[Path]:
    """A new temporary folder, which is removed at the end."""
    path = new_folder(kind)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
