"""What a released folder holds for a check: the public key and the rules of grading; a key is read when it changes."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from autograder.core.answer_key import AnswerKey, Rules
from autograder.errors import UsageError
from autograder.keys.public import FILE, load
from autograder.keys.rules import RULES_FILE, load_rules


def read_key(folder: Path) -> AnswerKey:
    """Return the public key of a released folder. Raises UsageError when it is not one."""
    path = folder / FILE
    if path.is_file():
        return key_in(path)
    below = sorted(found.parent.name for found in folder.glob(f"*/{FILE}"))
    if below:
        raise UsageError(f"{folder} holds several assignments: name one of them ({', '.join(below)})")
    raise UsageError(f"{folder} has no {FILE}: keep your file in the folder of the assignment, as it was released")


def key_in(path: Path) -> AnswerKey:
    """Return the public key of a file. Raises UsageError when it is damaged."""
    status = path.stat()
    return _key(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=16)
def _key(path: Path, _changed: int, _size: int) -> AnswerKey:
    return load(path.read_text("utf-8", errors="replace"))


def read_files(folder: Path, shipped: Collection[str]) -> dict[str, bytes]:
    """Return the data files that are there, of those that were shipped with an assignment."""
    found = {name: folder / name for name in shipped if (folder / name).resolve().is_relative_to(folder.resolve())}
    return {name: path.read_bytes() for name, path in found.items() if path.is_file()}


def read_rules(folder: Path) -> Rules:
    """Return what grading allows, by the file beside the public checks; older kits have none. Raises UsageError."""
    path = folder / RULES_FILE
    return load_rules(path.read_text("utf-8", errors="replace")) if path.is_file() else Rules()
