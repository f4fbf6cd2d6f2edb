"""Answer keys kept on disk from one run to the next, since to make them takes longer than to grade a submission.

They are secrets, and they are unpickled: so they lie in the user's own cache folder, far from all that is released,
in a folder and in files that nobody else may read or write, and whatever somebody else could have written is not read.
A key is known by everything that it was made from; when any of that changes, it is made again.

A file begins with a line of JSON that says what is known of the key, so that nothing is unpickled to grade nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from autograder.authoring.course import CourseFolder
from autograder.distribution import program_state
from autograder.errors import AutograderError
from autograder.keys.released import require_released
from autograder.keys.rules import FILE
from autograder.settings import Assignment

if TYPE_CHECKING:  # where nothing is new, no key is read
    from autograder.core.answer_key import AnswerKey, ExerciseKey

SECURE = hasattr(os, "geteuid") and os.open in os.supports_dir_fd
OTHERS = stat.S_IRWXG | stat.S_IRWXO
HEAD_AT_MOST = 1_000  # bytes
NAMED = 5  # of the exercises whose text students got otherwise
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What is known of a key before it is read. released: students got the exercises that it is the key of.

    drifted: the first of the exercises that they got with another text.
    made_from: one name for all that it depends on, what was released included.
    """

    made_from: str
    fingerprint: str
    work_fingerprint: str
    released: bool
    drifted: Sequence[str] = ()


def answer_key(folder: CourseFolder, assignment: Assignment) -> AnswerKey:
    """Return a new key, see keys/load: all that makes one is imported only when one is made."""
    from autograder.keys.load import answer_key as make

    return make(folder, assignment)


def cached_key(folder: CourseFolder, assignment: Assignment) -> AnswerKey:
    """Return an assignment's answer key without the authors' functions; from disk if nothing has changed since.

    Raises SourceError where the course is broken.
    """
    from autograder.core.answer_key import AnswerKey

    made, course = made_from(folder, assignment), _prefix(folder, assignment)
    with _own_folder() as place:
        if place is not None and (found := _read(course, made, place, AnswerKey)) is not None:
            return found
        key = without_functions(answer_key(folder, assignment))
        if place is not None:
            head = KnownKey(made, key.fingerprint, key.work_fingerprint, _is_released(folder, key), key.drifted[:NAMED])
            with suppress(OSError):  # a full disk costs time in the next run, and nothing else
                _write(f"{course}{made}", course, place, head, key)
        return key


def cached_parts(folder: CourseFolder, assignment: Assignment, made: str) -> dict[Any, ExerciseKey]:
    """Return the keys of exercises that were kept for an assignment's variants; none where nothing can be trusted."""
    with _own_folder() as place:
        found = None if place is None else _read(_prefix_of_parts(folder, assignment), made, place, dict)
    return found if found is not None else {}


def keep_parts(folder: CourseFolder, assignment: Assignment, made: str, parts: Mapping[Any, ExerciseKey]) -> None:
    """Keep the keys of exercises that were made for an assignment's variants."""
    prefix = _prefix_of_parts(folder, assignment)
    with _own_folder() as place, suppress(OSError):
        if place is not None:
            _write(f"{prefix}{made}", prefix, place, KnownKey(made, "", "", False), dict(parts))


def _prefix_of_parts(folder: CourseFolder, assignment: Assignment) -> str:
    return f"variants-{_prefix(folder, assignment)}"


def known_key(folder: CourseFolder, assignment: Assignment, made: str) -> KnownKey | None:
    """Return what is known of the key on disk that is made from this; None if there is none that can be trusted."""
    with _own_folder() as place, suppress(Exception):  # whatever is wrong with it: it is made again
        if place is not None:
            with _opened(f"{_prefix(folder, assignment)}{made}", place) as file:
                return _head(file, made)
    return None


def without_functions(key: AnswerKey) -> AnswerKey:
    """Leave out the authors' functions, which can be sent to no other process and are no longer needed."""
    exercises = tuple(
        replace(exercise, checks=tuple(check.portable() for check in exercise.checks)) for exercise in key.exercises
    )
    return replace(key, exercises=exercises)


def made_from(folder: CourseFolder, assignment: Assignment) -> str:
    """Return one name for all that a key depends on: sources, settings, what was released, and this program."""
    digest = hashlib.sha256(program_state().encode())
    digest.update(repr((folder.course.seed, folder.course, assignment)).encode())
    released = folder.assignments / assignment.name
    for path in (*_files(folder.solutions / assignment.name), released / f"{assignment.name}.py", released / FILE):
        content = path.read_bytes() if path.is_file() else b"absent"
        digest.update(f"{path.relative_to(folder.root)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


def _is_released(folder: CourseFolder, key: AnswerKey) -> bool:
    try:
        require_released(folder, key)
    except AutograderError:
        return False
    return True


def place() -> Path:
    """Return the folder of the keys."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "autograder" / "keys"


def _prefix(folder: CourseFolder, assignment: Assignment) -> str:
    """Return how the names of an assignment's keys begin: of several courses, each keeps its own."""
    return f"{hashlib.sha256(str(folder.root).encode()).hexdigest()[:16]}-{assignment.name}-"


@contextmanager
def _own_folder() -> Iterator[int | None]:
    """Yield the folder, open; None if there is none that is ours alone."""
    descriptor = None
    with suppress(OSError, RuntimeError):  # RuntimeError: there is no home
        if SECURE:
            place().mkdir(mode=0o700, parents=True, exist_ok=True)
            _require_safe_way()
            descriptor = os.open(place(), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield descriptor if descriptor is not None and _is_ours(os.fstat(descriptor)) else None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _require_safe_way() -> None:
    """Raise PermissionError if somebody else could put another folder of ours in the place of this one."""
    for folder in Path(os.path.realpath(place())).parents:
        status = os.stat(folder)
        private = status.st_gid == os.getegid() == os.geteuid()  # a group of one, as many systems give everybody
        writers = status.st_mode & (stat.S_IWOTH | (0 if private else stat.S_IWGRP))
        if status.st_uid not in (0, os.geteuid()) or (writers and not status.st_mode & stat.S_ISVTX):
            raise PermissionError(f"others can write in {folder}")


def _is_ours(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & OTHERS


@contextmanager
def _opened(name: str, folder: int) -> Iterator[IO[bytes]]:
    """Open a file that nobody else can have written. Raises OSError."""
    with open(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder), "rb") as file:
        status = os.fstat(file.fileno())
        if not (_is_ours(status) and stat.S_ISREG(status.st_mode) and status.st_nlink == 1):
            raise PermissionError(f"{name} is not ours alone")
        yield file


def _head(file: IO[bytes], made: str) -> KnownKey:
    """Read what is known of the key in a file. Raises ValueError if it was made from something else."""
    known = KnownKey(**json.loads(file.readline(HEAD_AT_MOST)))
    if known.made_from != made:
        raise ValueError("another key lies under this name")
    return known


def _read(prefix: str, made: str, folder: int, kind: type[Kept]) -> Kept | None:
    from autograder.core.array_pickle import ArrayUnpickler  # not above: where nothing is new, numpy is not imported

    with suppress(Exception), _opened(f"{prefix}{made}", folder) as file:  # whatever is wrong with it: it is made again
        _head(file, made)
        found = ArrayUnpickler(file).load()
        return found if isinstance(found, kind) else None
    return None


def _write(name: str, prefix: str, folder: int, head: KnownKey, key: object) -> None:
    from autograder.core.array_pickle import ArrayPickler

    handle, fresh = tempfile.mkstemp(dir=place())  # mode 600
    try:
        with open(handle, "wb") as file:
            file.write(json.dumps(asdict(head)).encode() + b"\n")
            ArrayPickler(file, pickle.HIGHEST_PROTOCOL).dump(key)
        os.replace(fresh, name, dst_dir_fd=folder)
    except BaseException:
        os.unlink(fresh)
        raise
    for other in os.listdir(folder):
        if other.startswith(prefix) and other != name:
            with suppress(OSError):
                os.unlink(other, dir_fd=folder)
