"""Known mistakes: declared once by an author, used to name a mistake and to prove that the checks reject it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.core.answer_key import MistakeOutputs, Observation
from autograder.core.model import Array
from autograder.gradients.nearness import all_within
from autograder.judging.difference import same

RTOL = 1e-5
MOST = 3  # mistakes that are named together; a longer list helps nobody


@dataclass(frozen=True, slots=True)
class Recognised:
    """The known mistakes (mostly one) that explain all that was seen: their names, and what to tell their author."""

    name: str
    sentence: str


def recognise(
    observed: Iterable[Mapping[str, Observation | None]], known: Sequence[Sequence[MistakeOutputs]]
) -> Recognised | None:
    """Return the known mistake that shows at every output of every trial what was seen there, or None.

    observed holds, for each trial, what was seen by output name (None where nothing came back); known the fingerprints
    of each trial, in the same order of mistakes. Mistakes of one sentence are one. Where up to MOST different ones fit,
    they are named together: which of them it is cannot be told from outside.
    """
    # A mistake that shows nothing anywhere, since it always raises, cannot be recognised by what it shows.
    left = [prints for prints in zip(*known, strict=True) if any(_shows(each) for each in prints)]
    for number, seen in enumerate(observed):
        left = [prints for prints in left if is_same(seen, prints[number].outputs)]
        if not left:
            return None
    fits: dict[str, str] = {}
    for made, *_ in left:
        fits.setdefault(made.sentence, made.name)
    if not 1 <= len(fits) <= MOST:
        return None
    return Recognised(" or ".join(fits.values()), _one_of(list(fits)))


def _one_of(sentences: Sequence[str]) -> str:
    first, *others = sentences
    if not others:
        return first
    return f"One of {len(sentences)} things. Either: {first} " + " ".join(f"Or: {other}" for other in others)


def _shows(made: MistakeOutputs) -> bool:
    return any(shown is not None for shown in made.outputs.values())


def is_same(seen: Mapping[str, Observation | None], made: Mapping[str, Observation | None]) -> bool:
    """Say whether at every output that a known mistake has, what was seen is what the mistake shows."""
    return all(_are_equal(seen.get(name), shown) for name, shown in made.items())


def _are_equal(a: Observation | None, b: Observation | None) -> bool:
    if a is None or b is None:
        return a is b
    if a.plain is not None and b.plain is not None:
        return same(a.plain[0], b.plain[0])
    if a.values is None or b.values is None:
        return a.values is b.values and a.plain is b.plain and a.problem == b.problem
    return a.problem == b.problem and a.values.shape == b.values.shape and _equal(a.values, b.values)


def _equal(a: Array, b: Array) -> bool:
    """Say whether two arrays of one shape are near; where the second holds NaN or infinity, the first must, too."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    largest = float(np.abs(b).max(initial=0.0))
    if not math.isfinite(largest):
        odd = ~np.isfinite(b)
        return np.array_equal(a[odd], b[odd], equal_nan=True) and _equal(a[~odd], b[~odd])
    allowed = RTOL * np.abs(b) + (RTOL * 0.01 * largest + 1e-9)
    # Few of the known mistakes fit, and of the others the first entry alone mostly tells.
    return not a.size or (abs(a.item(0) - b.item(0)) <= allowed.item(0) and all_within(a, b, allowed))
