"""What can go wrong on our side of the desk, and for whom the message is meant."""

from __future__ import annotations

from pathlib import Path


class AutograderError(Exception):
    """Anything that an instructor or author has to fix; commands print it and exit with 2."""


class UsageError(AutograderError):
    """A command was asked for something that does not exist or cannot be done."""


class SourceError(AutograderError):
    """An author's mistake in a file of the course: says where it is and how to fix it."""

    def __init__(self, path: Path | str, line: int | None, message: str) -> None:
        self.path, self.line = path, line
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {message}")


class WireError(AutograderError):
    """A frame broke the rules of the wire; the sender is treated as crashed."""


class InterruptedFromOutsideError(AutograderError):
    """Processes of ours were ended or stopped by somebody else too often; from the beginning, it may go well."""
