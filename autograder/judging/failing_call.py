"""A call as lines to paste into a cell: what a student runs to see a fault."""

from __future__ import annotations

import re
from ast import parse, unparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.core.calls import Call, Described, Does, FunctionRef, Made, Shows, leaves


def pasted(call: Call) -> str:
    """Return a call as source code that needs np and the notebook's functions alone, "" where there is no short way.

    `chain_deriv_2([np.sin, tilt], np.array([-1.2, 0.4]))`; a function of the check's own, which no cell defines, is
    given in a line before it. Where an argument is asked for as the call leaves it, it is looked at afterwards.
    """
    if call.shows is Shows.SOURCE:
        return ""
    refs = (part for part in leaves(call.everything) if isinstance(part, FunctionRef) and part.where == "source")
    # Parsed and written again, it has no comments: these are its author's, to himself.
    defined = dict.fromkeys(unparse(parse(ref.source)) for ref in refs)
    used = {part.step for step in call.steps for part in leaves(step.args) if isinstance(part, Made)}
    used |= {step.on.step for step in call.steps if step.on is not None}
    try:
        made = [
            (f"r{number} = " if number in used else "") + _line(step, step is call)
            for number, step in enumerate(call.steps)
        ]
    except _NoWordsError:
        return ""
    return "\n".join([*_imports("\n".join(made)), *defined, *made])


class _NoWordsError(Exception):
    """A value has no short form in source code."""


def _imports(text: str) -> list[str]:
    return [f"import {name}" for name in ("datetime", "itertools", "operator") if f"{name}." in text]


def _line(step: Call, is_last: bool) -> str:
    match step.shows if is_last else Shows.RESULT:
        case Shows.SHARED:
            return (
                f"before = {_source(step.args[step.number])}\nnp.shares_memory({_with_name(step, step.number)}, before)"
            )
        case Shows.FIRST:
            return f"list(itertools.islice({_called(step)}, {step.number}))"
    if is_last and step.leaves is not None:
        return f"before = {_source(step.args[step.leaves])}\n{_with_name(step, step.leaves)}\nbefore"
    return _called(step)


def _with_name(step: Call, number: int) -> str:
    """Return a call in which an argument has the name `before`."""
    args = (*step.args[:number], FunctionRef("answer", "before"), *step.args[number + 1 :])
    return _called(replace(step, args=args))


def _called(step: Call) -> str:
    args = [_source(argument) for argument in step.args]
    named = [f"{name}={_source(value)}" for name, value in step.named]
    on = "" if step.on is None else f"r{step.on.step}"
    match step.does:
        case Does.VARIABLE:
            return step.function
        case Does.ATTRIBUTE:
            return f"{on}.{step.name}"
        case Does.METHOD:
            return f"{on}.{step.name}({', '.join(args + named)})"
        case Does.APPLY if args[0] == "operator.getitem":
            return f"{args[1]}[{args[2]}]"
        case Does.APPLY:
            return f"{args[0]}({', '.join(args[1:])})"
    return f"{step.function}({', '.join(args + named)})"


def _source(argument: Any) -> str:
    if isinstance(argument, FunctionRef):
        return f"np.{argument.name}" if argument.where == "numpy" else argument.name
    if isinstance(argument, Made):
        return f"r{argument.step}"
    if isinstance(argument, np.ndarray):
        return _array(argument)
    if isinstance(argument, Described):
        return _WRITTEN.get(argument.kind, _no_words)(argument)
    if isinstance(argument, (list, tuple, set)):
        return _sequence(argument)
    if isinstance(argument, dict):
        return f"{{{', '.join(f'{_source(key)}: {_source(value)}' for key, value in argument.items())}}}"
    return repr(argument)


def _array(array: Any) -> str:
    if not array.size:
        return f"np.zeros({array.shape})"
    return f"np.array({re.sub(r'nan|inf', lambda odd: f'np.{odd[0]}', repr(array.tolist()))})"


def _sequence(argument: Sequence[Any] | set[Any]) -> str:
    inner = ", ".join(map(_source, argument))
    if isinstance(argument, set):
        return f"{{{inner}}}" if inner else "set()"
    return f"[{inner}]" if isinstance(argument, list) else f"({inner}{',' if len(argument) == 1 else ''})"


def _no_words(argument: Described) -> str:
    raise _NoWordsError


_WRITTEN: Mapping[str, Callable[[Described], str]] = {
    "Generator": lambda made: f"np.random.default_rng({made.part('seed')})",
    "date": lambda made: f"datetime.date.fromisoformat({made.part('text')!r})",
    "time": lambda made: f"datetime.time.fromisoformat({made.part('text')!r})",
    "datetime": lambda made: f"datetime.datetime.fromisoformat({made.part('text')!r})",
    "timedelta": lambda made: f"datetime.timedelta(microseconds={made.part('microseconds')})",
    "array of texts": lambda made: f"np.array({made.part('items')!r}).reshape({made.part('shape')})",
}
