"""The environment variables of every process that runs a stranger's code: few, and the same for all."""

from __future__ import annotations

import os
import site
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
SINGLE_THREADED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
NEEDED_BY_SYSTEM = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")
NEEDED_AT_HOME = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "MPLCONFIGDIR", "XDG_CACHE_HOME")


def compute_in_one_thread() -> None:
    """Have numpy come with one thread, unless the user wants more: its threads take the cores from the workers."""
    for name in SINGLE_THREADED:
        os.environ.setdefault(name, "1")


def _path() -> dict[str, str]:
    # Where programs are found is the user's own affair, and may name folders of theirs. Windows finds libraries by it.
    return {"PATH": os.defpath if os.name == "posix" else os.environ.get("PATH", os.defpath)}


def environment(home: Path | None, packages: Path = PACKAGE.parent) -> dict[str, str]:
    """Return the environment; home takes the place of the user's own folder (None: keep the user's own).

    packages is the folder in which this package is found.
    """
    keep = NEEDED_BY_SYSTEM + (NEEDED_AT_HOME if home is None else ())
    kept = {name: os.environ[name] for name in keep if name in os.environ} | _path()
    moved = {} if home is None else dict.fromkeys(("HOME", "MPLCONFIGDIR", "IPYTHONDIR", "TMPDIR"), str(home))
    return (
        kept
        | moved
        | dict.fromkeys(SINGLE_THREADED, "1")
        | {
            "MPLBACKEND": "Agg",
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONPATH": str(packages),
            "PYTHONUSERBASE": site.getuserbase(),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
        }
    )
