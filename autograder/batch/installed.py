"""Executors that are installed: `--executor NAME` is an entry point of the group below, in this or any distribution.

What it names is called as on_dask in batch/dask.py is. It is loaded when it is asked for, so that nothing here imports
what grades on a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from autograder.batch.context import Records
from autograder.distribution import NAME
from autograder.errors import UsageError

GROUP = "autograder.executors"


def load_executor(name: str, others: tuple[str, ...]) -> Callable[..., Records]:
    """Return the executor of a name; others are those that need no entry point, for the message.

    Raises UsageError if none of that name is installed, or if a package that it needs is not.
    """
    installed = entry_points(group=GROUP)
    if name not in installed.names:
        there = ", ".join([*others, *sorted(installed.names)])
        raise UsageError(f"there is no executor '{name}': choose one of {there}")
    try:
        return installed[name].load()  # type: ignore[no-any-return]
    except ModuleNotFoundError as error:
        raise UsageError(f"--executor {name} needs {error.name}: pip install '{NAME}[{name}]'") from error
