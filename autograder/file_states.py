"""The state of a file, by which a change of it is told without reading it: for what spares reading a thousand files.

Its owner can put back a file's size and the time that it was written (`touch -d`, `cp -p`, `git checkout`), but not the
time at which anything about it changed (ctime). Two things are left to mind, and both end in reading the file: a change
within one tick of the file system's clock after another, and file systems that keep no such time.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from functools import cache
from pathlib import Path

# File systems of which it is known that they keep the time of a change themselves. FAT, FUSE, 9p and SMB may not.
KEEP_TIME = {"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "tmpfs", "overlay", "nfs", "nfs4"}
SETTLED_NS = 2_000_000_000  # the coarsest clock of a file system ticks once a second
State = list[int]
_ESCAPED = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


def now() -> int:
    """Return the instant, in ns. To be taken before a state is."""
    return time.time_ns()


def state_of(path: str | Path) -> State | None:
    """Return the state of a file, a folder, or a link itself; None if nothing is there."""
    try:
        return as_state(os.lstat(path))
    except OSError:
        return None


def as_state(status: os.stat_result) -> State:
    """Return a state as a list, which JSON gives back as it was."""
    return [
        status.st_mode,
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    ]


def is_settled(state: State, at: int) -> bool:
    """Say whether every later change gives the file another state. at: when the state was taken, or before."""
    return state[-1] <= at - SETTLED_NS


def is_file(state: State) -> bool:
    """Say whether it is the state of a regular file: that of a link says nothing of the file that it leads to."""
    return stat.S_ISREG(state[0])


@cache
def tells_changes(folder: Path) -> bool:
    """Say whether the states of files below a folder can be relied on. Elsewhere they are read each time."""
    if sys.platform == "darwin":
        return True
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    place, best, kind = f"{os.path.realpath(folder)}/", "", ""
    for line in mounts:
        left, _, right = line.partition(" - ")
        point = _plain(left.split(" ")[4]).rstrip("/") + "/"
        if place.startswith(point) and len(point) >= len(best):  # the last one mounted there is on top
            best, kind = point, right.partition(" ")[0]
    return kind in KEEP_TIME


def _plain(text: str) -> str:
    for written, meant in _ESCAPED.items():
        text = text.replace(written, meant)
    return text
