"""Workers as processes of their own, for machines that cannot fork or for one's own code: slower, and no jail."""

from __future__ import annotations

from autograder.errors import AutograderError
from autograder.sandbox.host import AnySandbox
from autograder.sandbox.levels import Level
from autograder.sandbox.process import SpawnedWorker, start_worker


class SpawnedSandbox(AnySandbox):
    """Starts a new Python for each worker."""

    level = Level.NONE

    def start_worker(self) -> SpawnedWorker:
        try:
            return start_worker()
        except OSError as error:
            raise AutograderError(f"no worker could be started: {error}") from error
