"""Functions whose results come from a reference: with them an exercise can be tried on right earlier results.

They know nothing themselves. Each call is a question on the wire, and asking the wrong ones, or in the wrong order,
teaches nothing that a right answer of one's own to the earlier exercise would not have told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograder.core.calls import Call, FunctionRef
from autograder.core.values import MAX_DEPTH, MAX_NAME, opaque, portable
from autograder.sandbox.worker.remote_objects import positional, remote_class

Asker = Callable[[Call], Any]


def install_proxies(namespace: dict[str, Any], replaced: Iterable[str], names: Iterable[str], ask: Asker) -> None:
    """Replace each of the named functions by one that asks.

    names: the exercises and given functions, which the grader knows by name. ask returns a result, or raises
    RuntimeError where there is none.
    """
    # Functions that a submission holds on to mean what the names meant before any was replaced, or what they mean now.
    known = [(name, namespace[name]) for name in names if name in namespace]
    for name in replaced:
        namespace[name] = _proxy(name, namespace.get(name), known, ask)
        known.append((name, namespace[name]))


def _proxy(name: str, original: Any, known: Sequence[tuple[str, Any]], ask: Asker) -> Any:
    if isinstance(original, type):
        return remote_class(name, original, lambda argument: _sendable(argument, known), ask)

    def proxy(*args: Any, **named: Any) -> Any:
        args = positional(original, args, named)
        return ask(Call(name, tuple(_sendable(argument, known) for argument in args)))

    proxy.__name__ = proxy.__qualname__ = name
    return proxy


def _sendable(value: Any, known: Sequence[tuple[str, Any]], depth: int = 0) -> Any:
    """Return an argument as the wire carries it, functions by their names."""
    if type(value) is np.ndarray and value.dtype.kind in "biufc":
        return value  # which is written down before anybody can change it
    if callable(value):
        return FunctionRef("answer", _name_of(value, known))
    if isinstance(value, np.ndarray) and value.dtype == object:  # what a chain of functions may have become
        value = list(value.flat)
    if isinstance(value, list | tuple) and depth < MAX_DEPTH:
        return [_sendable(item, known, depth + 1) for item in value]
    return opaque(value) if isinstance(value, list | tuple) else portable(value)


def _name_of(function: Any, known: Sequence[tuple[str, Any]]) -> str:
    """Return the name that a function was defined by, or else its own."""
    given = next((name for name, each in known if each is function), None)
    return (given or str(getattr(function, "__name__", "?")))[:MAX_NAME]
