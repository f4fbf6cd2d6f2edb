"""How learning management systems name the files that they give out: enough to tell that a folder came from one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

# Source: Moodle, mod/assign/locallib.php and feedback/file: <full name>_<participant id>_<plugin>[_]<path>
MOODLE = re.compile(
    r"(?P<name>[^/]+?)_(?P<id>\d+)_assignsubmission_(?P<plugin>file|onlinetext)(?:_?(?:/|$)|_|(?=\.))(?P<rest>.*)",
    re.DOTALL,
)
# Source: Canvas, app/models/content_zipper.rb: <sortable name>[_LATE]_<user id>_<file id>_<display name>
CANVAS = re.compile(r"(?P<name>[^/]+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<file>\d+)_(?P<rest>[^/]+)", re.DOTALL)
CANVAS_ANONYMOUS = re.compile(
    r"anon(?P<late_before>_LATE)?_(?P<id>[A-Za-z0-9]+)(?P<late>_LATE)?_(?P<file>\d+)_(?P<rest>[^/]+)", re.DOTALL
)
CANVAS_TEXT = re.compile(r"(?P<name>[^/]+?)(?P<late>_LATE)?_(?P<id>\d+)_(?P<rest>(?:text|link)\.html)")
GRADESCOPE = "submission_metadata.yml"
FEW = 3  # folders: where there are more, they are students'
COLLECTED = "collected.csv"  # what `autograder collect` writes beside the students' folders


def system_of(names: Iterable[str]) -> str:
    """Return which system gave out a folder that holds these names, "canvas", "moodle" or "gradescope", or ""."""
    for name in names:
        if MOODLE.fullmatch(name):
            return "moodle"
        if name == GRADESCOPE:
            return "gradescope"
        if any(kind.fullmatch(name) for kind in (CANVAS, CANVAS_ANONYMOUS, CANVAS_TEXT)) and "." in name:
            return "canvas"
    return ""


def download_inside(folder: Path) -> Path | None:
    """Return the folder in this one that is a system's download, unpacked there beside at most a few others."""
    with os.scandir(folder) as entries:
        folders = [Path(entry) for entry in entries if entry.is_dir(follow_symlinks=False) and entry.name[0] != "."]
    return next(filter(_is_download, sorted(folders)), None) if len(folders) <= FEW else None


def _is_download(folder: Path) -> bool:
    try:
        found = [system for name in os.listdir(folder) if (system := system_of([name]))]
    except OSError:
        return False
    return len(found) > 1 or "gradescope" in found
