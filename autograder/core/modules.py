"""What students may import, in the grader and where they check themselves: one rule for both, and one sentence."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable

PACKAGES = ("numpy", "matplotlib", "mpl_toolkits", "pylab", "IPython", "autograder")
# Of the standard library all may be imported, except what needs a window, a database file, or one system, and what a
# newer Python no longer has.
# fmt: off
UNSERVED = frozenset({
    "_curses", "_curses_panel", "_dbm", "_gdbm", "_msi", "_overlapped", "_scproxy", "_sqlite3", "_tkinter",
    "_winapi", "antigravity", "crypt", "curses", "dbm", "distutils", "ensurepip", "idlelib", "lib2to3", "msilib",
    "msvcrt", "nis", "nt", "ossaudiodev", "readline", "spwd", "sqlite3", "tkinter", "turtle", "turtledemo", "venv",
    "winreg", "winsound",
})
# fmt: on
# Parts of packages that may be imported: they build programs, or belong to the teachers.
UNSERVED_PARTS = ("numpy.distutils", "numpy.conftest")
OURS, SERVED_OF_OURS = "autograder", ("core", "errors", "figures", "gradients")
STANDARD = frozenset(sys.stdlib_module_names) - UNSERVED | {"__main__"}


def may_import(name: str, modules: Collection[str] = ()) -> bool:
    """Say whether students may import a module; modules: what the course lists besides what all may.

    Of a package that is listed all may be imported; where a part of one is, that part and the packages it lies in.
    """
    top, _, part = name.partition(".")
    if any(_is_part(name, each) for each in UNSERVED_PARTS):
        return False
    if top == OURS and part and part.partition(".")[0] not in SERVED_OF_OURS:
        return False
    return top in STANDARD or top in PACKAGES or any(_is_part(name, each) or _is_part(each, name) for each in modules)


def _is_part(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def refusal(name: str, modules: Iterable[str] = ()) -> str:
    """Return what a student is told who imports what is not there."""
    top = name.partition(".")[0]
    shown = name if top in sys.modules else top  # some of it is there
    return (
        f"`{shown}` is not available where answers are graded: use {allowed_words(modules)} "
        f"(if `{top}` is a file of your own, copy what you need of it into a cell)"
    )


def allowed_words(modules: Iterable[str] = ()) -> str:
    """Name what may be imported: "numpy, matplotlib and Python's own modules"."""
    return f"{', '.join(('numpy', 'matplotlib', *modules))} and Python's own modules"
