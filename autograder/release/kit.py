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

1. Install Python 3.11 or newer, open a terminal in this folder, and make an environment:
   `python3 -m venv .venv`, then `source .venv/bin/activate` (Windows: `.venv\\Scripts\\activate`).
2. Install the course: `pip install {wheel} notebook`
3. Start: `jupyter notebook assignments/{first}/{first}.ipynb` (or open it in VS Code).
4. Fill in the cells that say YOUR CODE HERE. The cell below each one tells how you are doing.
5. In a terminal: `autograder check assignments/{first}/{first}.ipynb`, or `pytest` inside the assignment's folder.
   You may also write in the `.py` twin instead of the notebook: whichever you change is the one that counts.
6. "not attempted" is not a failure: it marks what is still to do.
7. Hand in the notebook (or the .py) under the name it has.
"""


def build_kit(project: Path, target: Path, folders: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write the kit to `target`. project is the folder of pyproject.toml. Raises AutograderError if no wheel comes out."""
    with tempfile.TemporaryDirectory() as scratch:
        wheel = _build_wheel(project, Path(scratch))
        content = {f"assignments/{folder}/{name}": data for folder, files in folders.items() for name, data in files.items()}
        content[wheel.name] = wheel.read_bytes()
        content["README.md"] = BEGIN.format(wheel=wheel.name, first=next(iter(folders))).encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kit:
        for name, data in sorted(content.items()):
            kit.writestr(zipfile.ZipInfo(f"student-kit/{name}", EPOCH), data, zipfile.ZIP_DEFLATED)


def _build_wheel(project: Path, scratch: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(scratch)]
    made = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    wheels = sorted(scratch.glob("*.whl"))
    if made.returncode or not wheels:
        raise AutograderError(f"the wheel for the student kit could not be built:\n{made.stdout[-2000:]}{made.stderr[-2000:]}")
    return wheels[0]
