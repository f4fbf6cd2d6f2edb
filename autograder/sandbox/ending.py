"""How a worker ended, and what it left unsaid."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class LastWords:
    """What is known of a worker that was lost.

    status: its exit code, minus the signal that killed it, or None if the killing was ours. said: what was not heard of
    it yet, or not sent. since: for how many seconds it had been at what it was at. gathers: what it sent was not always
    sent at once.
    """

    status: int | None
    said: bytes = b""
    since: float = inf
    gathers: bool = False


def describe_end(status: int | None) -> str:
    """Return how a process ended: status is an exit code, minus a signal, or None if it had to be killed."""
    if status is None:
        return "closed its channel to the grader"
    if status >= 0:
        return f"ended the program (exit code {status})"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = "unknown"
    if name == "SIGKILL":  # not by us: so by the kernel, which does this for one reason
        return "ran out of memory"
    return f"was killed by signal {-status} ({name})"
