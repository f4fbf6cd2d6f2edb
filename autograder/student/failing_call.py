"""The call that shows a fault, as a line to paste into a cell: of the published calls the one with fewest numbers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from autograder.core.answer_key import ExerciseKey
from autograder.core.calls import Call, FunctionRef
from autograder.core.model import Status
from autograder.core.verdicts import ExerciseReport

LONGEST = 240  # characters; a longer line helps nobody
WRONG = (Status.FAILED, Status.ERROR)


def failing_call(key: ExerciseKey, report: ExerciseReport) -> str:
    """Return `chain_deriv_2([np.sin, tilt], np.array([-1.2, 0.4]))` for a check that fails, or "" where none is short.

    A function of the check's own, which no cell defines, is given in a line before it.
    """
    wrong = {verdict.check.name for verdict in report.verdicts if verdict.status in WRONG}
    calls = [
        trial.calls[trial.outputs[check.output].call]
        for check in key.checks
        if check.name in wrong
        for trial in key.trials[:1]
        if check.name in trial.expected
    ]
    lines = [text for call in calls if len(text := pasted(call)) <= LONGEST]
    return min(lines, key=len, default="")


def pasted(call: Call) -> str:
    """Return a call as source code that needs np and the notebook's functions alone."""
    line = f"{call.function}({', '.join(map(_source, call.args))})"
    defined = [each.source.strip() for each in _functions(call.args) if each.where == "source"]
    return "\n".join([*dict.fromkeys(defined), line])


def _source(argument: Any) -> str:
    if isinstance(argument, FunctionRef):
        return f"np.{argument.name}" if argument.where == "numpy" else argument.name
    if isinstance(argument, np.ndarray):
        if not argument.size:
            return f"np.zeros({argument.shape})"
        return f"np.array({re.sub(r'nan|inf', lambda odd: f'np.{odd[0]}', repr(argument.tolist()))})"
    if isinstance(argument, (list, tuple)):
        inner = ", ".join(map(_source, argument))
        return f"[{inner}]" if isinstance(argument, list) else f"({inner}{',' if len(argument) == 1 else ''})"
    return repr(argument)


def _functions(arguments: Any) -> list[FunctionRef]:
    found: list[FunctionRef] = []
    for argument in arguments:
        if isinstance(argument, FunctionRef):
            found.append(argument)
        elif isinstance(argument, (list, tuple)):
            found += _functions(argument)
    return found
