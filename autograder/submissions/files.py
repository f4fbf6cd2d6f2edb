"""Reading below a folder that strangers fill: by directory descriptors, step by step, and never through a link.

Between two looks at a path, its owner may put a link in the place of a folder. So each step is opened from the one
before it, and what was opened is what is read. Where the system knows no such descriptors (Windows), paths are used.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path

from autograder.core.units import MB
from autograder.notebooks.marks import UnreadableError

HAS_DESCRIPTORS = os.open in os.supports_dir_fd and os.listdir in os.supports_fd
NOT_THROUGH_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
# O_NONBLOCK: should a file have become a pipe by now, opening it must not wait for a writer.
_FILE = os.O_RDONLY | NOT_THROUGH_LINKS | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
CANNOT_BE_OPENED = "cannot be opened"
_FOLDER = os.O_RDONLY | NOT_THROUGH_LINKS | getattr(os, "O_DIRECTORY", 0)


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A folder that is open; descriptor is None where the system has none for folders."""

    path: Path
    descriptor: int | None

    def names(self) -> list[str]:
        """Return what is in it, sorted. Raises OSError."""
        return sorted(os.listdir(self.path if self.descriptor is None else self.descriptor))

    def kind(self, name: str) -> int:
        """Return the type of an entry, as in its mode; 0 if it is gone. Links are not followed."""
        try:
            return stat.S_IFMT(self._status(name).st_mode)
        except OSError:
            return 0

    def beginning(self, name: str, size: int) -> bytes:
        """Return the first bytes of a regular file, however large it is. Raises UnreadableError as read() does."""
        return self._bytes(name, size)[0]

    def read(self, name: str, at_most: int) -> bytes:
        """Return the bytes of a regular file. Raises UnreadableError, whose message goes on after the file's name."""
        data, size = self._bytes(name, at_most + 1, at_most)
        if max(size, len(data)) > at_most:
            raise UnreadableError(f"is larger than {at_most / MB:g} MB: clear the outputs, save it, hand it in again")
        return data

    def _bytes(self, name: str, most: int, largest: float = inf) -> tuple[bytes, int]:
        """Return the first bytes of a regular file (none of one that is larger than the largest), and its size.

        The kind is asked before opening, because opening a device can do things, and again of what was opened.
        """
        try:
            _require_regular(self._status(name))
            where, within = (self.path / name, None) if self.descriptor is None else (name, self.descriptor)
            with open(os.open(where, _FILE, dir_fd=within), "rb") as file:
                status = os.fstat(file.fileno())
                _require_regular(status)
                return file.read(most) if status.st_size <= largest else b"", status.st_size
        except OSError as error:
            raise UnreadableError(f"{CANNOT_BE_OPENED}: {error.strerror}") from None

    @contextmanager
    def folder(self, name: str) -> Iterator[OpenFolder]:
        """Open a folder in this one. Raises OSError, also if it is a link."""
        path = self.path / name
        if self.descriptor is None:
            if path.is_symlink():
                raise NotADirectoryError(0, "it is a link")
            yield OpenFolder(path, None)
            return
        descriptor = os.open(name, _FOLDER, dir_fd=self.descriptor)
        try:
            yield OpenFolder(path, descriptor)
        finally:
            os.close(descriptor)

    def _status(self, name: str) -> os.stat_result:
        if self.descriptor is None:
            return (self.path / name).lstat()
        return os.stat(name, dir_fd=self.descriptor, follow_symlinks=False)


@contextmanager
def open_folder(path: Path, steps: int) -> Iterator[OpenFolder]:
    """Open a folder; its last `steps` steps must not be links (what is above them is ours). Raises OSError."""
    path = Path(os.path.abspath(path))
    base, names = path, list[str]()
    for _ in range(min(steps, len(path.parts) - 1)):
        base, names = base.parent, [base.name, *names]
    descriptor = os.open(base, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)) if HAS_DESCRIPTORS else None
    try:
        with _descend(OpenFolder(base, descriptor), names) as folder:
            yield folder
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def _descend(folder: OpenFolder, names: list[str]) -> Iterator[OpenFolder]:
    if not names:
        yield folder
        return
    with folder.folder(names[0]) as below, _descend(below, names[1:]) as last:
        yield last


def _require_regular(status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise UnreadableError("is a link, and links are not followed: hand in the file itself")
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("is a folder: hand in the file itself")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("is not a regular file: hand in an .ipynb or .py file")
    if status.st_nlink > 1:
        raise UnreadableError("has a second name elsewhere on the disk (a hard link): hand in a copy of it")
