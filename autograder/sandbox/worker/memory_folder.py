"""The working folder of a notebook: in memory, gone at the end; the same in grading and in a check.

At first it holds the assignment's data files and nothing else. They can be read, and are what they are: a call that
could change them would change what the next one reads.

A worker in grading may open no path. Notebooks save plots, tables and logs all the same, and none of it is an answer.
So paths that are relative, or in this folder, mean files in memory. A cell that opens any other path is refused; what
libraries open elsewhere (matplotlib its fonts) is left to the operating system, which in grading refuses it.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable
from typing import Any

FOLDER = "/notebook"
CELLS = ("<cell ", "<given ")
LOOKED_UP = "autograder.stat"  # an audit event of our own: Python has none for this
Path = str
# What these names refer to before any of it is changed.
_REAL: dict[str, Callable[..., Any]] = {
    "open": io.open,
    **{name: getattr(os, name) for name in ("mkdir", "listdir", "remove", "rmdir", "replace", "stat")},
}


class _File(io.BytesIO):
    """An open file, whose bytes stay in the folder when it is closed."""

    def __init__(self, files: dict[Path, bytes], path: Path, content: bytes, at_end: bool) -> None:
        super().__init__(content)
        self._files, self._path, self.name = files, path, path
        if at_end:
            self.seek(0, os.SEEK_END)

    def flush(self) -> None:
        if not self.closed:
            self._files[self._path] = self.getvalue()

    def close(self) -> None:
        self.flush()
        super().close()

    def fileno(self) -> int:
        raise io.UnsupportedOperation("a file in memory has no descriptor")


class _DataFile(io.BytesIO):
    """An open data file, which can only be read."""

    def __init__(self, path: Path, content: bytes) -> None:
        super().__init__(content)
        self.name = path

    def writable(self) -> bool:
        return False

    def _refuse(self, *_: Any) -> Any:
        raise io.UnsupportedOperation("not writable")

    write = writelines = truncate = _refuse

    def fileno(self) -> int:
        raise io.UnsupportedOperation("a file in memory has no descriptor")


class _Null(io.BytesIO):
    """The null device: it swallows what is written, and holds nothing."""

    def write(self, data: Any) -> int:
        return len(data)

    def fileno(self) -> int:
        raise io.UnsupportedOperation("a file in memory has no descriptor")


class MemoryFolder:
    """Files and folders by their full paths. given: the data files, by their names in the folder."""

    def __init__(self, given: Iterable[tuple[str, bytes]] = ()) -> None:
        self.files: dict[Path, bytes] = {f"{FOLDER}/{name}": content for name, content in given}
        self.folders = {FOLDER}
        self._data = dict(self.files)
        for path in self.files:
            while (path := os.path.dirname(path)) not in self.folders:
                self.folders.add(path)

    def install(self) -> None:
        """Have open() and the functions of os work in this folder."""
        vars(builtins)["open"] = vars(io)["open"] = self.open
        # numpy keeps the open() that it found when it was imported.
        openers = getattr(sys.modules.get("numpy.lib._datasource"), "_file_openers", None)
        if isinstance(kept := getattr(openers, "_file_openers", None), dict):
            kept[None] = self.open
        changes: dict[str, Callable[..., Any]] = {
            "mkdir": self.mkdir,
            "listdir": self.listdir,
            "remove": self.remove,
            "unlink": self.remove,
            "rmdir": self.rmdir,
            "rename": self.replace,
            "replace": self.replace,
            "stat": self.stat,
            "getcwd": lambda: FOLDER,
        }
        vars(os).update(changes)

    def open(
        self, file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, *args: Any, **named: Any
    ) -> Any:
        path = self._here(file)
        if file == os.devnull:
            return self._opened(_Null(), mode, encoding, args, named)
        if path is None:
            if not isinstance(file, int) and sys._getframe(1).f_code.co_filename.startswith(CELLS):
                raise PermissionError(errno.EPERM, "only files in the notebook's own folder can be opened", str(file))
            return _REAL["open"](file, mode, buffering, encoding, *args, **named)
        self._require_parent(path)
        if path in self.folders:
            raise IsADirectoryError(errno.EISDIR, "it is a folder", str(file))
        if "x" in mode and path in self.files:
            raise FileExistsError(errno.EEXIST, "there is such a file already", str(file))
        if "r" in mode and path not in self.files:
            raise FileNotFoundError(errno.ENOENT, "no such file: an answer must not need one", str(file))
        if path in self._data:
            self._refuse_change(path, file, set(mode) & set("wax+"))
            return self._opened(_DataFile(path, self._data[path]), mode, encoding, args, named)
        content = b"" if "w" in mode else self.files.get(path, b"")
        raw = _File(self.files, path, content, "a" in mode)
        raw.flush()
        return self._opened(raw, mode, encoding, args, named)

    @staticmethod
    def _opened(raw: io.BytesIO, mode: str, encoding: str | None, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if "b" in mode:
            return raw
        errors, newline = (*args, None, None)[:2]
        return io.TextIOWrapper(raw, encoding or "utf-8", named.get("errors", errors), named.get("newline", newline))

    def _refuse_change(self, path: Path, shown: Any, changes: object = True) -> None:
        if changes and path in self._data:
            raise PermissionError(errno.EACCES, "a data file of the assignment can be read, not changed", str(shown))

    def mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        found = self._here(path)
        if found is None:
            _REAL["mkdir"](path, mode, dir_fd=dir_fd)
            return
        if found in self.folders or found in self.files:
            raise FileExistsError(errno.EEXIST, "it is there already", str(path))
        self._require_parent(found)
        self.folders.add(found)

    def listdir(self, path: Any = ".") -> list[str]:
        found = self._here(path)
        if found is None:
            elsewhere: list[str] = _REAL["listdir"](path)
            return elsewhere
        if found not in self.folders:
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(path))
        inside = [each for each in (*self.files, *self.folders) if os.path.dirname(each) == found and each != found]
        return sorted(map(os.path.basename, inside))

    def remove(self, path: Any, *, dir_fd: int | None = None) -> None:
        found = self._here(path)
        if found is None:
            _REAL["remove"](path, dir_fd=dir_fd)
        elif found not in self.files:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
        else:
            self._refuse_change(found, path)
            del self.files[found]

    def rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        found = self._here(path)
        if found is None:
            _REAL["rmdir"](path, dir_fd=dir_fd)
        elif self.listdir(path):
            raise OSError(errno.ENOTEMPTY, "the folder is not empty", str(path))
        else:
            self.folders.discard(found)

    def replace(self, source: Any, target: Any, **named: Any) -> None:
        old, new = self._here(source), self._here(target)
        if old is None or new is None:
            _REAL["replace"](source, target, **named)
        elif old not in self.files:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(source))
        else:
            self._refuse_change(old, source)
            self._refuse_change(new, target)
            self.files[new] = self.files.pop(old)

    def stat(self, path: Any, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> os.stat_result:
        found = self._here(path)
        if found is None:
            sys.audit(LOOKED_UP, path)
            elsewhere: os.stat_result = _REAL["stat"](path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)
            return elsewhere
        if found in self.folders:
            return os.stat_result((stat.S_IFDIR | 0o755, 0, 0, 1, 0, 0, 0, 0, 0, 0))
        if found not in self.files:
            raise FileNotFoundError(errno.ENOENT, "no such file or folder", str(path))
        return os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, len(self.files[found]), 0, 0, 0))

    def _here(self, path: Any) -> Path | None:
        """Return the full path of what is in this folder, or None for what is elsewhere (or an open descriptor)."""
        if isinstance(path, int):
            return None
        name = os.fspath(path)
        text = os.fsdecode(name)
        full = text if os.path.isabs(text) else f"{FOLDER}/{text}"
        full = full.replace("\\", "/") if not os.path.isabs(text) else full
        full = os.path.normpath(full).replace("\\", "/")
        return full if full == FOLDER or full.startswith(f"{FOLDER}/") else None

    def _require_parent(self, path: Path) -> None:
        if os.path.dirname(path) not in self.folders:
            raise FileNotFoundError(errno.ENOENT, "no such folder", path)
