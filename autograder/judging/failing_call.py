"""A call as a line to paste into a cell: what a student runs to see a fault."""

from __future__ import annotations

import re
from ast import parse, unparse
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.core.calls import Call, FunctionRef, leaves


def pasted(call: Call) -> str:
    """Return a call as source code that needs np and the notebook's functions alone.

    `chain_deriv_2([np.sin, tilt], np.array([-1.2, 0.4]))`; a function of the check's own, which no cell defines, is
    given in a line before it. Where an argument is asked for as the call leaves it, it is looked at afterwards.
    """
    arguments = [_source(argument) for argument in call.args]
    # Parsed and written again, it has no comments: these are its author's, to himself.
    defined = dict.fromkeys(unparse(parse(each.source)) for each in _functions(call.args) if each.where == "source")
    if call.leaves is None:
        return "\n".join([*defined, f"{call.function}({', '.join(arguments)})"])
    before, arguments[call.leaves] = arguments[call.leaves], "before"
    return "\n".join([*defined, f"before = {before}", f"{call.function}({', '.join(arguments)})", "before"])


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


def _functions(arguments: Sequence[Any]) -> Iterator[FunctionRef]:
    return (part for part in leaves(list(arguments)) if isinstance(part, FunctionRef))
