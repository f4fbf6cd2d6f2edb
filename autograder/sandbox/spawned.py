"""Workers as processes of their own, for machines that cannot fork or for one's own code: slower, and no jail."""

from __future__ import annotations

from autograder.errors import AutograderError
from autograder.sandbox.host import AnySandbox, Worker
from autograder.sandbox.soonest import can_branch


class SpawnedSandbox(AnySandbox):
    """Starts a new Python for each worker."""

    def start_worker(self) -> Worker:
        try:
            return self._start()
        except OSError as error:
            raise AutograderError(f"no worker could be started: {error}") from error

    def _start(self) -> Worker:
        from autograder.sandbox.process import start_worker

        return start_worker()


class BranchedSandbox(SpawnedSandbox):
    """Forks this process for each worker; spawns one if it has got threads meanwhile, which a fork would lose."""

    def _start(self) -> Worker:
        if not can_branch():
            return super()._start()
        # Not above: a file in which nothing has been written yet takes no worker.
        from autograder.sandbox.branched import BranchedWorker

        return BranchedWorker()
