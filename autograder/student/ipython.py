"""In a notebook, a cell that calls an exercise that is not written yet says so in one line.

A lesson's demonstrations call the exercises above them. In a fresh stub each would end in a traceback, and the first
would stop "Run All": so a stub's own `raise NotImplementedError()` is taken for what it is, work still to do.
"""

from __future__ import annotations

import sys
from traceback import walk_tb
from types import TracebackType
from typing import Any


def install_stub_handler() -> None:
    """Show a stub's bare NotImplementedError as one line from now on; nothing happens outside of IPython."""
    from autograder.student.text import encodable
    from autograder.student.view import OPEN

    shell = _shell()
    if shell is None or shell.custom_exceptions:  # somebody's own handler, or ours
        return

    def say(
        _: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: Any = None
    ) -> None:
        name = _unwritten(error, shell.user_ns)
        if name is None:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        else:
            print(encodable(f"{OPEN} this cell uses {name}, which is not written yet: run it again when it is"))

    def count_as_run(result: Any) -> None:
        if _unwritten(result.error_in_exec, shell.user_ns) is not None:
            result.error_in_exec = None

    shell.set_custom_exc((NotImplementedError,), say)
    shell.events.register("post_run_cell", count_as_run)


def _shell() -> Any:
    # Imported already wherever there is a shell.
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def _unwritten(error: BaseException | None, notebook: dict[str, Any]) -> str | None:
    """Return the notebook's function that raised a bare NotImplementedError, or None if that is not what happened."""
    if not isinstance(error, NotImplementedError) or error.args:
        return None
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    if not frames or frames[-1].f_globals is not notebook:
        return None
    name = frames[-1].f_code.co_name
    return None if name.startswith("<") else name
