"""The files of a zip or a folder, by name, read one at a time; what could do harm is refused before anything is read.

A zip is refused whole, by the name of the member that is wrong with it: paths that lead out, links, encryption, names
that are there twice or differ only in letter case, and sizes that no homework has. A name that is merely odd costs
nobody anything: students give files any name, and systems hand them on.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from autograder.collecting.readable_paths import oddity, readable_paths
from autograder.core.text import plain_name
from autograder.core.units import MB
from autograder.errors import UsageError

MOST_FILES = 50_000
MOST_BYTES_OF_A_LIST = MOST_FILES * 300  # a zip's list of what is in it is read as a whole
MOST_BYTES = 8 * 2**30
MOST_BYTES_OF_A_FILE = 100 * MB
MOST_BYTES_INSIDE = 500 * MB  # of a zip that a student handed in
MOST_RATIO, RATIO_FROM = 200, 10 * MB  # notebooks shrink tenfold
NOISE = frozenset({"__MACOSX", "__pycache__", ".ipynb_checkpoints", ".git", ".venv", ".DS_Store", "Thumbs.db"})
# What Python's readers of zips raise for damaged ones, RuntimeError for an encryption that the list does not tell of.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError, OverflowError, MemoryError),
)
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class File:
    """One file of a source: its path there, parted by "/", how its bytes are read, or why they must not be.

    note: what was done to its path.
    """

    path: str
    read: Callable[[], bytes]
    problem: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def is_zip(path: str) -> bool:
    """Say whether a file calls itself a zip."""
    return path.lower().endswith(".zip")


def files_in(source: Path) -> list[File]:
    """Return the files of a folder or a zip, in order of path. Raises UsageError for what is neither, or does harm."""
    if source.is_dir():
        return _in_order(_walk(source))
    if source.exists() and not source.is_file():  # a pipe would be waited for
        raise UsageError(f"{source}: is neither a folder nor a regular file")
    try:
        with source.open("rb") as file:
            _require_modest_list(file, source.name)
        return zip_files(zipfile.ZipFile(source), source.name, MOST_BYTES)
    except OSError as error:
        raise UsageError(f"{source}: cannot be opened: {error.strerror or error}") from None
    except DAMAGE as error:
        raise UsageError(f"{source}: is neither a folder nor a zip that can be read: {error}") from None


def files_inside(data: bytes, name: str) -> list[File]:
    """Return the files of a zip that was handed in. Raises UsageError."""
    try:
        _require_modest_list(io.BytesIO(data), name)
        return zip_files(zipfile.ZipFile(io.BytesIO(data)), name, MOST_BYTES_INSIDE)
    except DAMAGE as error:
        raise UsageError(f"{plain_name(name)}: is not a zip that can be read: {error}") from None


def _require_modest_list(file: BinaryIO, name: str) -> None:
    """Refuse a zip that lists too much: zipfile makes an object of every entry before anyone can ask."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 2**16 - 200))
    if (size := _size_of_list(file.read())) > MOST_BYTES_OF_A_LIST:
        raise UsageError(f"{plain_name(name)}: refused: its list of files alone takes {size >> 20} MB")


def _size_of_list(tail: bytes) -> int:
    """Return how many bytes the list of a zip takes, as its last bytes say. Source: PKWARE's APPNOTE, 4.3.14 and 16."""
    end = tail.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<L", tail, end + 12)[0] if 0 <= end <= len(tail) - 22 else 0
    wide = tail.rfind(b"PK\x06\x06", 0, max(end, 0))  # where 32 bits do not hold it
    is_wide = size == 2**32 - 1 and 0 <= wide <= len(tail) - 56
    return int(struct.unpack_from("<Q", tail, wide + 40)[0] if is_wide else size)


def _walk(root: Path) -> Iterator[File]:
    for folder, folders, names in os.walk(root, onerror=_complain):
        folders[:] = sorted(name for name in folders if name not in NOISE)
        for name in [*names, *(each for each in folders if Path(folder, each).is_symlink())]:
            path = Path(folder, name)
            if name not in NOISE:
                yield File(path.relative_to(root).as_posix(), _reader(path), _no_file(path))


def _complain(error: OSError) -> None:
    raise UsageError(f"{error.filename}: cannot be listed: {error.strerror}")


def _no_file(path: Path) -> str:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return "is a link, and links are not followed"
    if not stat.S_ISREG(status.st_mode):
        return "is not a regular file"
    if status.st_size > MOST_BYTES_OF_A_FILE:
        return f"is larger than {MOST_BYTES_OF_A_FILE >> 20} MB"
    return ""


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            return file.read(MOST_BYTES_OF_A_FILE)

    return read


def zip_files(archive: zipfile.ZipFile, name: str, most_bytes: int) -> list[File]:
    """Return a zip's files. Raises UsageError that names the zip and the member that is wrong."""
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise UsageError(f"{plain_name(name)}: refused: {len(members)} files, more than {MOST_FILES}")
    total, seen, found = 0, dict[str, str](), []
    for member in members:
        path = _path(member)
        problem = _harm(member, path) or _clash(path, member.is_dir(), seen)
        total += member.file_size
        if not problem and total > most_bytes:
            problem = f"with it the files take more than {most_bytes >> 20} MB"
        if problem:
            raise UsageError(f"{plain_name(name)}: refused: {plain_name(path)}: {problem}")
        if not member.is_dir() and not NOISE.intersection(path.split("/")):
            found.append(File(path, _member_reader(archive, member, name)))
    return _in_order(found)


def _in_order(files: Iterable[File]) -> list[File]:
    """Return files in order of path, each under one that can be printed."""
    files = list(files)
    paths = readable_paths([file.path for file in files])
    named = (
        file if paths[file.path] == file.path else replace(file, path=paths[file.path], note=oddity(file.path))
        for file in files
    )
    return sorted(named, key=lambda file: file.path)


def _member_reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return archive.read(member)
        except DAMAGE as error:
            raise UsageError(f"{plain_name(name)}: {plain_name(member.filename)}: is damaged: {error}") from None

    return read


def _path(member: zipfile.ZipInfo) -> str:
    """Return a member's path; names without the flag for UTF-8 are often UTF-8 all the same."""
    name = member.orig_filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    first, *parts = unicodedata.normalize("NFC", name.replace("\\", "/")).split("/")
    return "/".join([*([] if first == "." else [first]), *(part for part in parts if part not in ("", "."))])


def _harm(member: zipfile.ZipInfo, path: str) -> str:
    kind = stat.S_IFMT(member.external_attr >> 16)
    parts = path.split("/")
    if member.orig_filename.startswith(("/", "\\")) or _DRIVE.match(path) or ".." in parts:
        return "its path leads out of the zip"
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return "is a link" if stat.S_ISLNK(kind) else "is not a regular file"
    if member.flag_bits & 0x1:
        return "is encrypted"
    if member.file_size > MOST_BYTES_OF_A_FILE:
        return f"is larger than {MOST_BYTES_OF_A_FILE >> 20} MB"
    if member.file_size > max(RATIO_FROM, MOST_RATIO * member.compress_size):
        return f"unpacks to {member.file_size // max(member.compress_size, 1)} times its size"
    if "\0" in path or not (path or member.is_dir()):
        return "no file can have this name"
    return ""  # a long or odd name is no harm: what is kept gets another


def _clash(path: str, is_folder: bool, seen: dict[str, str]) -> str:
    """Return why a path cannot lie beside those that were seen; folders may be named again and again."""
    folded = path.casefold()
    first = seen.get(folded)
    seen.setdefault(folded, path)
    if first is None or (is_folder and first == path):
        return ""
    return "is there twice" if first == path else f"differs from {plain_name(first)} in letter case alone"
