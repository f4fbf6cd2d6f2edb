"""The tiny course with two exercises that people grade, an essay and a drawing, and what three students hand in."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.authoring.course import CourseFolder, find_course, open_workbook
from autograder.release.folder import build_folder, write_folders
from support.tiny import CHECKS, CONFIG, LESSON, make_course

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture" * 5
WRITTEN = """
# %% [markdown]
# Is four times a number always greater than the number?

# %% [markdown] exercise="essay"
# Not below zero: minus four is less than minus one.

# %% [markdown]
# Draw both.

# %% exercise="sketch"
### BEGIN SOLUTION
import matplotlib.pyplot as plt
plt.plot([1, 2], [4, 8])
### END SOLUTION

# %% [markdown]
# The very end.
"""
HAND_LESSON = LESSON + WRITTEN
HAND_CHECKS = CHECKS.replace("import Exercise,", "import Exercise, by_hand,").replace(
    "    ]),\n]\n",
    "    ]),\n"
    '    by_hand("essay", rubric={"states the claim": 3, "gives a counterexample": 2}),\n'
    '    by_hand("sketch", rubric={"both lines are there": 2}),\n'
    "]\n",
)
HAND_CONFIG = CONFIG.replace("points=100", "points=107")


def hand_graded_course(folder: Path) -> CourseFolder:
    """Return the course, released."""
    course = make_course(folder, config=HAND_CONFIG, lesson=HAND_LESSON, checks=HAND_CHECKS)
    write_folders(course.assignments, {"tiny": build_folder(open_workbook(course, course.course.assignments[0]))})
    return find_course(folder)


def picture_bundle(data: bytes = PNG, kind: str = "image/png") -> dict[str, str]:
    """Return a picture as notebooks keep it, by its kind."""
    return {kind: base64.b64encode(data).decode()}


def handed_in(course: CourseFolder, student: str, **answers: Any) -> Path:
    """Write a submission: of each exercise a source, or what its cell is to be updated with."""
    notebook = json.loads((course.assignments / "tiny" / "tiny.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        answer = answers.get(cell["metadata"].get("exercise"), {})
        cell.update(answer if isinstance(answer, Mapping) else {"source": answer})
    path = course.root / "submitted" / student / "tiny" / "tiny.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), "utf-8")
    return path
