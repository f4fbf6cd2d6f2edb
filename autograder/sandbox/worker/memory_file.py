"""What the notebook's folder, which is in memory, gives out: open files, and the entries of a folder."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from typing import Any

READING = ("read", "read1", "readinto", "readinto1", "readline", "readlines", "__next__")
WRITING = ("write", "writelines", "truncate")


class MemoryFile(io.BytesIO):
    """Bytes that can be read and written as `mode` says. keep: is given them whenever they may have changed."""

    def __init__(self, name: Any, content: bytes, mode: str, keep: Callable[[bytes], object]) -> None:
        super().__init__(content)
        self.name, self._keep = name, keep
        self._reads, self._writes = bool(set(mode) & set("r+")), bool(set(mode) & set("wax+"))
        refused = (READING if not self._reads else ()) + (WRITING if not self._writes else ())
        vars(self).update(dict.fromkeys(refused, _unsupported))
        if "a" in mode:
            self.seek(0, os.SEEK_END)

    def readable(self) -> bool:
        return self._reads

    def writable(self) -> bool:
        return self._writes

    def flush(self) -> None:
        if self._writes and not self.closed:
            self._keep(self.getvalue())

    def close(self) -> None:
        self.flush()
        super().close()

    def fileno(self) -> int:
        raise io.UnsupportedOperation("a file in memory has no descriptor")


class NullFile(MemoryFile):
    """The null device: it swallows what is written, and holds nothing."""

    def __init__(self, name: Any, mode: str) -> None:
        super().__init__(name, b"", mode, len)

    def write(self, data: Any) -> int:
        return len(data)


class Entry:
    """What os.scandir() tells of a file or a folder. look: returns its os.stat_result."""

    def __init__(self, name: str, path: str, look: Callable[[], os.stat_result]) -> None:
        self.name, self.path, self._look = name, path, look

    def __fspath__(self) -> str:
        return self.path

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return self._look()

    def inode(self) -> int:
        return self._look().st_ino

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return stat.S_ISDIR(self._look().st_mode)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return not self.is_dir()

    def is_symlink(self) -> bool:
        return False

    is_junction = is_symlink


class Entries(list[Entry]):
    """What os.scandir() returns: an iterator that can be closed."""

    def __enter__(self) -> Entries:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Entry]:
        while self:
            yield self.pop(0)

    def __next__(self) -> Entry:
        return next(iter(self))

    def close(self) -> None:
        self.clear()


def opened(raw: MemoryFile, mode: str, encoding: str | None, errors: str | None, newline: str | None) -> Any:
    """Return a file as open() gives it: of bytes or of text."""
    return raw if "b" in mode else io.TextIOWrapper(raw, encoding or "utf-8", errors, newline)


def _unsupported(*_: Any) -> Any:
    raise io.UnsupportedOperation("the file was not opened for this")
