"""The levels of confinement, by name: what they are worth on this machine is found out in isolation."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How a worker is confined; records carry it."""

    STRICT = "strict"
    PORTABLE = "portable"
    NONE = "none"
