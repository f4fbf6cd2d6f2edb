"""Is a gradient that somebody worked out the right one? With as few forward passes as it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from autograder.core.model import Array
from autograder.gradients.compare import Difference, compare, real_array
from autograder.gradients.directional import most_suspicious_entries, random_direction_test
from autograder.gradients.evaluation import Forward, Function, forward_at
from autograder.gradients.numeric import RTOL, Gradient, allowed_error, measure, row_or_column_rms, tolerance

MOST_ENTRIES = 256  # how many are measured one by one
SEED = 20190203


def gradcheck(
    f: Function,
    grad: object,
    x: object,
    upstream: object = None,
    rtol: float = RTOL,
    random: np.random.Generator | None = None,
) -> Difference:
    """Check a gradient that somebody worked out with forward passes of f: is it that of sum(upstream * f(x))?

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
    3. of more entries, 12 per row and column (up to 36), then 12 per entry for the 256 whose row and column fit least.
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
    return random_direction_test(forward, claim.values, _allowed_if_right(forward, claim), random)


def _compared_in_full(forward: Forward, claim: _Claim) -> Difference:
    numeric = measure(forward, np.arange(claim.values.size), claim.values.shape)
    allowed = tolerance(numeric, forward.largest, claim.rtol, single=claim.single)
    return compare(claim.values, numeric.values, allowed)


def _compared_in_part(forward: Forward, claim: _Claim, random: np.random.Generator) -> Difference:
    got = claim.values
    entries = most_suspicious_entries(forward, got, _allowed_if_right(forward, claim), MOST_ENTRIES, random)
    numeric = measure(forward, entries, entries.shape)
    neighbours = row_or_column_rms(np.nan_to_num(got, nan=0.0, posinf=0.0, neginf=0.0)).ravel()[entries]
    allowed = allowed_error(numeric, neighbours, forward.largest, claim.rtol, claim.single)
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
