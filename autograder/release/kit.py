"""Build dist/student-kit.zip: the assignments, the autograder's wheel, and how to begin."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import AutograderError

EPOCH = (2020, 1, 1, 0, 0, 0)  # a fixed date: the same files make the same zip
BEGIN = """# How to begin

1. Install Python 3.11 or newer, open a terminal in this folder, and make an environment: `python3 -m venv .venv`, then
   `source .venv/bin/activate` (Windows: `py -m venv .venv`, then `.venv\\Scripts\\activate`).
2. Install the course: `pip install ./{wheel} notebook`
3. Start: `jupyter notebook assignments/{first}/{first}.ipynb` (or open it in VS Code).
4. Fill in the cells that say YOUR CODE HERE. The cell below each one tells how you are doing.
5. In a terminal: `autograder check assignments/{first}`, or `pytest` inside of the assignment's folder.
6. You may write in the `.py` instead of the notebook: the one that you worked on last counts.
7. "not attempted" is no failure: it says what is still to do.
8. Hand in the notebook (or the `.py`) under the name that it has.
"""


def build_kit(project: Path, target: Path, folders: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write the kit to `target`. project is the folder of pyproject.toml. Raises AutograderError without a wheel."""
    with tempfile.TemporaryDirectory() as scratch:
        wheel = _build_wheel(project, Path(scratch))
        content = {f"assignments/{folder}/{name}": each[name] for folder, each in folders.items() for name in each}
        content[wheel.name] = wheel.read_bytes()
        content["README.md"] = BEGIN.format(wheel=wheel.name, first=next(iter(folders))).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kit:
        for name, data in sorted(content.items()):
            kit.writestr(_member(f"student-kit/{name}"), data)


def _member(name: str) -> zipfile.ZipInfo:
    """Return a file's entry, the same on every machine: readable by all once it is unpacked."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return info


def _build_wheel(project: Path, scratch: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(scratch)]
    made = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    wheels = sorted(scratch.glob("*.whl"))
    if made.returncode or not wheels:
        output = f"{made.stdout[-2000:]}{made.stderr[-2000:]}"
        raise AutograderError(f"the wheel for the student kit could not be built:\n{output}")
    return wheels[0]
