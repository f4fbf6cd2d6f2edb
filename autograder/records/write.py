"""Files put in their place whole or not at all: at any moment there is either the old one or the new one."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path

from autograder.core.text import utf8

LEFTOVER, LEFTOVER_SECONDS = ".new-", 3600.0


def write_atomically(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Put a file in its place, whole or not at all; mode: who may do what with it.

    Raises OSError that names the path, on a full disk too.
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _tidy(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=own_leftover())
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else utf8(content))
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(name)
        if isinstance(error, OSError) and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


@cache  # once in the life of a process
def _tidy(folder: Path) -> None:
    """Remove from a folder that is written to what killed runs of this machine left there."""
    for path in folder.glob(f"{LEFTOVER}*"):
        if _is_abandoned(path.name):
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def remove_leftovers(out: Path) -> None:
    """Remove half-written files that killed runs left in a folder, or one or two levels below.

    What another run is at work on stays: that of a living process here, and of another machine's for an hour.
    """
    for path in chain.from_iterable(out.glob(f"{folders}{LEFTOVER}*") for folders in ("", "*/", "*/*/")):
        with suppress(OSError):
            if _is_abandoned(path.name) or time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                path.unlink()


def remove_left_folders(folders: Iterable[Path]) -> None:
    """Remove the folders among these that killed runs of this machine were filling."""
    for path in folders:
        if _is_abandoned(path.name):
            shutil.rmtree(path, ignore_errors=True)


def own_leftover() -> str:
    """Return how the names of this process's unfinished files begin."""
    return f"{LEFTOVER}{_machine()}-{os.getpid()}-"


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _is_abandoned(name: str) -> bool:
    """Say whether the process of this machine that was writing a file is gone."""
    machine, _, rest = name.removeprefix(LEFTOVER).partition("-")
    pid = rest.partition("-")[0]
    return machine == _machine() and pid.isdecimal() and not _is_alive(int(pid))


def _is_alive(pid: int) -> bool:
    if os.name != "posix":
        return True  # to signal a process there would end it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
