"""Workers forked off the command itself, where it holds nothing secret: numpy is imported once and not twice."""

from __future__ import annotations

from autograder.sandbox.host.fast_start import can_fork_here
from autograder.sandbox.host.spawned import SpawnedSandbox
from autograder.sandbox.host.transport import Worker


class InProcessForkSandbox(SpawnedSandbox):
    """Forks this process for each worker; spawns one if it has got threads meanwhile, which a fork would lose."""

    def _start(self) -> Worker:
        if not can_fork_here():
            return super()._start()
        # Not above: a file in which nothing has been written yet takes no worker.
        from autograder.sandbox.host.fork_process import InProcessForkWorker

        return InProcessForkWorker()
