"""Workers started afresh, on any machine, without a boundary of the operating system's."""

from __future__ import annotations

from autograder.errors import AutograderError
from autograder.sandbox.host.session import AnySandbox
from autograder.sandbox.host.transport import Worker


class SpawnedSandbox(AnySandbox):
    """Starts a new Python for each worker."""

    def start_worker(self) -> Worker:
        try:
            return self._start()
        except OSError as error:
            raise AutograderError(f"no worker could be started: {error}") from error

    def _start(self) -> Worker:
        # Not above: who forks its workers needs none of it.
        from autograder.sandbox.host.spawned_process import start_worker

        return start_worker()
