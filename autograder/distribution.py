"""What is installed: the distribution, whose name is not the module's, and whether another one shares its folder."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

NAME = "proofgrade"
PACKAGE = Path(__file__).parent
_VERSION = re.compile(r"""^version = ["']([^"']+)["']""", re.MULTILINE)


@cache
def own_version() -> str:
    """Return the version that is installed, or "unknown" where the package is used without being installed."""
    for folder in sys.path:  # a folder's name says it: to import importlib.metadata takes longer than all of this file
        with suppress(OSError):
            for name in os.listdir(folder or os.curdir):
                if name.startswith(f"{NAME}-") and name.endswith(".dist-info"):
                    return name.removeprefix(f"{NAME}-").removesuffix(".dist-info")
    found = installed()
    return found.version if found else "unknown"


def installed() -> Distribution | None:
    """Return what is known of the installed distribution, or None if it was never installed."""
    from importlib.metadata import PackageNotFoundError, distribution  # it takes longer to import than all of this file

    try:
        return distribution(NAME)
    except PackageNotFoundError:
        return None


@cache
def numpy_version() -> str:
    """Return numpy's version; numpy is imported for it only where it does not say so in its file of that name."""
    if "numpy" not in sys.modules and (found := PathFinder.find_spec("numpy")) and found.origin:
        try:
            said = _VERSION.search(Path(found.origin).with_name("version.py").read_text("utf-8"))
        except OSError:
            said = None
        if said:
            return said[1]
    import numpy

    return numpy.__version__


@cache
def program_state() -> str:
    """Return what tells this program from any other state of it: versions, and when each of its files was written."""
    return repr((platform.python_version(), platform.machine(), numpy_version(), sorted(_sources(str(PACKAGE), ""))))


def _sources(folder: str, prefix: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield prefix + entry.name, status.st_mtime_ns, status.st_size
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _sources(entry.path, f"{prefix}{entry.name}/")


def clash(folder: Path = PACKAGE.parent) -> str | None:
    """Return a line about another distribution that puts its files into our folder, or None.

    The package index has a program by the name of our module, and each overwrites files of the other.
    folder: where the package is installed. It is listed and no more, because a student waits for it.
    """
    for found in folder.glob("autograder-*.dist-info"):
        return (
            f"another package, {found.name.removesuffix('.dist-info')}, is installed in the same folder as {NAME}: "
            f"pip uninstall autograder {NAME}, then pip install {NAME}"
        )
    return None
