"""How a command that waits for one worker has it as early as it can be had: asked before numpy is imported.

Measured on two busy cores (medians of six), `autograder check` took 1.3 s with a worker forked off the command itself,
1.4 s with one spawned ahead and 2.0 s with one spawned when it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.sandbox.host.environment import SINGLE_THREADED


@contextmanager
def fast_start() -> Iterator[str]:
    """Yield the kind of sandbox (see open_sandbox) to take for code that may see all that this process holds.

    "in-process" where this process can be forked; else "spawned", and a worker is started ahead.
    """
    if can_fork_here():
        os.environ |= dict.fromkeys(SINGLE_THREADED, "1")  # else numpy's library would start threads
        yield "in-process"
    else:
        from autograder.sandbox.host.spawned_process import worker_ahead

        with worker_ahead():
            yield "spawned"


def can_fork_here() -> bool:
    """Say whether this process can be forked and the child be watched: on Linux, while it has a single thread."""
    try:
        os.close(os.pidfd_open(os.getpid()))
        return len(os.listdir("/proc/self/task")) == 1
    except (AttributeError, OSError):
        return False
