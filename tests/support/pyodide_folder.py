"""Pyodide for the tests, of what npm and pip bring: CONTRIBUTING.md says how. Nothing of it is handed on.

npm's `pyodide` is the runtime, and a lock file of packages that are not in it. For a site without a network, those that
a notebook's kernel asks for at its start are put beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from autograder.release.wheel import zipped
from autograder.website.pyodide import LOCK, RUNTIME

HERE = Path(__file__).parent / "pyodide"
NODE = Path(os.environ.get("PYODIDE_FOLDER", HERE)) / "node_modules"
WHEELS = NODE / "python"
# The kernel asks for it by name, IPython does without it, and no registry has it for the browser: a wheel of nothing.
ABSENT = "sqlite3"


def numpy_wheel() -> Path:
    """Return the numpy that Pyodide runs; the test is skipped where it, Pyodide or Node.js is not installed."""
    found = sorted((NODE / "@bentopdf" / "pymupdf-wasm" / "assets").glob("numpy-*.whl"))
    if not found or not (NODE / "pyodide" / "pyodide.mjs").is_file() or shutil.which("node") is None:
        pytest.skip("Pyodide is not installed: npm ci --prefix tests/support/pyodide")
    return found[0]


def pyodide_folder(folder: Path) -> Path:
    """Make a folder for `autograder site --pyodide`; the test is skipped where a part of it is not installed."""
    wheels = [numpy_wheel(), *WHEELS.glob("*.whl")]
    if len(wheels) == 1:
        pytest.skip("what Pyodide's kernel loads is not installed: CONTRIBUTING.md says how")
    lock = json.loads((NODE / "pyodide" / LOCK).read_text("utf-8"))
    files = {path.name: path.read_bytes() for path in wheels} | {lock["packages"][ABSENT]["file_name"]: _nothing()}
    lock["packages"] = _with_own_hashes(lock["packages"], files)
    files |= {name: (NODE / "pyodide" / name).read_bytes() for name in RUNTIME}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**files, LOCK: json.dumps(lock).encode()}.items():
        (folder / name).write_bytes(content)
    return folder


def _with_own_hashes(packages: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    """Return the packages that there are. Pyodide repacks wheels without their tests: those of an index differ."""
    return {
        name: each | {"sha256": hashlib.sha256(files[each["file_name"]]).hexdigest()}
        for name, each in packages.items()
        if each["file_name"] in files
    }


def _nothing() -> bytes:
    about = f"Metadata-Version: 2.1\nName: {ABSENT}\nVersion: 1.0.0\n"
    return zipped({f"{ABSENT}-1.0.0.dist-info/METADATA": about.encode()})
