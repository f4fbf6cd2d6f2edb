"""The least that running a submission can cost: fork, compile, execute, call, with no confinement and no judge.

Beside it, the same by a new Python for each submission: `python` + numpy + exec.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

import autograder
from autograder.core.answer_key import AnswerKey
from autograder.core.calls import Call, FunctionRef
from autograder.core.model import Submission
from autograder.grading.demo_cells import without_demonstrations
from bench.commands import ours

Work = tuple[list[str], list[Call]]
LESSONS_IMPORT = ("matplotlib.pyplot", "numpy.random")
BARE = """
import sys, pickle
import numpy
from bench.floor import perform
perform(*pickle.load(sys.stdin.buffer))
"""


def work_of(submission: Submission, key: AnswerKey) -> Work:
    """Return what is run of a submission: sources, then calls."""
    code = [cell for cell in submission.cells if cell.kind == "code" and not cell.given and not cell.check]
    calls = [call for exercise in key.exercises for trial in exercise.trials for call in trial.calls]
    return [*key.given, *(cell.source for cell in without_demonstrations(code, key.demonstrations))], calls


def perform(sources: Sequence[str], calls: Sequence[Call]) -> None:
    """Compile and execute the sources, then make the calls; errors are what they are."""
    namespace: dict[str, Any] = {"__name__": "__main__", "display": print}
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115  for the rest of this process
    vars(autograder)["answer"] = lambda *given: None  # in a notebook it draws a form; a grader only notes it down
    for source in sources:
        with suppress(Exception):
            exec(compile(source, "<cell>", "exec"), namespace)
    for call in calls:
        with suppress(Exception):
            namespace[call.function](*(_argument(argument, namespace) for argument in call.args))


def _argument(value: Any, namespace: dict[str, Any]) -> Any:
    if isinstance(value, FunctionRef):
        if value.where == "source":
            scope: dict[str, Any] = {"np": np}
            exec(_compiled(value.source), scope)
            return scope[value.name]
        return namespace[value.name] if value.where == "answer" else getattr(np, value.name)
    if isinstance(value, list | tuple):
        return type(value)(_argument(item, namespace) for item in value)
    return value.copy() if isinstance(value, np.ndarray) else value


@lru_cache
def _compiled(source: str) -> CodeType:
    code: CodeType = compile(source, "<function>", "exec")
    return code


def forked(work: Work) -> float:
    """Return the seconds that a fork of this process takes for it. What this process has imported is its own affair."""
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            perform(*work)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    return time.perf_counter() - start


def started(work: Work) -> float:
    """Return the seconds that a new Python takes for it."""
    order, start = pickle.dumps(work), time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], input=order, env=ours(), capture_output=True, check=True)
    return time.perf_counter() - start


def get_ready() -> None:
    """Make forks of this process as cheap as they can be: what lessons import is there, however the keys came."""
    for name in LESSONS_IMPORT:
        with suppress(ImportError):
            importlib.import_module(name)
    for name in autograder.__all__:
        getattr(autograder, name)  # imports what is behind it
    gc.collect()
    gc.freeze()
