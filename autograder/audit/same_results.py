"""Whether two outcomes are the same except for rounding: of a mutant, in the parts that no check looks at, too."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.core.calls import Described, Returned
from autograder.judging.difference import same
from autograder.judging.kinds.raised import EXCEPTION
from autograder.judging.observe import as_array

SAME = 1e-9


def same_outcome(one: Any, other: Any) -> bool:
    """Whether two results, or lists of them, are equal except for rounding, in parts that no check has, too.

    NaN equals nothing; a number is an array of shape ().
    """
    if isinstance(one, Returned) and isinstance(other, Returned):
        return same_outcome(_without_words(one.value), _without_words(other.value))
    if isinstance(one, np.ndarray) and one.ndim and isinstance(other, (list, tuple)):
        one = list(one)  # several results may come as an array, too
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(same_outcome(a, b) for a, b in zip(one, other, strict=True))
    a, b = as_array(one), as_array(other)
    if a is None or b is None:
        return same(one, other)
    if a.dtype.kind not in "biuf" or b.dtype.kind not in "biuf" or a.shape != b.shape:
        return same(one, other)
    return bool(np.allclose(a.astype(float), b.astype(float), rtol=SAME, atol=SAME))


def _without_words(value: Any) -> Any:
    """Return a value, of an exception its kinds alone: what it says is a check's to ask for."""
    return value.part("kinds") if isinstance(value, Described) and value.kind == EXCEPTION else value
