"""A name for the course's secret seed, by which records can say what inputs were drawn from without giving it away."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from autograder.core.text import utf8

LABEL = b"autograder: the seed of hidden inputs"
ROUNDS = 200_000  # so that a short seed cannot be guessed by trying words; it takes a tenth of a second, once per run
_ID = re.compile("seed-[0-9a-f]{32}")


@lru_cache(maxsize=64)
def seed_id(seed: str) -> str:
    """Return the id of a seed: a keyed hash, from which nobody can tell the seed. Source: RFC 8018 (PBKDF2)."""
    return f"seed-{hashlib.pbkdf2_hmac('sha256', utf8(seed), LABEL, ROUNDS)[:16].hex()}"


def is_seed_id(text: str) -> bool:
    """Say whether a text is the id of a seed, and not a seed."""
    return _ID.fullmatch(text) is not None
