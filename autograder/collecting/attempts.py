"""Everything that was ever collected, kept: submitted/.collected/<student>/<assignment>/<attempt>/.

One attempt of each student and assignment is the one that counts; it lies in submitted/<student>/<assignment>/ too.
Whatever else lies there was not put there by us and is left alone. An attempt's name is a hash of what is in it, so
that collecting the same again adds nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from autograder.core.text import describe_error
from autograder.errors import SourceError
from autograder.records.write import LEFTOVER, own_leftover, remove_left_folders
from autograder.submissions.read import LATE, TIMESTAMP

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

KEPT = ".collected"
ABOUT = "attempt.json"
WORK = "work"
NEW = LEFTOVER


@dataclass(frozen=True)
class Attempt:
    """What was handed in at once: where it is kept, and when. number counts attempts in the order they came to us."""

    folder: Path
    submitted: str
    order: int
    number: int

    @property
    def name(self) -> str:
        return self.folder.name

    def contents(self) -> dict[str, str]:
        """Return the hash of each file, by name."""
        return contents(self.folder / WORK)


Choice = Callable[[Sequence[Attempt]], Attempt]


def contents(folder: Path) -> dict[str, str]:
    """Return the hash of each regular file in a folder, by name; a folder or link in it has the hash ""."""
    return {entry.name: _hash(Path(entry.path)) for entry in os.scandir(folder)} if folder.is_dir() else {}


def _work(found: Mapping[str, str]) -> dict[str, str]:
    return {name: sha256 for name, sha256 in found.items() if name != TIMESTAMP}


def _hash(path: Path) -> str:
    return "" if path.is_symlink() or not path.is_file() else hashlib.sha256(path.read_bytes()).hexdigest()


def latest(attempts: Sequence[Attempt]) -> Attempt:
    """Return the attempt that was handed in last; where a time is missing, the one that came to us last."""
    if all(attempt.submitted for attempt in attempts):
        return max(attempts, key=lambda attempt: (attempt.submitted, attempt.order, attempt.number))
    return max(attempts, key=lambda attempt: (attempt.order, attempt.number))


def stamp(submitted: datetime | None, late: str) -> bytes:
    """Return what timestamp.txt says; "" for nothing. late: that it is, where the source does not say when."""
    if submitted is not None:
        return f"{submitted.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode()
    return f"{LATE} ({late})\n".encode() if late else b""


def keep(root: Path, files: Mapping[str, bytes], submitted: datetime | None, order: int) -> Attempt:
    """Keep an attempt below root (.collected/<student>/<assignment>) and return it; the same one twice is one."""
    when = submitted.astimezone(UTC).isoformat() if submitted else ""
    told = json.dumps([when, sorted((name, hashlib.sha256(data).hexdigest()) for name, data in files.items())])
    folder = root / hashlib.sha256(told.encode()).hexdigest()[:12]
    if not (folder / ABOUT).is_file():
        shutil.rmtree(folder, ignore_errors=True)  # what is left of one that somebody took apart
        attempt = Attempt(folder, when, order, 1 + max((each.number for each in attempts_in(root)), default=0))
        about = {key: value for key, value in asdict(attempt).items() if key != "folder"}
        with _new_folder(root, folder) as new:
            (new / ABOUT).write_text(json.dumps(about) + "\n", "utf-8")
            _fill(new / WORK, files)
    return next(each for each in attempts_in(root) if each.folder == folder)


class _new_folder:
    """A folder that appears under its name when it is complete, or not at all."""

    def __init__(self, parent: Path, folder: Path) -> None:
        parent.mkdir(parents=True, exist_ok=True)
        self._new, self._folder = Path(tempfile.mkdtemp(dir=parent, prefix=own_leftover())), folder

    def __enter__(self) -> Path:
        return self._new

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind is None:
            os.chmod(self._new, 0o755)
            self._new.rename(self._folder)
            return
        shutil.rmtree(self._new, ignore_errors=True)
        if isinstance(error, OSError) and error.errno is not None:  # a full disk, which says no place by itself
            raise OSError(error.errno, error.strerror, str(self._folder)) from error


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Wait until no other run collects into a folder, and let none begin; remove what killed ones were filling."""
    (out / KEPT).mkdir(parents=True, exist_ok=True)
    descriptor = os.open(out / KEPT, os.O_RDONLY) if fcntl else None
    try:
        if fcntl and descriptor is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # ends with the process, however that ends
        remove_left_folders(chain(out.glob(f"*/{NEW}*"), (out / KEPT).glob(f"*/*/{NEW}*")))
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def attempts_in(root: Path) -> list[Attempt]:
    """Return the attempts that are kept below root, in the order in which they came. Raises SourceError."""
    found = []
    for about in root.glob(f"*/{ABOUT}"):
        if not about.parent.name.startswith(NEW):
            try:
                told = json.loads(about.read_text("utf-8"))
                found.append(Attempt(about.parent, str(told["submitted"]), int(told["order"]), int(told["number"])))
            except (OSError, ValueError, TypeError, KeyError) as error:
                fix = f"delete the folder {about.parent.name}, and collect again what was in it"
                raise SourceError(about, None, f"is damaged ({describe_error(error)}): {fix}") from None
    return sorted(found, key=lambda attempt: attempt.number)


def put_forward(attempt: Attempt, attempts: Sequence[Attempt], place: Path) -> str:
    """Make an attempt the one that lies in place; return why it was not done, or ""."""
    there, kept = contents(place), [each.contents() for each in attempts]
    if there == attempt.contents():
        return ""
    if os.path.lexists(place) and there not in kept:
        work = _work(there)
        if work == _work(attempt.contents()):
            return ""  # the staff wrote when it was handed in, which the source did not know
        where = f"{place.parent.name}/{place.name}"
        if work not in map(_work, kept):
            return f"{where} holds something that was not collected: left as it is"
        if TIMESTAMP in there:
            stamped = f"its {TIMESTAMP} was written for another: delete that, and collect again"
            return f"{where}: a newer attempt counts, and {stamped}"
    place.parent.mkdir(parents=True, exist_ok=True)
    with _new_folder(place.parent, place) as new:
        _fill(new, {path.name: path.read_bytes() for path in (attempt.folder / WORK).iterdir()})
        if place.exists():
            shutil.rmtree(place)  # a copy: the attempt itself is kept
    return ""
