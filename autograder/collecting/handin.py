"""What a layout reads out of a source: hand-ins, each with who claims to have handed it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from autograder.collecting.archive import File


@dataclass(frozen=True)
class Claim:
    """Who a source says that someone is: a name as it writes it, and values of the roster's columns.

    group: of a team's work, the team's name. anonymous: the source hides the name.
    """

    name: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    anonymous: bool = False

    def __str__(self) -> str:
        return self.name or self.group or next(iter(self.ids.values()), "nobody")


@dataclass(frozen=True)
class HandIn:
    """The files that one or several people handed in at once; path prefixes that name them are cut off.

    files: path within the hand-in -> the file. submitted: None where the source has no time. late: it says so, without
    a time. order: of several by the same people the higher is the later. said: what the source leaves open.
    own_word: what it says are dates of the student's own machine.
    """

    claims: tuple[Claim, ...]
    files: Mapping[str, File]
    submitted: datetime | None = None
    late: bool = False
    order: int = 0
    said: str = ""
    own_word: bool = False
