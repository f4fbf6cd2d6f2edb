"""Fingerprints of an answer: short stretches of its normal form, thinned out by winnowing.

Of each window of neighbouring stretches the one with the least hash is kept, so that what two answers have in common is
found wherever it lies: every common stretch of STRETCH + WINDOW - 1 tokens leaves a common fingerprint.
Source: Schleimer, Wilkerson, Aiken: Winnowing: local algorithms for document fingerprinting, SIGMOD 2003.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from autograder.similarity.normal_form import Form, labels, normal_forms

STRETCH = 4  # tokens: the answers are short
WINDOW = 2  # stretches

Fingerprints = Mapping[int, frozenset[int]]  # fingerprint -> lines of the answer that it lies on


def fingerprints(source: str) -> Fingerprints | None:
    """Return the fingerprints of an answer, or None where it cannot be compared (see normal_forms)."""
    forms = normal_forms(source)
    if forms is None:
        return None
    found: dict[int, frozenset[int]] = {}
    for form in forms:
        for place, mark in winnowed(_hashes(form)):
            lines = frozenset(token.line for token in form[place : place + STRETCH])
            found[mark] = found.get(mark, frozenset()) | lines
    return found


def winnowed(hashes: Sequence[int]) -> list[tuple[int, int]]:
    """Return (place, hash) of the hashes that are kept: the least of each window, of equal ones the last."""
    kept: dict[int, int] = {}
    for start in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        window = range(start, min(start + WINDOW, len(hashes)))
        place = min(window, key=lambda each: (hashes[each], -each))
        kept[place] = hashes[place]
    return list(kept.items())


def _hashes(form: Form) -> list[int]:
    """Return the hash of each stretch; what is shorter than one is a stretch by itself."""
    words = labels(form)
    return [_hash(words[start : start + STRETCH]) for start in range(max(1, len(words) - STRETCH + 1))]


def _hash(words: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(words).encode("utf-8", "replace"), digest_size=8).digest())
