"""A student's folder with files in it, and how it is read."""

from __future__ import annotations

import os
from pathlib import Path

import jupytext

from autograder.core.model import Limits, Submission
from autograder.submissions.find import find_submissions
from autograder.submissions.read import read_submission

STUB = {"f": "def f(x):\n    raise NotImplementedError", "g": "def g(x):\n    raise NotImplementedError"}
LIMITS = Limits()
ANSWER = "def f(x):\n    return x"


def script(f: str = STUB["f"], g: str = STUB["g"]) -> str:
    return f'# %%\nimport numpy\n\n# %% exercise="f"\n{f}\n\n# %% exercise="g"\n{g}\n'


def notebook(f: str = STUB["f"], g: str = STUB["g"]) -> str:
    return jupytext.writes(jupytext.reads(script(f, g), "py:percent"), "ipynb")


def put(folder: Path, name: str, text: str | bytes, age: int = 0) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return path


def read(folder: Path) -> Submission:
    (ref,) = find_submissions(folder.parents[1], ["chain_rule"])
    return read_submission(ref, STUB, LIMITS)
