"""How learning management systems name the files that they give out: enough to tell that a folder came from one."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
