"""The gradient of any function by differences, with an error bound for every entry that is tight enough to judge by.

An entry of x is moved up and down by six steps, each about half of the one before. The six central differences, whose
errors are series in the square of the step, are extrapolated to step 0 (Richardson), and the extrapolation that agrees
best with its parents is kept: their disagreement bounds its error. Where they do not agree, or the function bends as
sharply on the small steps as on the large ones, a kink is in the way, and smaller steps are tried. A kink that is
nearer than the smallest step is reported, not hidden: there a central difference converges, perfectly, to a wrong
number.

`numeric_gradient` measures every entry; `gradcheck` only what a verdict takes. How the steps become a slope and a bound
is in extrapolation.py, how f is run in evaluation.py, and what is measured of large arrays in directional.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.core.model import Array
from autograder.gradients.evaluation import Forward, Function, forward_at, slopes_of_entries
from autograder.gradients.extrapolation import FLOOR

SHRINKS = (1, 8, 64, 512)  # what the steps are divided by, one after the other, until they fit between the kinks
RTOL = 2e-5  # relative, of any right answer computed in float64
RTOL_SINGLE = 1e-4  # of one computed in float32
BOOK_STEP = 0.001  # the delta of the book's deriv
COARSE_STEP, FINE_STEP = 0.01, 1e-5  # the steps that students choose lie in between
ROOM = 2.0  # the stages of a pass may be divided up otherwise than in the solution
EPS = float(np.finfo(float).eps)


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
    second_order_coefficient: Array | float = 0.0


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
    return measure(forward, np.arange(forward.x.size), forward.x.shape)


def measure(forward: Forward, entries: Array, shape: tuple[int, ...]) -> Gradient:
    found = slopes_of_entries(forward, entries, SHRINKS)
    arrays = (found.value, found.error, found.rough | found.sharp, found.second_order_coefficient)
    return Gradient(*(array.reshape(shape) for array in arrays))


def central_difference_error(gradient: Gradient, step: float) -> Array:
    """Return what central differences of this step are off by, entry by entry; it has the gradient's shape."""
    return np.asarray(np.broadcast_to(gradient.second_order_coefficient * step**2, gradient.values.shape))


def error_by_differences(gradient: Gradient, scale_of_outputs: float) -> Array:
    """Return what an answer may be off by that takes central differences of the whole pass; the gradient's shape.

    Of steps from COARSE_STEP, where the method's own error is largest, to FINE_STEP, where rounding is.
    """
    rounding = 4 * EPS * scale_of_outputs / FINE_STEP
    return np.asarray(ROOM * np.abs(central_difference_error(gradient, COARSE_STEP)) + rounding)


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
    neighbours = np.zeros(gradient.values.shape) if elementwise else row_or_column_rms(gradient.values)
    return allowed_error(gradient, neighbours, scale_of_outputs, rtol, single)


def allowed_error(gradient: Gradient, neighbours: Array, scale_of_outputs: float, rtol: float, single: bool) -> Array:
    largest = max(1.0, scale_of_outputs)
    share, absolute = (1.0, 1e-4 * largest) if single else (0.1, 2e-12 * largest)
    rtol = max(rtol, RTOL_SINGLE) if single else rtol
    error = np.where(gradient.kinks, gradient.error, 4.0 * gradient.error) + 4.0 * central_difference_error(
        gradient, BOOK_STEP
    )
    return np.asarray(error + rtol * (np.abs(gradient.values) + share * neighbours) + absolute + FLOOR)


def row_or_column_rms(values: Array) -> Array:
    if values.ndim != 2 or not values.size:
        return np.zeros(values.shape)
    rows, columns = (np.mean(values**2, axis=axis, keepdims=True) for axis in (1, 0))
    smaller: Array = np.sqrt(np.minimum(rows, columns))
    return smaller
