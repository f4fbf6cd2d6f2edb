"""What a run remembers for the next, beside the records. All of it may be lost: then it is found out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from autograder.records.own_file import read_own, write_own
from autograder.sandbox.host.circumstances import circumstances
from autograder.submissions.seen import SeenFolders

SANDBOX = "sandbox.json"


def seen_before(out: Path, submitted: Path, names: list[str], sources: Mapping[str, str]) -> SeenFolders:
    """Return what earlier runs over these assignments read below `submitted`.

    sources: one name for all that each answer key of the course depends on, on which readings depend too.
    """
    context = hashlib.sha256(json.dumps([names, sorted(sources.items())]).encode()).hexdigest()
    return SeenFolders(submitted, names, context, read_own(out, _name(submitted, names)))


def remember_seen(out: Path, submitted: Path, names: list[str], seen: SeenFolders) -> None:
    """Keep what this run and those before have read."""
    if (content := seen.to_keep()) is not None:
        write_own(out, _name(submitted, names), content)


def _name(submitted: Path, names: list[str]) -> str:
    what = json.dumps([str(submitted.resolve()), names])
    return f"submitted-{hashlib.sha256(what.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}.json"


def remembered_level(out: Path) -> str | None:
    """Return the best level of the sandbox, as it was found out by a trial under the circumstances of now."""
    found = read_own(out, SANDBOX)
    if isinstance(found, dict) and found.get("circumstances") == circumstances():
        return str(found["level"])
    return None


def remember_level(out: Path, level: str | None) -> None:
    """Keep the best level for the next run; None: it has to be tried again."""
    write_own(out, SANDBOX, {"circumstances": circumstances(), "level": level} if level else None)
