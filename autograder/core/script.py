"""Do what a call says, step by step, in whatever process: the worker, the reference, a student's own kernel.

A call's arguments are made afresh each time: what one call does to them, the next must not see.
"""

from __future__ import annotations

import builtins
import io
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from itertools import islice
from typing import Any

import numpy as np

from autograder.core.calls import SOURCES as SOURCES
from autograder.core.calls import Call, Described, Does, FunctionRef, Made, Shows
from autograder.core.described import build
from autograder.core.described.figures import NOTHING, figure_of
from autograder.core.repeated import repeated
from autograder.core.values import MAX_TEXT, portable

# Python's own functions that a probe may have applied to a result. None of them reaches anything outside.
PYTHON: Mapping[str, Callable[..., Any]] = {
    **{each.__name__: each for each in (abs, all, any, bool, complex, dict, divmod, enumerate, float, format, getattr)},
    **{
        each.__name__: each
        for each in (hash, int, iter, len, list, max, min, next, repr, reversed, round, set, setattr)
    },
    **{each.__name__: each for each in (sorted, str, sum, tuple, zip)},
    **{f"operator.{name}": getattr(operator, name) for name in operator.__all__},
}
OF_ITS_OWN = " (a class of its own)"
MAX_WORK = 10_000  # to find out whether two arrays share memory; past it, that they may is taken for it
Finder = Callable[[str], Any]


def perform(call: Call, find: Finder, callee: Finder | None = None) -> Any:
    """Return what a call is asked for.

    find returns what a name means among the arguments, callee what is called by that name, where that is something
    else; they raise what is to be raised where it is nothing. Raises what the functions raise that are called.
    """
    made: list[Any] = []
    for step in call.steps:
        args = [fresh(argument, find, made) for argument in step.args]
        named = {name: fresh(argument, find, made) for name, argument in step.named}
        function = _function(step, callee or find, args, made)
        made.append(_SHOWN[step.shows](step, function, args[1:] if step.does is Does.APPLY else args, named))
    return made[-1]


def _function(step: Call, find: Finder, args: Sequence[Any], made: Sequence[Any]) -> Callable[..., Any]:
    match step.does:
        case Does.METHOD if step.on is not None:
            return getattr(made[step.on.step], step.name)  # type: ignore[no-any-return]
        case Does.ATTRIBUTE if step.on is not None:
            owner = made[step.on.step]
            return lambda: getattr(owner, step.name)
        case Does.VARIABLE:
            return lambda: find(step.function)
        case _ if step.shows is Shows.SOURCE:
            return lambda: find(SOURCES)[step.function]
        case Does.APPLY:
            return args[0]  # type: ignore[no-any-return]
    return find(step.function)  # type: ignore[no-any-return]


# --- arguments -------------------------------------------------------------------------------------------------------


def fresh(value: Any, find: Finder, made: Sequence[Any] = ()) -> Any:
    """Return an argument made afresh, references turned into functions and into what earlier steps have made."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(fresh(part, find, made) for part in value)
    if isinstance(value, dict):
        return {fresh(key, find, made): fresh(part, find, made) for key, part in value.items()}
    if isinstance(value, Made):
        return made[value.step]
    if isinstance(value, FunctionRef):
        return find(value.name) if value.where == "answer" else resolve(value)
    return build(value) if isinstance(value, Described) else value


def resolve(ref: FunctionRef) -> Any:
    """Return a function that is not the answer's own."""
    if ref.where == "python":
        return PYTHON[ref.name]
    if ref.where == "source":
        scope: dict[str, Any] = {"np": np}
        exec(compiled(ref.source), scope)
        return scope[ref.name]
    found: Any = np
    for part in ref.name.split("."):
        found = getattr(found, part)
    return found


def compiled(source: str) -> Any:
    """Return the code of a function that is passed to answers; each is compiled once."""
    if source not in _COMPILED:
        if len(_COMPILED) >= MOST_COMPILED:
            _COMPILED.clear()
        _COMPILED[source] = compile(source, "<function>", "exec", dont_inherit=True)
    return _COMPILED[source]


_COMPILED: dict[str, Any] = {}
MOST_COMPILED = 200


# --- what is asked for -----------------------------------------------------------------------------------------------

Function = Callable[..., Any]
Named = Mapping[str, Any]


def _result(step: Call, function: Function, args: list[Any], named: Named) -> Any:
    result = function(*args, **named)
    return result if step.leaves is None else args[step.leaves]


def _printed(step: Call, function: Function, args: list[Any], named: Named) -> Any:
    out = _Bounded()
    with redirect_stdout(out):
        function(*args, **named)
    return out.getvalue()


class _Bounded(io.StringIO):
    """Keeps so much of what is printed, and drops the rest: it is wrong by then."""

    def write(self, text: str) -> int:
        room = MAX_TEXT - self.tell()
        super().write(str(text)[: max(room, 0)])
        return len(text)


def _raised(step: Call, function: Function, args: list[Any], named: Named) -> Any:
    try:
        function(*args, **named)
    except NotImplementedError as error:
        if not error.args:  # an exercise that is not written yet
            raise
        return _exception(error)
    except Exception as error:
        return _exception(error)
    return Described("no exception", ())


def _exception(error: Exception) -> Described:
    kinds = [_kind_name(kind) for kind in type(error).__mro__]
    try:
        message = str(error)[:MAX_TEXT]
    except Exception:
        message = ""
    return Described("exception", (("kinds", kinds), ("message", message)))


def _kind_name(kind: type) -> str:
    """Return the name of a kind of exception; one that has taken the name of Python's own is told from that."""
    name = kind.__name__
    return name if getattr(builtins, name, kind) is kind else f"{name}{OF_ITS_OWN}"


def _shared(step: Call, function: Function, args: list[Any], named: Named) -> Any:
    result = function(*args, **named)
    if not isinstance(result, np.ndarray):
        return result
    work: Any = MAX_WORK  # numpy's stubs know two values of it
    try:
        return np.shares_memory(result, args[step.number], max_work=work)
    except np.exceptions.TooHardError:
        return np.may_share_memory(result, args[step.number])


def _first(step: Call, function: Function, args: list[Any], named: Named) -> Any:
    return list(islice(function(*args, **named), step.number))


def _repeated(step: Call, function: Function, args: list[Any], named: Named) -> Any:
    return repeated(function, args, named, step.number)


def _figure(step: Call, function: Function, args: list[Any], named: Named) -> Any:
    with _own_figures() as newest:
        result = function(*args, **named)
        figure = figure_of(result) or (result if hasattr(result, "axes") and hasattr(result, "savefig") else newest())
        return Described(NOTHING, ()) if figure is None else portable(figure)


@contextmanager
def _own_figures() -> Iterator[Callable[[], Any]]:
    """Have what is drawn go to a fresh figure; yield what returns the newest that holds anything; close them all."""
    import matplotlib.pyplot as plt

    before = set(plt.get_fignums())
    plt.figure()

    def newest() -> Any:
        drawn = [plt.figure(number) for number in plt.get_fignums() if number not in before]
        return next((figure for figure in reversed(drawn) if figure.axes), None)

    try:
        yield newest
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)


_SHOWN: Mapping[Shows, Callable[[Call, Function, list[Any], Named], Any]] = {
    Shows.RESULT: _result,
    Shows.PRINTED: _printed,
    Shows.RAISED: _raised,
    Shows.SHARED: _shared,
    Shows.FIRST: _first,
    Shows.REPEATED: _repeated,
    Shows.FIGURE: _figure,
    Shows.SOURCE: _result,
}
