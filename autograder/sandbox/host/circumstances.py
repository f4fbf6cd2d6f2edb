"""What decides how well this machine can shut a worker in, without a trial: the same circumstances, the same outcome.

They spare a trial, never a proof: each worker proves that it is confined before it runs a line of a student's.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from autograder.distribution import program_state
from autograder.file_states import state_of

FILES = ("/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
NAMESPACES = ("user", "pid", "mnt", "net")
VARIABLES = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH")


def circumstances() -> str:
    """Return one text for them: machine and boot, user, namespaces, bubblewrap, and this program."""
    user = os.geteuid() if hasattr(os, "geteuid") else None
    jail = shutil.which("bwrap")
    machine = platform.uname()  # by name: as a tuple, it would run a program that says what processor there is
    found = (
        (machine.system, machine.node, machine.release, machine.version, machine.machine),
        user,
        sys.executable,
        jail and (jail, state_of(os.path.realpath(jail))),
        [os.environ.get(name) for name in VARIABLES],
        [_text(Path(path)) for path in FILES],
        [_link(f"/proc/self/ns/{name}") for name in NAMESPACES],
        program_state(),
    )
    return repr(found)


def _text(path: Path) -> str | None:
    with suppress(OSError):
        return path.read_text()
    return None


def _link(path: str) -> str | None:
    with suppress(OSError):
        return os.readlink(path)
    return None
