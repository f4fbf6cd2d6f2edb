"""Answer keys kept on disk from one run to the next, since to make them takes longer than to grade a submission.

They are secrets, and they are unpickled: so they lie in the user's own cache folder, far from all that is released,
in a folder and in files that nobody else may read or write, and whatever somebody else could have written is not read.
A key is known by everything that it was made from; when any of that changes, it is made again.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from autograder.authoring.course import CourseFolder
from autograder.core.answer_key import AnswerKey
from autograder.keys.load import answer_key
from autograder.settings import Assignment

SECURE = hasattr(os, "geteuid") and os.open in os.supports_dir_fd
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def cached_key(folder: CourseFolder, assignment: Assignment) -> AnswerKey:
    """Return an assignment's answer key without the authors' functions; from disk if nothing has changed since.

    Raises SourceError where the course is broken.
    """
    course = hashlib.sha256(str(folder.root).encode()).hexdigest()[:16]
    prefix = f"{course}-{assignment.name}-"
    return kept(
        f"{prefix}{made_from(folder, assignment)}", prefix, lambda: without_functions(answer_key(folder, assignment))
    )


def without_functions(key: AnswerKey) -> AnswerKey:
    """Leave out the authors' functions, which can be sent to no other process and are no longer needed."""
    exercises = tuple(
        replace(exercise, checks=tuple(check.portable() for check in exercise.checks)) for exercise in key.exercises
    )
    return replace(key, exercises=exercises)


def made_from(folder: CourseFolder, assignment: Assignment) -> str:
    """Return one name for all that a key depends on: sources, settings, what was released, and this program."""
    digest = hashlib.sha256(_program().encode())
    digest.update(repr((folder.course.seed, folder.course, assignment)).encode())
    released = folder.assignments / assignment.name / f"{assignment.name}.py"
    for path in (*_files(folder.solutions / assignment.name), released):
        content = path.read_bytes() if path.is_file() else b"absent"
        digest.update(f"{path.relative_to(folder.root)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


@cache
def _program() -> str:
    """Return what tells this program from any other state of it: versions, and when each of its files was written."""
    package = Path(__file__).parents[1]
    files = [(str(path.relative_to(package)), path.stat()) for path in sorted(package.rglob("*.py"))]
    states = [(name, status.st_mtime_ns, status.st_size) for name, status in files]
    return repr((platform.python_version(), platform.machine(), np.__version__, states))


def place() -> Path:
    """Return the folder of the keys."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "autograder" / "keys"


def kept(name: str, prefix: str, make: Callable[[], AnswerKey]) -> AnswerKey:
    """Return the key of that name; it is made if there is none that can be trusted, and others of its prefix go."""
    with _own_folder() as folder:
        if folder is None:
            return make()
        if (found := _read(name, folder)) is not None:
            return found
        key = make()
        with suppress(OSError):  # a full disk costs time in the next run, and nothing else
            _write(name, prefix, folder, key)
        return key


@contextmanager
def _own_folder() -> Iterator[int | None]:
    """Yield the folder, open; None if there is none that is ours alone."""
    descriptor = None
    with suppress(OSError, RuntimeError):  # RuntimeError: there is no home
        if SECURE:
            place().mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(place(), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield descriptor if descriptor is not None and _is_ours(os.fstat(descriptor)) else None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _is_ours(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & OTHERS


def _read(name: str, folder: int) -> AnswerKey | None:
    try:
        with open(os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder), "rb") as file:
            status = os.fstat(file.fileno())
            if not (_is_ours(status) and stat.S_ISREG(status.st_mode) and status.st_nlink == 1):
                return None
            found = pickle.load(file)
    except Exception:  # whatever is wrong with it: it is made again
        return None
    return found if isinstance(found, AnswerKey) else None


def _write(name: str, prefix: str, folder: int, key: AnswerKey) -> None:
    handle, fresh = tempfile.mkstemp(dir=place())  # mode 600
    try:
        with open(handle, "wb") as file:
            pickle.dump(key, file, pickle.HIGHEST_PROTOCOL)
        os.replace(fresh, name, dst_dir_fd=folder)
    except BaseException:
        os.unlink(fresh)
        raise
    for other in os.listdir(folder):
        if other.startswith(prefix) and other != name:
            with suppress(OSError):
                os.unlink(other, dir_fd=folder)
