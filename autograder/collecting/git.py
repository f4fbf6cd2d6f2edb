"""A folder of clones, as GitHub Classroom, Classroom 50 and GitLab give them: one repository per student.

When something was pushed is known to the server alone. Author and commit dates are written by the student's own
machine: they are told, and count as time of submission only where the instructor says so.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from autograder import temporary
from autograder.collecting.archive import File
from autograder.collecting.handin import Claim, HandIn
from autograder.collecting.plain import hand_ins as plain_hand_ins
from autograder.collecting.readable_paths import plain_path
from autograder.core.units import MB

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_DATED = re.compile(r"^(author|committer) .*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
MOST_BYTES = 10 * MB


def recognises(source: Path) -> bool:
    """Say whether a folder holds clones."""
    return source.is_dir() and any((folder / ".git").exists() for folder in source.iterdir() if folder.is_dir())


def hand_ins(source: Path, files: Sequence[File], trust_commit_dates: bool) -> list[HandIn]:
    """Return a hand-in for each clone: what is checked out, and when it was committed by the student's own word."""
    # Files are named by paths that can be printed, which the folder of a clone need not be.
    clones = {plain_path(folder.name): folder for folder in source.iterdir() if (folder / ".git").exists()}
    prefix = _shared_prefix(sorted(clones))
    return [_dated(clones, each, prefix, trust_commit_dates) for each in plain_hand_ins(files)]


def _shared_prefix(names: Sequence[str]) -> str:
    """Return what all clones' names begin with, up to a dash: `week-1-ada`, `week-1-bob` share `week-1-`."""
    parts = [name.split("-")[:-1] for name in names] if len(names) > 1 else []
    shared = takewhile(lambda column: len(set(column)) == 1, zip(*parts, strict=False))
    return "".join(f"{column[0]}-" for column in shared)


def _dated(clones: Mapping[str, Path], hand_in: HandIn, prefix: str, trust: bool) -> HandIn:
    if not hand_in.claims:
        return hand_in
    clone = hand_in.claims[0].name
    name = clone.removeprefix(prefix) or clone
    hand_in = replace(hand_in, claims=(Claim(name, {"clone": clone}),))
    dates = commit_dates(clones[clone] / ".git") if clone in clones else {}
    if not dates:
        return replace(hand_in, said="no commit can be read: the time of submission is unknown")
    told = " and ".join(f"{who} date {date:%Y-%m-%d %H:%M:%S} UTC" for who, date in dates.items())
    said = f"{told}, by the student's own word: when it was pushed is not known here"
    submitted = max(dates.values()) if trust else hand_in.submitted
    return replace(hand_in, said=said, submitted=submitted, own_word=not trust)


def commit_dates(folder: Path) -> dict[str, datetime]:
    """Return the author's and the committer's date of the commit that is checked out, as far as it can be read.

    The clone's own configuration, which can name programs to run, is never used: its objects are read through an
    empty repository of ours.
    """
    head = _head(folder)
    if not head:
        return {}
    with temporary.folder("autograder-git") as empty:
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(empty),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "",
        }
        try:
            _run(["git", "init", "--quiet", "--bare", str(empty)], environment)
            objects = {**environment, "GIT_OBJECT_DIRECTORY": str((folder / "objects").resolve())}
            commit = _run(["git", f"--git-dir={empty}", "cat-file", "commit", head], objects)
        except (OSError, subprocess.SubprocessError):
            return {}
    header = commit.partition("\n\n")[0]
    return {who: datetime.fromtimestamp(int(seconds), UTC) for who, seconds in _DATED.findall(header)}


def _run(command: Sequence[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, timeout=20, check=True)
    return done.stdout[:MOST_BYTES].decode("utf-8", "replace")


def _head(folder: Path) -> str:
    """Return the hash of the commit that is checked out, "" where that cannot be told."""
    head = _line(folder / "HEAD")
    if head.startswith("ref: "):
        name = head.removeprefix("ref: ")
        if ".." in name.split("/") or name.startswith("/"):
            return ""
        head = _line(folder / name) or _packed(folder / "packed-refs", name)
    return head if _HASH.fullmatch(head) else ""


def _line(path: Path) -> str:
    try:
        return "" if path.is_symlink() or not path.is_file() else path.read_bytes()[:1000].decode().strip()
    except (OSError, ValueError):
        return ""


def _packed(path: Path, name: str) -> str:
    try:
        lines = path.read_bytes()[:MOST_BYTES].decode("utf-8", "replace").splitlines() if path.is_file() else []
    except OSError:
        return ""
    return next((line.partition(" ")[0] for line in lines if line.endswith(f" {name}")), "")
