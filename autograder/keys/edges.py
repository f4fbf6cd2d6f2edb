"""What every probe visits besides its usual inputs, so that no author has to think of it.

A size of 1 in each dimension, large sizes, one axis and three where any shape is promised, and among the numbers 0 and
some far from it, the largest in the middle. Where an exercise makes no sense of the most daring numbers (at a kink 0
and 1 are both right slopes, of a loss infinity is none), it gets the most daring ones that it does make sense of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.authoring.random_inputs import ONE_AXIS, THREE_AXES, Setting
from autograder.core.answer_key import Output
from autograder.core.calls import Call, leaves

MORE = 6  # so that no size that somebody counts on is enough
LARGEST_SIZE = 20  # that is 1 in a trial of its own; larger ones are there to cost time
NUMBERS = (
    (30.0, -30.0, 8.0, -8.0, 0.0, 15.0),
    (30.0, -30.0, 8.0, -8.0, 15.0),
    (8.0, -8.0, 0.0),
    (8.0, -8.0),
    (0.0,),
)


def ladders(sizes: Collection[int]) -> Iterator[tuple[Setting, ...]]:
    """Yield the edge settings of a probe that draws these sizes: of each tuple the first that makes sense counts."""
    yield tuple(Setting("with unusual numbers", values=numbers) for numbers in NUMBERS)
    for axes in (THREE_AXES, ONE_AXIS):
        yield (Setting("where the array has another number of axes", any_shape=axes),)
    if sizes:
        yield (Setting("where sizes are large", more=MORE),)
    for size in sorted(size for size in sizes if size <= LARGEST_SIZE):
        yield (Setting("where a size is 1", single=size),)


def touched(
    calls: Sequence[Call], usual: Sequence[Call], setting: Setting, looked_at: Iterable[Output] = ()
) -> frozenset[int]:
    """Return which calls of an edge recording are worth asking: all that get new numbers or another number of axes.

    Of those that another size reaches, the first, and the first at which each part of a result is looked at.
    """
    if len(calls) != len(usual):
        return frozenset()  # which of them is which, nobody knows
    if setting.values:
        return frozenset(n for n, pair in enumerate(zip(calls, usual, strict=True)) if _new(setting.values, *pair))
    changed = [n for n, (edge, plain) in enumerate(zip(calls, usual, strict=True)) if extents(edge) != extents(plain)]
    if setting.any_shape:
        return frozenset(changed)
    firsts: dict[object, int] = {}
    for at in sorted((at for at in looked_at if at.call in changed), key=lambda at: at.call):
        firsts.setdefault((calls[at.call].function, calls[at.call].leaves, at.path), at.call)
    return frozenset(changed[:1]) | frozenset(firsts.values())


def shapes(call: Call) -> tuple[tuple[int, ...], ...]:
    """Return the shapes of all arrays among a call's arguments."""
    return tuple(part.shape for part in leaves(call.everything) if isinstance(part, np.ndarray))


def extents(call: Call) -> tuple[object, ...]:
    """Return the shapes of all arrays among a call's arguments, and how long the texts and containers are."""
    return *shapes(call), *_lengths(call.everything)


def _lengths(argument: Any) -> Iterator[int]:
    if isinstance(argument, str | list | tuple | dict | set | frozenset):
        yield len(argument)
    if isinstance(argument, list | tuple):
        for part in argument:
            yield from _lengths(part)


def place(setting: Setting, calls: Sequence[Call]) -> str:
    """Return where an edge trial differs from the usual, as words that a message can begin with."""
    if setting.values:
        there = [value for value in setting.values if any(_holds(call.args, value) for call in calls)]
        return f"with {_listed(there)} among the numbers"
    named = list(dict.fromkeys(str(shape) for shape in shapes(calls[0])))
    return setting.where if not named or len(named) > 4 else f"for arrays of shape {_listed(named)}"


def _new(values: Iterable[float], edge: Call, plain: Call) -> bool:
    return any(_holds(edge.everything, value) and not _holds(plain.everything, value) for value in values)


def _holds(arguments: Any, value: float) -> bool:
    return any(isinstance(part, np.ndarray) and bool(np.any(part == value)) for part in leaves(arguments))


def _listed(words: Sequence[object]) -> str:
    *others, last = (f"{word:g}" if isinstance(word, float) else str(word) for word in words)
    return f"{', '.join(others)} and {last}" if others else last
