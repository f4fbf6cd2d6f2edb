"""Forward passes of a function beside a point: what differences are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from autograder.core.model import Array
from autograder.gradients.compare import real_array
from autograder.gradients.extrapolation import EPS, NEAR, STEPS, DifferenceTable, Slopes, estimate

Function = Callable[[Array], object]
ROOM = 2**18  # numbers that are held at once


class NotFiniteError(ValueError):
    """A function, its argument or its upstream gradient is infinite or NaN, so there is nothing to differentiate."""


@dataclass(frozen=True, slots=True)
class Forward:
    """A function at a point. here is f(x), which upstream has the shape of; scale is max(|x|, 1), x's shape."""

    f: Function
    x: Array
    here: Array
    upstream: Array
    scale: Array

    @property
    def largest(self) -> float:
        """The largest |f(x)|, or 1 if that is more."""
        return max(1.0, float(np.abs(self.here).max(initial=0.0)))


def forward_at(f: Function, x: object, upstream: object = None) -> Forward:
    """Evaluate f at x; upstream is an array of f(x)'s shape, None for ones, or a Generator to draw it from.

    Raises NotFiniteError and ValueError as numeric_gradient does.
    """
    point = real_array(x, "x")
    _require_finite(point, "x")
    with np.errstate(all="ignore"):
        here = real_array(f(point.copy()), "f(x)")  # a copy: f may work in place
    _require_finite(here, "f(x)")
    if isinstance(upstream, np.random.Generator):
        upstream = upstream.standard_normal(here.shape)
    cotangent = np.ones(here.shape) if upstream is None else real_array(upstream, "upstream")
    _require_finite(cotangent, "upstream")
    if cotangent.shape != here.shape:
        raise ValueError(f"upstream has shape {cotangent.shape}, but f(x) has shape {here.shape}")
    return Forward(f, point, here, cotangent, np.maximum(np.abs(point), 1.0))


def slopes(forward: Forward, directions: Array, units: Array, shrink: float = 1.0) -> Slopes:
    """Return the slope of sum(upstream * f) along each direction, from 12 evaluations of f.

    directions has shape (m, *x.shape): how far a step of 1 moves x. units, shape (m,), is the length of that step in
    the units that the slopes are wanted in. The steps are STEPS / shrink.
    """
    return estimate(_tabulate(forward, directions, units, STEPS / shrink))


def slopes_of_entries(forward: Forward, entries: Array, shrinks: tuple[float, ...]) -> Slopes:
    """Return the derivative with respect to each of some entries of x, which are given as indices into x.ravel().

    The steps shrink, from one of `shrinks` to the next, until they fit between the kinks of the function.
    """
    size, scale = forward.x.size, forward.scale.ravel()[entries]

    def along(chosen: Array) -> Array:
        directions = np.zeros((len(chosen), size))
        directions[np.arange(len(chosen)), entries[chosen]] = scale[chosen]
        return directions.reshape(-1, *forward.x.shape)

    return slopes_between_kinks(forward, len(entries), along, scale, shrinks)


def slopes_between_kinks(
    forward: Forward, count: int, along: Callable[[Array], Array], units: Array, shrinks: tuple[float, ...]
) -> Slopes:
    """Return `count` slopes, with steps that shrink where a kink or an edge is in the way.

    along makes the directions with the given numbers (an index array): a few at a time, lest they fill the memory.
    """
    found = Slopes(*np.zeros((3, count)), *np.zeros((2, count), dtype=bool))
    at_once = max(1, ROOM // (2 * len(STEPS) * (forward.x.size + forward.here.size + 1)))
    left = np.arange(count)
    for shrink in shrinks:
        for start in range(0, len(left), at_once):
            chosen = left[start : start + at_once]
            _put(found, chosen, slopes(forward, along(chosen), units[chosen], shrink))
        near = found.sharp[left] & (units[left] * STEPS[-1] / shrink < NEAR)
        left = left[(found.rough | found.sharp)[left] & ~near]
    return found


def _put(found: Slopes, chosen: Array, part: Slopes) -> None:
    for field in fields(Slopes):
        getattr(found, field.name)[chosen] = getattr(part, field.name)


def _tabulate(forward: Forward, directions: Array, units: Array, steps: Array) -> DifferenceTable:
    outputs = _outputs(forward, directions, np.concatenate([steps, -steps]))
    ahead, behind = outputs.reshape(2, len(steps), len(directions), forward.here.size)
    here, upstream = forward.here.ravel(), forward.upstream.ravel()
    lengths = steps[:, np.newaxis] * units
    with np.errstate(all="ignore"):
        # The difference comes before the sum, so that outputs which do not depend on the direction cancel exactly.
        rise = upstream * (ahead - behind)
        bend = upstream * ((ahead[-4:] - here) + (behind[-4:] - here))
        changed = (ahead != here) | (behind != here)
        noise = EPS * np.abs(upstream) * (np.abs(ahead) + np.abs(behind)) * changed
        return DifferenceTable(
            steps=lengths,
            central=rise.sum(axis=-1) / (2 * lengths),
            roundoff=np.sqrt((noise**2).sum(axis=-1)) / lengths,
            size=np.abs(rise[-1]).sum(axis=-1) / (2 * lengths[-1]),
            noise=noise[-1].sum(axis=-1) / (2 * lengths[-1]),
            bend=np.abs(bend).sum(axis=-1) / lengths[-4:],
        )


def _outputs(forward: Forward, directions: Array, steps: Array) -> Array:
    """Return f(x + step * direction), shape (steps, directions, *f(x).shape)."""
    shape = forward.here.shape
    moved = forward.x + np.multiply.outer(steps, directions)
    points = moved.reshape(-1, *forward.x.shape)
    outputs = np.empty((len(points), *shape))
    with np.errstate(all="ignore"):
        for i in range(len(points)):
            y = forward.f(points[i, ...])  # no other evaluation sees this array: f may change it, or hand it back
            if type(y) is not np.ndarray or y.dtype != np.float64:
                y = real_array(y, "f(x)")
            if y.shape != shape:
                raise ValueError(f"f returns shape {shape} at x, but {y.shape} near it")
            outputs[i] = y
    return outputs.reshape(*moved.shape[:2], *shape)


def _require_finite(array: Array, name: str) -> None:
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise NotFiniteError(f"{name} must be finite, but is {array[where]}" + (f" at {where}" if where else ""))
