"""The gradient of any function by differences, with an error bound for every entry that is tight enough to judge by.

An entry of x is moved up and down by six steps, each about half of the one before. The six central differences, whose
errors are series in the square of the step, are extrapolated to step 0 (Richardson), and the extrapolation that agrees
best with its parents is kept: their disagreement bounds its error. Where they do not agree, or the function bends as
sharply on the small steps as on the large ones, a kink is in the way, and smaller steps are tried. A kink that is
nearer than the smallest step is reported, not hidden: there a central difference converges, perfectly, to a wrong
number.

`numeric_gradient` measures every entry; `gradcheck` only what a verdict takes. How the steps become a slope and a bound
is in richardson.py, how f is run in passes.py, and what is measured of large arrays in tiers.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autograder.differences import Difference, compare, real_array
from autograder.model import Array
from autograder.passes import Forward, Function, NotFiniteError, forward_at, slopes_of_entries
from autograder.richardson import FLOOR
from autograder.tiers import agree, suspects

__all__ = [
    "Difference",
    "Gradient",
    "NotFiniteError",
    "carried",
    "compare",
    "gradcheck",
    "numeric_gradient",
    "tolerance",
]

SHRINKS = (1, 8, 64, 512)  # what the steps are divided by, one after the other, until they fit between the kinks
RTOL = 2e-5  # relative, of any right answer computed in float64
RTOL_SINGLE = 1e-4  # of one computed in float32
BOOK_STEP = 0.001  # the delta of the book's deriv
MOST_ENTRIES = 256  # how many are measured one by one
SEED = 20190203


@dataclass(frozen=True, slots=True)
class Gradient:
    """A numeric gradient; every array has x's shape.

    values: the derivatives, in units of the output per unit of x.
    error: a bound of what the method itself may be off by, round-off included, in the same units.
    kinks: True where the function has a kink too near for a difference to be trusted: always within 0.001 of x, where
    a right answer that uses the book's central difference goes wrong as well; never because of a single kink further
    off than 0.01 max(|x|, 1). There, values is the central difference of the smallest step tried, and error reaches
    the one-sided slopes on either side of it (at least): for ReLU at 0 that is 0.5 and 0.5. Where several kinks meet
    whose slopes cancel in the sum, that may not be enough: judge at another point. Where the function is not even
    finite on both sides, values is 0 and error infinite. Waves much shorter than the smallest steps pass for kinks.
    curve: what a central difference of step h is off by, over h squared; 0 at kinks.
    """

    values: Array
    error: Array
    kinks: Array
    curve: Array | float = 0.0


def numeric_gradient(f: Function, x: object, upstream: object = None) -> Gradient:
    """Return the gradient of sum(upstream * f(x)) with respect to every entry of x.

    f maps a float64 array of x's shape to real numbers of any shape, which must be computed in float64. It is called
    once at x and 12 times for each entry of x, up to 48 times where kinks are near; it gets a copy and may change it.
    upstream has f(x)'s shape; None stands for ones. x may have any shape, () and empty ones too.
    Steps are relative to max(|x|, 1), from 0.08 down to 6e-6: poles and edges of the domain further off than a few
    of the smallest do not disturb. numpy's floating point warnings inside f are silenced.
    Raises NotFiniteError if x, upstream or f(x) is not finite; ValueError if upstream's shape is not f(x)'s, if f
    returns another shape near x than at x, or anything but real numbers.
    Source: Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4 (1982).
    """
    forward = forward_at(f, x, upstream)
    return _numeric(forward, np.arange(forward.x.size), forward.x.shape)


def _numeric(forward: Forward, entries: Array, shape: tuple[int, ...]) -> Gradient:
    found = slopes_of_entries(forward, entries, SHRINKS)
    arrays = (found.value, found.error, found.rough | found.sharp, found.curve)
    return Gradient(*(array.reshape(shape) for array in arrays))


def carried(gradient: Gradient, step: float) -> Array:
    """Return what central differences of this step are off by, entry by entry; it has the gradient's shape."""
    return np.asarray(np.broadcast_to(gradient.curve * step**2, gradient.values.shape))


def tolerance(
    gradient: Gradient,
    scale_of_outputs: float,
    rtol: float = RTOL,
    *,
    elementwise: bool = False,
    single: bool = False,
) -> Array:
    """Return how far each entry of a right answer may be from gradient.values; shape and units are the gradient's.

    That is 4 error + 4 b + rtol (|value| + 0.1 l) + 2e-12 Y + 1e-9.
    b is what the book's deriv, a central difference of step 0.001, is off by.
    l is the smaller of the root mean squares of the entry's row and of its column: a product of matrices cannot be
    expected to be exact relative to an entry that cancels. It is 0 unless the gradient has two dimensions, and for a
    function that works on each entry by itself (elementwise).
    Y is max(1, scale_of_outputs), where scale_of_outputs is the largest |f(x)|.
    For an answer computed in float32 (single), rtol is at least 1e-4, l counts in full, and 1e-4 Y is added.
    At kinks the error counts once: just what lies between the one-sided slopes is accepted.
    """
    neighbours = np.zeros(gradient.values.shape) if elementwise else _row_or_column_rms(gradient.values)
    return _allowed(gradient, neighbours, scale_of_outputs, rtol, single)


def _allowed(gradient: Gradient, neighbours: Array, scale_of_outputs: float, rtol: float, single: bool) -> Array:
    largest = max(1.0, scale_of_outputs)
    share, absolute = (1.0, 1e-4 * largest) if single else (0.1, 2e-12 * largest)
    rtol = max(rtol, RTOL_SINGLE) if single else rtol
    error = np.where(gradient.kinks, gradient.error, 4.0 * gradient.error) + 4.0 * carried(gradient, BOOK_STEP)
    return np.asarray(error + rtol * (np.abs(gradient.values) + share * neighbours) + absolute + FLOOR)


def gradcheck(
    f: Function,
    grad: object,
    x: object,
    upstream: object = None,
    rtol: float = RTOL,
    random: np.random.Generator | None = None,
) -> Difference:
    """Hold a gradient that somebody worked out against forward passes of f: is it that of sum(upstream * f(x))?

    grad is an array of x's shape, or a function of x that returns one. upstream has f(x)'s shape; None stands for
    ones; a Generator draws one, Gaussian, and grad is then a function of x and upstream. That tells more: with all
    ones, a gradient that forgets its upstream looks right. The rest is as for numeric_gradient.

    An entry is right when it is within `tolerance` of the numeric gradient; where f has a kink, when it is between the
    slopes on either side. That is found out with as few evaluations of f as will do, one at x and then
    1. 24 along two random directions (up to 72 where kinks are near). A right gradient that is as exact as float64
       allows ends here, and `total` is 0: no entry was compared by itself. One with an entry that is off by r times
       its tolerance (r > 1) ends here too with a probability below 6.4e-5 / r**2, whatever the other entries are:
       for "times 1.001", where r is about 50, below 3e-8;
    2. of up to 256 entries, 12 an entry (up to 48 where kinks are near), and the verdict is exact;
    3. of more entries, 12 a row and a column (up to 36), then 12 an entry for the 256 whose row and column fit least.
       A gradient is rejected for an entry that was compared by itself, never for less. It is accepted if none of the
       256 is wrong.

    Returns where the worst of the entries measured is, what was got and wanted there, and whether the gradient as a
    whole is the right one negated, transposed or scaled. The directions are the same at every call, unless `random`
    gives others. Near kinks which only some directions cross, the steps shrink; where that does not help, the entries
    are measured. Of float32 arrays, float32 accuracy is asked.
    Raises ValueError if grad's shape is not x's, and what numeric_gradient raises.
    """
    forward = forward_at(f, x, upstream)
    if callable(grad):
        grad = grad(forward.x.copy(), *([forward.upstream.copy()] if isinstance(upstream, np.random.Generator) else []))
    claim = _Claim(real_array(grad, "grad"), rtol, np.asarray(grad).dtype in (np.float16, np.float32))
    if claim.values.shape != forward.x.shape:
        raise ValueError(f"shapes must be the same: grad {claim.values.shape}, x {forward.x.shape}")
    random = np.random.default_rng(SEED) if random is None else random
    if _agrees(forward, claim, random):
        return Difference(True, None, np.nan, np.nan, 0, 0)
    if claim.values.size <= MOST_ENTRIES:
        return _compared_in_full(forward, claim)
    return _compared_in_part(forward, claim, random)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What somebody says is the gradient, and how exact that must be."""

    values: Array
    rtol: float
    single: bool


def _agrees(forward: Forward, claim: _Claim, random: np.random.Generator) -> bool:
    if not claim.values.size or not np.isfinite(claim.values).all():
        return False
    return agree(forward, claim.values, _allowed_if_right(forward, claim), random)


def _compared_in_full(forward: Forward, claim: _Claim) -> Difference:
    numeric = _numeric(forward, np.arange(claim.values.size), claim.values.shape)
    allowed = tolerance(numeric, forward.largest, claim.rtol, single=claim.single)
    return compare(claim.values, numeric.values, allowed)


def _compared_in_part(forward: Forward, claim: _Claim, random: np.random.Generator) -> Difference:
    got = claim.values
    entries = suspects(forward, got, _allowed_if_right(forward, claim), MOST_ENTRIES, random)
    numeric = _numeric(forward, entries, entries.shape)
    neighbours = _row_or_column_rms(np.nan_to_num(got, nan=0.0, posinf=0.0, neginf=0.0)).ravel()[entries]
    allowed = _allowed(numeric, neighbours, forward.largest, claim.rtol, claim.single)
    square = got.ndim == 2 and got.shape[0] == got.shape[1]
    turned = got.T.ravel()[entries] if square else None
    found = compare(got.ravel()[entries], numeric.values, allowed, turned)
    worst = entries[found.worst]
    return replace(found, worst=tuple(int(i) for i in np.unravel_index(worst, got.shape)))


def _allowed_if_right(forward: Forward, claim: _Claim) -> Array:
    """Return what each entry may be off by, if the gradient is the one that is claimed: an error bound is not in it."""
    values = np.nan_to_num(claim.values, nan=0.0, posinf=0.0, neginf=0.0)
    exact = Gradient(values, np.zeros(values.shape), np.zeros(values.shape, dtype=bool))
    return tolerance(exact, forward.largest, claim.rtol, single=claim.single)


def _row_or_column_rms(values: Array) -> Array:
    if values.ndim != 2 or not values.size:
        return np.zeros(values.shape)
    rows, columns = (np.mean(values**2, axis=axis, keepdims=True) for axis in (1, 0))
    smaller: Array = np.sqrt(np.minimum(rows, columns))
    return smaller
