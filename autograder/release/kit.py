"""Build dist/student-kit.zip: the assignments, the autograder's wheel, and how to begin."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path

from autograder.core.data_names import is_data
from autograder.core.modules import allowed_words
from autograder.release.wheel import own_wheel, zipped
from autograder.settings import Course

BEGIN = """# {title}

{due}

1. Install Python 3.11 or newer, open a terminal in this folder, and make an environment: `python3 -m venv .venv`, then
   `source .venv/bin/activate` (Windows: `py -m venv .venv`, then `.venv\\Scripts\\activate`).
2. Install the course: `pip install ./{wheel} jupyterlab{more}`
3. Start: `jupyter lab` in this folder, and open `assignments/{first}/{first}.ipynb`{map} (or use VS Code).
4. Fill in the cells that say YOUR CODE HERE. The one below each says how you are doing ("not attempted" is no failure),
   and gives a call to run that shows a fault; each changed answer is told more. `check()` checks all that is defined.
5. In a terminal: `autograder check assignments/{first}`, or `pytest` inside the assignment's folder.
6. Hand in the notebook under its name, or the `.py`, or both: each exercise counts where it scores more.
7. Answers may import {allowed}; they are graded with Python {python}. No file is {read}: what a cell writes
   (`savefig`, `savetxt`) lies in {folder} folder in memory, for as long as the notebook runs.
"""


MAP = "MAP.md"
# Modules that an index knows under another name.
DISTRIBUTIONS = {"sklearn": "scikit-learn", "skimage": "scikit-image", "PIL": "pillow", "yaml": "pyyaml"}


def build_kit(
    target: Path, course: Course, folders: Mapping[str, Mapping[str, bytes]], drawn: bytes | None = None
) -> None:
    """Write the kit to `target`: the released folders by name. Raises AutograderError without a wheel.

    drawn: the text of MAP.md, the way through the course as its author draws it.
    """
    content = kit_bytes(course, folders, drawn)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def kit_bytes(course: Course, folders: Mapping[str, Mapping[str, bytes]], drawn: bytes | None = None) -> bytes:
    """Return the kit, a zip of the released folders by name. Raises AutograderError without a wheel."""
    wheel, packed = own_wheel()
    content = {f"assignments/{folder}/{name}": each[name] for folder, each in folders.items() for name in each}
    has_data = any(is_data(name) for files in folders.values() for name in files)
    begin = BEGIN.format(
        title=course.title,
        due=_due(course, folders),
        wheel=wheel,
        more="".join(f" {name}" for name in needed_besides(course.modules)),
        first=next(iter(folders)),
        read="read except for those in `data/`, or kept" if has_data else "read or kept",
        folder="a" if has_data else "an empty",
        map=f"; `{MAP}` shows the way from there" if drawn else "",
        **_rules(course),
    )
    content |= {wheel: packed, "README.md": begin.encode(), **({MAP: drawn} if drawn else {})}
    return zipped({f"student-kit/{name}": content[name] for name in sorted(content)})


def course_map(solutions: Path) -> bytes | None:
    """Return the way through the course as its author draws it in solutions/, or None."""
    path = solutions / MAP
    return path.read_bytes() if path.is_file() else None


def _rules(course: Course) -> dict[str, str]:
    """Return what answers may import, and the Python that they are graded with."""
    return {"allowed": allowed_words(course.modules), "python": ".".join(map(str, sys.version_info[:2]))}


def needed_besides(modules: Sequence[str]) -> list[str]:
    """Return what else a student installs so that answers may import these modules, as it is called in an index."""
    tops = dict.fromkeys(module.partition(".")[0] for module in modules)
    ours = {*sys.stdlib_module_names, "numpy", "matplotlib", "IPython", "pytest"}
    return [DISTRIBUTIONS.get(name, name) for name in tops if name not in ours]


def _due(course: Course, folders: Mapping[str, object]) -> str:
    """Return a line that says when each assignment in the kit is due."""
    dates = [
        f"{each.name} by {each.due.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        for each in course.assignments
        if each.due is not None and each.name in folders
    ]
    return f"Due: {', '.join(dates)}." if dates else "No assignment has a due date."
