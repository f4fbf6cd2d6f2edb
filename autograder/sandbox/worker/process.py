"""What every forked worker does first, and how one is killed with all that it started. Unix only."""

from __future__ import annotations

import ctypes
import os
import signal

from autograder.sandbox.protocol.control import CHANNEL, FAILED

PR_SET_PDEATHSIG = 1
prctl = ctypes.CDLL(None).prctl


def leave(parent: int, channel: int) -> None:
    """Become a process of one's own that ends with its parent and holds nothing of it but the channel."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(FAILED)
    os.setsid()
    if channel != CHANNEL:
        os.dup2(channel, CHANNEL)
    # Whatever else the parent holds.
    os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
