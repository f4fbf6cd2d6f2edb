"""Python in the browser: Pyodide, with our wheel among the packages that it loads on import.

A lock file tells Pyodide where each package lies. Ours lists the packages of its own distribution, taken from there or
from Pyodide's own network, and beside them the wheel of this framework, so that a notebook says `import autograder` and
nothing else. Source: https://pyodide.org/en/stable/usage/api/js-api.html (loadPyodide, lockFileURL).
"""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError, UsageError

VERSION = "0.29.3"  # the one that jupyterlite-pyodide-kernel 0.7 is built for
PYTHON = "3.13"
NETWORK = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
LOCK = "pyodide-lock.json"
# What a browser fetches before the first package. Source: the files of Pyodide's own distribution.
RUNTIME = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
WAIT_SECONDS = 30
MOST_BYTES = 4 << 20  # a lock file has a tenth of a megabyte


@dataclass(frozen=True, slots=True)
class Distribution:
    """Where the browser finds Pyodide: address of pyodide.js, the lock's content, and the files that we serve."""

    script: str
    lock: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that we serve: its distribution's name and version, its file, the module in it, and what it needs."""

    name: str
    version: str
    file: str
    content: bytes
    module: str
    needs: tuple[str, ...] = ()


def from_network() -> Distribution:
    """Return Pyodide as its own network serves it; this fetches its lock file. Raises AutograderError without one."""
    try:
        with urllib.request.urlopen(NETWORK + LOCK, timeout=WAIT_SECONDS) as reply:
            lock = json.loads(reply.read(MOST_BYTES))
    except (urllib.error.URLError, TimeoutError, ValueError) as problem:
        raise AutograderError(
            f"cannot fetch {NETWORK}{LOCK}: {problem}. Where there is no network, download Pyodide {VERSION} once and "
            "name its folder: autograder site --pyodide FOLDER"
        ) from None
    for package in lock["packages"].values():
        package["file_name"] = NETWORK + package["file_name"]
    return Distribution(NETWORK + "pyodide.js", lock)


def from_folder(folder: Path) -> Distribution:
    """Return Pyodide as it lies in a folder; what it lacks is not served. Raises UsageError for another folder."""
    missing = [name for name in (LOCK, *RUNTIME) if not (folder / name).is_file()]
    if missing:
        raise UsageError(f"{folder} is not a Pyodide distribution: it has no {missing[0]}")
    lock = json.loads((folder / LOCK).read_text("utf-8"))
    found = str(lock["info"]["python"])
    if not found.startswith(PYTHON + "."):
        raise UsageError(
            f"{folder} holds Python {found}; the notebooks' kernel needs {PYTHON}, as in Pyodide {VERSION}"
        )
    packages = {name: each for name, each in lock["packages"].items() if (folder / each["file_name"]).is_file()}
    names = (*RUNTIME, *(each["file_name"] for each in packages.values()))
    files = {name: (folder / name).read_bytes() for name in names}
    return Distribution("./static/pyodide/pyodide.js", lock | {"packages": packages}, files)


def with_wheels(pyodide: Distribution, wheels: Sequence[Wheel]) -> Distribution:
    """Return the distribution with these wheels among its packages, each loaded when one of its modules is imported."""
    packages = dict(pyodide.lock["packages"])
    for wheel in wheels:
        packages[wheel.name] = _entry(wheel, packages)
    lock = dict(pyodide.lock) | {"packages": packages}
    ours = {wheel.file: wheel.content for wheel in wheels}
    return Distribution(pyodide.script, lock, {**pyodide.files, **ours, LOCK: json.dumps(lock).encode()})


def _entry(wheel: Wheel, packages: Mapping[str, object]) -> dict[str, object]:
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.file,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.content).hexdigest(),
        "package_type": "package",
        "imports": [wheel.module],
        # Without a network there is no matplotlib; Pyodide goes on without it, and figures show their text.
        "depends": [each for each in wheel.needs if each in packages],
        "unvendored_tests": False,
    }
