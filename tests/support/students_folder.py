"""A student's released folder, solved or not, and how a terminal and a notebook check it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
RIGHT = {"double": "return 2 * x", "quad": "return 4.0 * x"}
ALL_IS_WELL = "✓ double: passes all 2 public checks\n✓ quad: passes all 2 public checks\n"
HEAVY = ("nbgrader", "jupytext", "rich", "nbformat", "nbclient", "jupyter_client", "matplotlib", "IPython")


def solve(folder: Path, **bodies: str) -> Path:
    """Write bodies into the stubs of the paired .py file and return its path."""
    path = folder / "tiny.py"
    parts = path.read_text("utf-8").split("# %%")
    for name, body in bodies.items():
        place = next(number for number, part in enumerate(parts) if f'exercise="{name}"' in part)
        body = body.replace("\n", "\n    ")
        parts[place] = parts[place].replace("# YOUR CODE HERE\n    raise NotImplementedError()", body)
    path.write_text("# %%".join(parts), "utf-8")
    return path


def terminal(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m …` in a folder, with nothing of the course but the autograder itself."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False
    )
