"""Work that lies in a student's folder, but not where it should: found where it is unmistakable."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

MOST_DEPTH = 5
MOST_FOLDERS = 200
_NO_WORD = re.compile(r"[\W_]+", re.UNICODE)


def folders_below(student: Path, assignments: Collection[str]) -> tuple[Path, ...]:
    """Return a student's folder and those below it, without links, hidden ones, and what lies where it should."""
    return tuple(_walk(student, assignments, [MOST_FOLDERS], 0))


def _walk(folder: Path, skipped: Collection[str], left: list[int], depth: int) -> Iterator[Path]:
    left[0] -= 1
    if left[0] < 0 or depth > MOST_DEPTH:
        return
    yield folder
    try:
        with os.scandir(folder) as entries:
            below = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    for name in below:
        if not name.startswith(".") and (depth or name not in skipped):
            yield from _walk(folder / name, skipped, left, depth + 1)


def found_among(folders: Sequence[Path], assignment: str) -> Path | None:
    """Return the one folder that is called after an assignment in other letters, or that holds a file of its name.

    None where there is none, or where several are.
    """
    called = [folder for folder in folders[1:] if _key(folder.name) == _key(assignment) and _works(folder)]
    holding = [folder for folder in folders if any(_key(stem) == _key(assignment) for stem in _works(folder))]
    for candidates in (called, holding):
        if candidates:
            return candidates[0] if len(candidates) == 1 else None
    return None


def _works(folder: Path) -> list[str]:
    """Return the names, without their suffixes, of the files in a folder that may hold answers."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [name.rpartition(".")[0] for name in names if name.lower().endswith((".ipynb", ".py"))]


def _key(name: str) -> str:
    return _NO_WORD.sub("", name).casefold()
