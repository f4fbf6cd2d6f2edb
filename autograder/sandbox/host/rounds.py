"""What goes into a round of calls and what comes of it, and why a worker is given up in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from autograder.core.calls import Call, Outcome


@dataclass(frozen=True, slots=True)
class ReferenceFunctions:
    """Exercises that are not the submission's own for a while.

    answer: what the call that is under way gets for a call of one of `names`.
    """

    names: tuple[str, ...]
    answer: Callable[[Call, Call], Outcome]


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round of calls has shown: an outcome for each call, in order.

    cell_errors: why cells did not finish (by their index in the job), as the first worker that came to them said it.
    """

    outcomes: tuple[Outcome, ...]
    cell_errors: Mapping[int, str]


class StopReason(Enum):
    """Why a worker goes no further."""

    CPU_TIME = "it used up the time for what it was doing"
    WALL_TIME = "it waited for too long"
    TOTAL_TIME = "the submission's time is over"
    OUTPUT_LIMIT = "the submission has sent too much"
    PROTOCOL_ERROR = "what it sent is not an answer"
    GONE = "it has ended by itself"
    INTERRUPTED = "somebody else ended or stopped it"
