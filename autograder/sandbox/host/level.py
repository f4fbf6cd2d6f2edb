"""The levels of confinement, by name: what they are worth on this machine is found out in isolation."""

from __future__ import annotations

from enum import StrEnum

from autograder.errors import UsageError


class Level(StrEnum):
    """How a worker is confined; records carry it."""

    STRICT = "strict"
    PORTABLE = "portable"
    NONE = "none"


def level_named(name: str) -> Level:
    """Return the level of that name. Raises UsageError that names those there are."""
    try:
        return Level(name)
    except ValueError:
        raise UsageError(f"there is no sandbox level '{name}': choose one of {', '.join(Level)}") from None
