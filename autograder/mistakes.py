"""Known mistakes: declared once by an author, used to name a mistake and to prove that the checks reject it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from autograder.model import Array, Fingerprint

F = TypeVar("F", bound=Callable[..., Any])
RTOL = 1e-5


def mistake(exercise: str) -> Callable[[F], F]:
    """Mark a function of answers.py as a known wrong answer to `exercise`; its docstring is what its author reads."""
    return _marked(exercise, "mistake")


def right(exercise: str) -> Callable[[F], F]:
    """Mark a function of answers.py as another right answer to `exercise`."""
    return _marked(exercise, "right")


def _marked(exercise: str, role: str) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.__dict__["answers"] = (exercise, role)
        return function

    return mark


def recognise(
    observed: Sequence[Mapping[str, Array | None]], known: Sequence[Sequence[Fingerprint]]
) -> Fingerprint | None:
    """Return the one known mistake whose outputs equal the observed ones at every trial, or None.

    observed holds, for each trial, the arrays by output name (None where there is none); known the fingerprints of
    each trial, in the same order of mistakes. Mistakes that look the same are one; if two with different sentences
    fit, none is named.
    """
    fits = [
        prints[0]
        for prints in zip(*known, strict=True)
        if all(_same(seen, made.outputs) for seen, made in zip(observed, prints, strict=True))
    ]
    return fits[0] if len({made.sentence for made in fits}) == 1 else None


def _same(seen: Mapping[str, Array | None], made: Mapping[str, Array | None]) -> bool:
    if not any(array is not None for array in made.values()):
        return False  # nothing numeric to recognise it by
    return all(_alike(seen.get(name), array) for name, array in made.items())


def _alike(a: Array | None, b: Array | None) -> bool:
    if a is None or b is None:
        return a is b
    if a.shape != b.shape or a.dtype.kind not in "biuf" or b.dtype.kind not in "biuf":
        return False
    scale = float(np.max(np.abs(b[np.isfinite(b)]), initial=0.0))
    return bool(np.allclose(a, b, rtol=RTOL, atol=RTOL * 0.01 * scale + 1e-9, equal_nan=True))
