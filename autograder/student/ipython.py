"""What a notebook shows of exceptions: work still to do in one line, and no line of this package in a traceback.

A lesson's demonstrations call the exercises above them. In a fresh stub each would end in a traceback, and the first
would stop "Run All": so a stub's own `raise NotImplementedError()` is taken for what it is, work still to do. And where
a student's function raises while a figure or a gradient check calls it, the traceback is that of the student's own
lines: ours between them say nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

OURS = str(Path(__file__).parents[1])
MOST_CAUSES = 5


def install_stub_handler() -> None:
    """Show exceptions that way from now on; nothing happens outside of IPython."""
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
            shown = kind, error, without_ours(error, trace)
            shell.showtraceback(shown, tb_offset=tb_offset, running_compiled_code=True)
        else:
            print(encodable(f"{OPEN} this cell uses {name}, which is not written yet: run it again when it is"))

    def count_as_run(result: Any) -> None:
        if _unwritten(result.error_in_exec, shell.user_ns) is not None:
            result.error_in_exec = None

    shell.set_custom_exc((Exception,), say)
    shell.events.register("post_run_cell", count_as_run)


def without_ours(error: BaseException, trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback without the frames of this package and what they called, except for a notebook's own lines.

    The exceptions that led to this one get theirs changed in the same way.
    """
    for cause in _causes(error):
        cause.__traceback__ = _kept(cause.__traceback__)
    return _kept(trace)


def _causes(error: BaseException) -> list[BaseException]:
    found, current = list[BaseException](), error.__cause__ or error.__context__
    while current is not None and len(found) < MOST_CAUSES:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def _kept(trace: TracebackType | None) -> TracebackType | None:
    parts, within = list[TracebackType](), False
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        within = file.startswith(OURS) or (within and not _is_notebooks(file))
        if not within:
            parts.append(trace)
        trace = trace.tb_next
    kept = None
    for part in reversed(parts):
        kept = TracebackType(kept, part.tb_frame, part.tb_lasti, part.tb_lineno)
    return kept


def _is_notebooks(file: str) -> bool:
    """Say whether code is a cell's, which IPython keeps in no file or a temporary one."""
    return file.startswith("<ipython") or "ipykernel_" in file


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
