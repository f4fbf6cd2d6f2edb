"""The jail around a fork server: bubblewrap, with nothing in it but what Python needs to start and to import.

Inside there is no network, no other process, no /proc, no home and nothing of the course: of all that is ours only the
package's own folder, and of the system only libraries, read-only. The fork server is the first of its process
namespace: when it ends, the kernel ends all others in it.

Started as root, bubblewrap makes the namespaces as root, and the fork server becomes nobody after its imports (a user
namespace would only call root by another name). Everybody else gets a user namespace of their own.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.host.environment import PACKAGE, environment

PROGRAM = "bwrap"
HOME = Path("/tmp")
PACKAGES = Path("/packages")  # where the package's folder appears in the jail
SYSTEM = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64")
# Where libraries are found, and which of several BLAS libraries is meant.
LOADER = ("/etc/ld.so.cache", "/etc/alternatives")
OWN_NAMESPACES = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
NEEDED_BY_ROOT = ("CAP_SETUID", "CAP_SETGID", "CAP_DAC_READ_SEARCH")  # until it becomes nobody; to read any venv


def jailed(command: list[str]) -> list[str]:
    """Return the command that runs a Python command in the jail. Raises FileNotFoundError without bubblewrap."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise FileNotFoundError(f"bubblewrap is not installed: there is no program '{PROGRAM}'")
    return [program, *_namespaces(), *_contents(), "--remount-ro", "/", "--chdir", "/", "--", *command]


def jail_environment() -> dict[str, str]:
    """Return the environment of what runs in the jail."""
    return environment(HOME, PACKAGES)


def _namespaces() -> Iterator[str]:
    yield from OWN_NAMESPACES
    yield from ("--die-with-parent", "--new-session", "--as-pid-1", "--hostname", "worker", "--cap-drop", "ALL")
    if os.geteuid() != 0:
        yield "--unshare-user"
        return
    for capability in NEEDED_BY_ROOT:
        yield from ("--cap-add", capability)


def _contents() -> Iterator[str]:
    yield from ("--tmpfs", str(HOME))
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", os.readlink(path), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    for path in map(Path, LOADER):
        yield from ("--ro-bind-try", str(path), str(path))
    for path in _python_folders():
        yield from ("--ro-bind", str(path), str(path))
    yield from _program(Path(sys.executable))
    yield from ("--ro-bind", str(PACKAGE), str(PACKAGES / PACKAGE.name))


def _python_folders() -> list[Path]:
    """Return the folders and files that the interpreter starts from and imports from, but not our own source tree."""
    found = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found |= {Path(entry) for entry in sys.path if entry.endswith("-packages")}
    found |= {Path(prefix) / lib for prefix in {sys.base_prefix, sys.base_exec_prefix} for lib in ("lib", "lib64")}
    found.add(Path(sys.prefix) / "pyvenv.cfg")
    found |= {path for entry in os.environ.get("LD_LIBRARY_PATH", "").split(":") if (path := Path(entry)).name == "lib"}
    there = sorted(path for path in found if path.is_absolute() and path.exists() and not path.is_symlink())
    return [path for path in there if not any(str(path).startswith(f"{folder}/") for folder in SYSTEM)]


def _program(path: Path) -> Iterator[str]:
    """Bind a program under its own name: each link on the way to it, then itself."""
    while path.is_symlink():
        target = os.readlink(path)
        yield from ("--symlink", target, str(path))
        path = Path(os.path.normpath(path.parent / target))
    yield from ("--ro-bind", str(path), str(path))
