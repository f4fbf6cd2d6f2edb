"""What is installed: the distribution, whose name is not the module's, and whether another one shares its folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

NAME = "proofgrade"
PACKAGE = Path(__file__).parent


@cache
def own_version() -> str:
    """Return the version that is installed, or "unknown" where the package is used without being installed."""
    found = installed()
    return found.version if found else "unknown"


def installed() -> Distribution | None:
    """Return what is known of the installed distribution, or None if it was never installed."""
    from importlib.metadata import PackageNotFoundError, distribution  # it takes longer to import than all of this file

    try:
        return distribution(NAME)
    except PackageNotFoundError:
        return None


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
