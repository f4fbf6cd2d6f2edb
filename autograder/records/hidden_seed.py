"""Records of early versions hold the course's seed itself: wherever one is seen, its id takes the seed's place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from autograder.core.seed_id import is_seed_id, seed_id
from autograder.records.write import write_atomically

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


def hide_seeds(paths: Iterable[Path]) -> None:
    """Rewrite those of these files that hold a seed. A file that cannot be read, or not be written, stays as it is."""
    for path in paths:
        with suppress(OSError, UnicodeDecodeError):
            text = path.read_text("utf-8")
            if (safe := without_seeds(text)) != text:
                write_atomically(path, safe)
