"""How much a question to the reference, or its result, may hold: as much as the data of a lesson.

The grader copies both a few times. What the solution makes of them is bounded where it runs, by its worker's memory and
by the time of the submission that asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.core.calls import leaves


@dataclass(frozen=True, slots=True)
class Size:
    """Of how much a value consists: entries of arrays, characters of texts, other single things."""

    entries: int
    characters: int
    parts: int

    def fits(self, room: Size) -> bool:
        """Say whether there is room for so much."""
        return self.entries <= room.entries and self.characters <= room.characters and self.parts <= room.parts


# 2 MB of numbers, which take as long to copy as 20,000 parts.
MOST = Size(entries=2**18, characters=2**16, parts=20_000)
LARGER = 4  # times what the call that is under way has itself, where that is more


def size_of(value: Any) -> Size:
    """Return of how much a value consists."""
    entries = characters = parts = 0
    for part in leaves(value):
        parts += 1
        if isinstance(part, np.ndarray):
            entries += part.size
        elif isinstance(part, str):
            characters += len(part)
    return Size(entries, characters, parts)


def room_beside(value: Any) -> Size:
    """Return how much a question may hold while a call with these arguments is under way."""
    own = size_of(value)
    return Size(
        max(MOST.entries, LARGER * own.entries),
        max(MOST.characters, LARGER * own.characters),
        max(MOST.parts, LARGER * own.parts),
    )
