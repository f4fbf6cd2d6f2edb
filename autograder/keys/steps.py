"""Calls that rest on one another become calls that each need nothing else: what must happen first is in them.

A worker may die over any call, and calls are asked in another order, too; so each one takes along, in the order of the
probe, all earlier steps that it is connected with through what they have made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.core.calls import Call, Does, Made, leaves


def whole_calls(steps: Sequence[Call], outputs: Collection[int]) -> tuple[tuple[Call, ...], Mapping[int, int]]:
    """Return the calls to make, and under which number the result of each step is found there.

    Steps that nothing is connected with are made in any case, others where their result is an output.
    """
    passed_on = {number for step in steps for number in _needed(step)}
    alone = {number for number, step in enumerate(steps) if number not in passed_on and not list(_needed(step))}
    kept = [number for number in range(len(steps)) if number in outputs or number in alone]
    return tuple(_whole(steps, number) for number in kept), {number: place for place, number in enumerate(kept)}


def _needed(step: Call) -> Iterator[int]:
    """Yield the numbers of the steps whose results a step uses."""
    if step.on is not None:
        yield step.on.step
    for part in leaves([*step.args, *(value for _, value in step.named)]):
        if isinstance(part, Made):
            yield part.step


def _whole(steps: Sequence[Call], last: int) -> Call:
    """Return a step with all earlier ones that it is connected with."""
    connected = {last}
    changed = True
    while changed:
        before = len(connected)
        for number in range(last + 1):
            touched = {number, *_needed(steps[number])}
            if touched & connected and steps[number].does is not Does.NOTHING:
                connected |= touched
        changed = len(connected) > before
    order = {number: place for place, number in enumerate(sorted(connected))}
    *earlier, whole = (_renumbered(steps[number], order) for number in order)
    return replace(whole, before=tuple(earlier)) if earlier else whole


def _renumbered(step: Call, order: Mapping[int, int]) -> Call:
    named = tuple((name, _argument(value, order)) for name, value in step.named)
    on = None if step.on is None else Made(order[step.on.step])
    return replace(step, args=tuple(_argument(part, order) for part in step.args), named=named, on=on)


def _argument(value: Any, order: Mapping[int, int]) -> Any:
    if isinstance(value, Made):
        return Made(order[value.step])
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(_argument(part, order) for part in value)
    if isinstance(value, dict):
        return {key: _argument(part, order) for key, part in value.items()}
    return value
