"""Paths of a source as they are printed and compared: without the characters in them that cannot be seen.

Systems hand names on as students wrote them, with marks of direction, joiners of emoji, accents of their own, even
control characters. None of it does harm once it is left out; where two names would then be one, it is written out.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from autograder.submissions.file_names import can_be_printed


def readable_paths(paths: Sequence[str]) -> Mapping[str, str]:
    """Return each path, parted by "/", as it can be printed; no two that differ become one."""
    plain = {path: plain_path(path) for path in paths}
    claims = Counter(path.casefold() for path in plain.values())
    return {
        path: made if made == path or (claims[made.casefold()] == 1 and _is_path(made)) else _written_out(path)
        for path, made in plain.items()
    }


def oddity(path: str) -> str:
    """Return what is odd about a path as it came, or ""."""
    return "" if all(map(can_be_printed, path)) else "its name has characters that cannot be printed"


def plain_path(path: str) -> str:
    """Return a path without what cannot be seen, each accent a part of its letter."""
    return unicodedata.normalize("NFC", "".join(filter(can_be_printed, path)))


def _is_path(path: str) -> bool:
    return not {"", ".", ".."}.intersection(path.split("/"))


def _written_out(path: str) -> str:
    return "".join(char if char.isascii() and can_be_printed(char) else f"<U+{ord(char):04X}>" for char in path)
