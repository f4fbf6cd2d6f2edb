"""What a wrong answer returned, in a few numbers: the same wrong answer has the same signature, no matter whose it is.

The kinds and shapes of all results are hashed; their numbers are weighed into PROJECTIONS sums, which differ only by
rounding where the results do. Nothing of the results can be read from it, and it is kept for the staff alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.core.calls import Described, Failed, Outcome
from autograder.core.model import Array
from autograder.core.repeated import REPEATED
from autograder.judging.observe import as_array

PROJECTIONS = 4
SEPARATOR = ":"
WRITTEN = (str, complex, frozenset)
MOST_NUMBERS = 50_000  # far more than any exercise's results have


@np.errstate(all="ignore")
def signature(outcomes: Sequence[Outcome]) -> str:
    """Return "kinds:a,b,c,d" for the outcomes of all calls, or "" where none came back or far too much did."""
    if all(isinstance(outcome, Failed) for outcome in outcomes):
        return ""
    kinds, numbers, room = [], [np.zeros(0)], MOST_NUMBERS
    for outcome in outcomes:
        for kind, values in _parts(outcome.status.value if isinstance(outcome, Failed) else outcome.value, outcome):
            kinds.append(kind)
            numbers.append(values)
            room -= len(values)
            if room < 0:  # a stranger decides how large these are, and must not decide how long we are at it
                return ""
    digest = hashlib.sha256("\n".join(kinds).encode()).hexdigest()[:12]
    return f"{digest}{SEPARATOR}{','.join(f'{each:.6g}' for each in _projected(np.concatenate(numbers)))}"


def _parts(value: Any, outcome: Outcome) -> Iterator[tuple[str, Array]]:
    """Yield the kind of each part of a result, and its numbers."""
    if isinstance(outcome, Failed):
        yield f"failed {value}", np.zeros(0)
    elif isinstance(value, (list, tuple)):
        yield f"{len(value)} parts", np.zeros(0)
        for part in value:
            yield from _parts(part, outcome)
    elif (found := as_array(value)) is not None and found.dtype.kind in "biuf":
        finite = np.isfinite(found)
        odd = "" if finite.all() else np.packbits(np.ravel(finite)).tobytes().hex()
        yield f"array {found.shape} {odd}", np.ravel(np.where(finite, found, 0.0)).astype(float)
    elif isinstance(value, dict):
        yield f"{len(value)} pairs", np.zeros(0)
        for pair in value.items():
            yield from _parts(pair, outcome)
    elif isinstance(value, Described) and value.kind == REPEATED:  # how many lines it ran is no two loops' own
        yield from _parts(value.part("value"), outcome)
    elif isinstance(value, Described):
        yield value.kind, np.zeros(0)
        yield from _parts(tuple(part for _, part in value.parts), outcome)
    else:
        written = sorted(map(repr, value)) if isinstance(value, frozenset) else value
        yield f"{type(value).__name__} {written!r}" if isinstance(value, WRITTEN) else type(value).__name__, np.zeros(0)


def _projected(numbers: Array) -> Array:
    """Return weighted means of numbers; the weights of each are those of a wave that nothing in a lesson follows."""
    places = np.arange(1, len(numbers) + 1)
    waves = np.sin(np.outer(np.sqrt(np.arange(2, 2 + PROJECTIONS)), places))
    return np.asarray(waves @ numbers / max(len(numbers), 1) ** 0.5)


def same_results(one: str, other: str, rtol: float = 1e-3) -> bool:
    """Say whether two signatures are of the same results, within what numeric derivatives differ."""
    if not one or not other:
        return False
    (kinds, a), (others, b) = (each.split(SEPARATOR) for each in (one, other))
    x, y = (np.array(each.split(","), dtype=float) for each in (a, b))
    return kinds == others and bool(np.all(np.abs(x - y) <= rtol * max(1e-6, float(np.max(np.abs(y))))))
