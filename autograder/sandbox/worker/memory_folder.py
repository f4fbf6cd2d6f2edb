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
import glob
import io
import os
import pathlib
import shutil
import stat
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from zlib import crc32

from autograder.sandbox.worker.memory_file import Entries, Entry, MemoryFile, NullFile, opened

FOLDER = "/notebook"
CELLS = ("<cell ", "<given ")
LOOKED_UP = "autograder.stat"  # an audit event of our own: Python has none for this
REPLACED = ("mkdir", "listdir", "scandir", "remove", "rmdir", "replace", "stat", "lstat", "utime", "chmod")
Path = str
# What these names refer to before any of it is changed.
_REAL: dict[str, Callable[..., Any]] = {
    "open": io.open,
    **{name: getattr(os, name) for name in REPLACED},
}


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
            "scandir": self.scandir,
            "remove": self.remove,
            "unlink": self.remove,
            "rmdir": self.rmdir,
            "rename": self.replace,
            "replace": self.replace,
            "stat": partial(self.stat, "stat"),
            "lstat": partial(self.stat, "lstat"),  # there are no links
            "utime": partial(self.leave, "utime"),
            "chmod": partial(self.leave, "chmod"),
            "getcwd": lambda: FOLDER,
        }
        vars(os).update(changes)
        if hasattr(os, "listxattr"):
            vars(os)["listxattr"] = lambda *_, **__: []
        _install_in_libraries(changes)
        # To mypy, no method can be replaced.
        setattr(pathlib.Path, "touch", lambda path, mode=0, exist_ok=True: self.touch(path, exist_ok))  # noqa: B010

    def open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        *others: Any,
        **named: Any,
    ) -> Any:
        path = self._here(file)
        if file == os.devnull:
            return opened(NullFile(file, mode), mode, encoding, errors, newline)
        if path is None:
            if not isinstance(file, int) and sys._getframe(1).f_code.co_filename.startswith(CELLS):
                raise OSError(errno.EPERM, "only files in the notebook's own folder can be opened", str(file))
            return _REAL["open"](file, mode, buffering, encoding, errors, newline, *others, **named)
        self._require_parent(path)
        if path in self.folders:
            raise OSError(errno.EISDIR, "it is a folder", str(file))
        if "x" in mode and path in self.files:
            raise OSError(errno.EEXIST, "there is such a file already", str(file))
        if "r" in mode and path not in self.files:
            raise OSError(errno.ENOENT, "no such file: an answer must not need one", str(file))
        self._refuse_change(path, file, set(mode) & set("wax+"))
        content = b"" if "w" in mode else self.files.get(path, b"")
        raw = MemoryFile(file, content, mode, partial(self.files.__setitem__, path))
        raw.flush()
        return opened(raw, mode, encoding, errors, newline)

    def _refuse_change(self, path: Path, shown: Any, changes: object = True) -> None:
        if changes and path in self._data:
            raise OSError(errno.EACCES, "a data file of the assignment can be read, not changed", str(shown))

    def mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        found = self._here(path)
        if found is None:
            _REAL["mkdir"](path, mode, dir_fd=dir_fd)
            return
        if found in self.folders or found in self.files:
            raise OSError(errno.EEXIST, "it is there already", str(path))
        self._require_parent(found)
        self.folders.add(found)

    def listdir(self, path: Any = ".") -> list[str]:
        found = self._here(path)
        if found is None:
            elsewhere: list[str] = _REAL["listdir"](path)
            return elsewhere
        self._require_folder(found, path)
        inside = [each for each in (*self.files, *self.folders) if os.path.dirname(each) == found and each != found]
        return sorted(map(os.path.basename, inside))

    def scandir(self, path: Any = ".") -> Any:
        found = self._here(path)
        if found is None:
            return _REAL["scandir"](path)
        return Entries(
            Entry(name, os.path.join(path, name), partial(self._stat, f"{found}/{name}")) for name in self.listdir(path)
        )

    def remove(self, path: Any, *, dir_fd: int | None = None) -> None:
        found = self._here(path)
        if found is None:
            _REAL["remove"](path, dir_fd=dir_fd)
            return
        self._require(found, path)
        if found in self.folders:
            raise OSError(errno.EISDIR, "it is a folder", str(path))
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
            return
        self._require(old, source)
        self._require_parent(new)
        self._require_place(old, new, target)
        moved = {each: new + each[len(old) :] for each in (*self.files, *self.folders) if _is_within(each, old)}
        for each in (*moved, new):
            self._refuse_change(each, source)
        self.folders = {moved.get(each, each) for each in self.folders}
        for before in moved.keys() & self.files.keys():
            self.files[moved[before]] = self.files.pop(before)

    def _require_place(self, old: Path, new: Path, shown: Any) -> None:
        """Raise OSError unless what is at `old` may come to be at `new`."""
        is_folder = old in self.folders
        if is_folder and new != old and _is_within(new, old):
            raise OSError(errno.EINVAL, "a folder cannot be moved into itself", str(shown))
        if is_folder and new in self.files:
            raise OSError(errno.ENOTDIR, "it is no folder", str(shown))
        if not is_folder and new in self.folders:
            raise OSError(errno.EISDIR, "it is a folder", str(shown))
        if new in self.folders and new != old and self.listdir(new):
            raise OSError(errno.ENOTEMPTY, "the folder is not empty", str(shown))

    def stat(self, name: str, path: Any, **named: Any) -> os.stat_result:
        """Return what os.stat or os.lstat (name) would."""
        found = self._here(path)
        if found is None:
            sys.audit(LOOKED_UP, path)
            elsewhere: os.stat_result = _REAL[name](path, **named)
            return elsewhere
        self._require(found, path)
        return self._stat(found)

    def _stat(self, path: Path) -> os.stat_result:
        kind, size = (stat.S_IFREG | 0o644, len(self.files[path])) if path in self.files else (stat.S_IFDIR | 0o755, 0)
        return os.stat_result((kind, crc32(path.encode()), 0, 1, 0, 0, size, 0, 0, 0))

    def touch(self, path: Any, exist_ok: bool = True) -> None:
        self.open(path, "a" if exist_ok else "x").close()

    def leave(self, name: str, path: Any, *others: Any, **named: Any) -> None:
        """Do nothing to what is here: it has neither times nor permissions."""
        found = self._here(path)
        if found is None:
            _REAL[name](path, *others, **named)
        else:
            self._require(found, path)

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

    def _require(self, path: Path, shown: Any) -> None:
        if path not in self.files and path not in self.folders:
            self._require_parent(path)
            raise OSError(errno.ENOENT, "no such file or folder", str(shown))

    def _require_folder(self, path: Path, shown: Any) -> None:
        if path in self.files:
            raise OSError(errno.ENOTDIR, "it is no folder", str(shown))
        self._require(path, shown)

    def _require_parent(self, path: Path) -> None:
        if (parent := os.path.dirname(path)) in self.files:
            raise OSError(errno.ENOTDIR, "it is no folder", parent)
        if parent not in self.folders and path != FOLDER:
            raise OSError(errno.ENOENT, "no such folder", path)


def _install_in_libraries(changes: dict[str, Callable[..., Any]]) -> None:
    """Change what modules have kept of os, or decided by it: it differs between versions of Python."""
    # rmtree goes by paths, not by descriptors; by the second name from 3.14 on.
    vars(shutil).update(_use_fd_functions=False, _rmtree_impl=vars(shutil)["_rmtree_unsafe"])
    globber = getattr(glob, "_StringGlobber", None)
    for name in ("scandir", "lstat"):
        if getattr(globber, name, None) is _REAL[name]:  # in 3.13
            setattr(globber, name, staticmethod(changes[name]))


def _is_within(path: Path, folder: Path) -> bool:
    return path == folder or path.startswith(f"{folder}/")
