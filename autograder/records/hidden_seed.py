"""Records of early versions hold the course's seed itself: wherever one is seen, its id takes the seed's place."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from autograder.core.seed_id import is_seed_id, seed_id
from autograder.file_states import is_file, is_settled, now, state_of, tells_changes
from autograder.records.own_file import read_own, write_own
from autograder.records.write import write_atomically

HISTORY = "history.json"
# A quote inside a string is escaped, so this is found as a member's name only.
_MEMBER = re.compile(r'(?<!\\)("seed"\s*:\s*)("(?:[^"\\]|\\.)*")')


def without_seeds(text: str) -> str:
    """Return the JSON of one record or many, with the id of each seed in place of the seed."""
    return _MEMBER.sub(_named, text)


def _named(member: re.Match[str]) -> str:
    with suppress(ValueError):
        seed = json.loads(member[2])
        return member[1] + json.dumps(seed if is_seed_id(seed) else seed_id(seed))
    return member[0]


def hide_seeds_in_history(out: Path) -> None:
    """Rewrite those of the earlier records that hold a seed; what held none is not read a second time."""
    at, found = now(), read_own(out, HISTORY) if tells_changes(out) else None
    known = {tuple(state) for state in found or ()}
    states = {path: state for path in _earlier(out) if (state := state_of(path))}
    left = {str(path) for path in hide_seeds(Path(path) for path in states if tuple(states[path]) not in known)}
    # One that was rewritten just now has another state, and is read once more.
    settled = [state for path, state in states.items() if path not in left and is_settled(state, at) and is_file(state)]
    if {tuple(state) for state in settled} != known and tells_changes(out):
        write_own(out, HISTORY, settled)


def _earlier(out: Path) -> Iterator[str]:
    """Yield the paths of all earlier records; as texts, since there may be thousands."""
    for folder, _, names in os.walk(out / "history"):
        yield from (os.path.join(folder, name) for name in names if ".json" in name)


def hide_seeds(paths: Iterable[Path]) -> set[Path]:
    """Rewrite those of these files that hold a seed. Return those that cannot be read or written, and stay."""
    left = set()
    for path in paths:
        try:
            text = path.read_text("utf-8")
            if (safe := without_seeds(text)) != text:
                write_atomically(path, safe)
        except (OSError, UnicodeDecodeError):
            left.add(path)
    return left
