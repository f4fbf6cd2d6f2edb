"""Functions of an author that travel as their source: to an answer as an argument, or to where a check is judged."""

from __future__ import annotations

import dis
import inspect
import textwrap
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np


class SourceNeededError(ValueError):
    """A function cannot travel; the message tells its author why."""


def portable_source(function: Callable[..., Any], scope: Mapping[str, Any] | None = None, to: str = "answers") -> str:
    """Return the source of a plain def that needs nothing but np and the names in scope, so that it can run anywhere.

    to: whom the function is given to, in words. Raises SourceNeededError.
    """
    name = getattr(function, "__name__", repr(function))
    names = {"np": np, **(scope or {})}
    only = " and ".join(names)
    if not isinstance(function, types.FunctionType) or name == "<lambda>":
        where = "to the answer" if to == "answers" else "along"
        raise SourceNeededError(f"{name} cannot travel {where}: pass a numpy function or a def of checks.py")
    free = sorted(_globals_of(function.__code__) & set(function.__globals__) - names.keys())
    if free or function.__closure__:
        raise SourceNeededError(
            f"'{name}' uses {', '.join(free) or 'a closure'}: a function given to {to} may use only {only}"
        )
    source = textwrap.dedent(inspect.getsource(function))
    try:
        # As it will be elsewhere: without this file's own `from __future__ import annotations`.
        namespace = dict(names)
        exec(compile(source, "<function>", "exec", dont_inherit=True), namespace)
        getattr(namespace.get(name), "__annotations__", None)  # Python looks them up only now from 3.14 on
    except NameError as error:  # an annotation or a default value
        message = f"'{name}' cannot stand alone ({error}): a function given to {to} may use only {only}"
        raise SourceNeededError(message) from error
    return source


def _globals_of(code: types.CodeType) -> set[str]:
    """Return the global names that a function reads, those of functions and comprehensions inside it included."""
    inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    own = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
    return own.union(*(_globals_of(each) for each in inner))
