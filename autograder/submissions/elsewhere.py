"""Work that is in a student's folder, but not where it should: found where it is unmistakable."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_DEPTH = 5
MOST_FOLDERS = 200
_NO_WORD = re.compile(r"[\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, and the names, as they are compared, of what may hold answers in it."""

    folder: Path
    depth: int
    works: frozenset[str]


def places_below(student: Path, assignments: Collection[str]) -> tuple[Place, ...]:
    """Return a student's folder and those below it, without links, hidden ones, and what lies where it should."""
    return tuple(_walk(student, assignments, [MOST_FOLDERS], 0))


def _walk(folder: Path, skipped: Collection[str], left: list[int], depth: int) -> Iterator[Place]:
    left[0] -= 1
    if left[0] < 0 or depth > MOST_DEPTH:
        return
    below, works = [], set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.lower().endswith((".ipynb", ".py")):
                    works.add(_key(entry.name.rpartition(".")[0]))
                elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                    below.append(entry.name)
    except OSError:
        return
    yield Place(folder, depth, frozenset(works))
    for name in sorted(below):
        if depth or name not in skipped:
            yield from _walk(folder / name, skipped, left, depth + 1)


def found_among(places: Sequence[Place], assignment: str) -> Path | None:
    """Return the one folder that is called after an assignment in other letters, or that holds a file of its name.

    None where there is none, or where several are.
    """
    key = _key(assignment)
    called = [place.folder for place in places if place.depth and place.works and _key(place.folder.name) == key]
    holding = [place.folder for place in places if key in place.works]
    for candidates in (called, holding):
        if candidates:
            return candidates[0] if len(candidates) == 1 else None
    return None


def _key(name: str) -> str:
    return _NO_WORD.sub("", name).casefold()
