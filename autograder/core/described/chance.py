"""A source of random numbers as an argument: numpy's Generator, known by the seed that it was made from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.core.calls import Described

KIND = "Generator"


def describe(value: Any) -> Described | None:
    random = sys.modules.get("numpy.random")
    if random is None or not isinstance(value, random.Generator):
        return None
    seed = getattr(getattr(value.bit_generator, "seed_seq", None), "entropy", None)
    if not isinstance(seed, int) or value.bit_generator.state != random.default_rng(seed).bit_generator.state:
        return None  # it has been drawn from, or was not made from a number
    return Described(KIND, (("seed", seed),))


BUILD: Mapping[str, Callable[[Described], Any]] = {
    KIND: lambda described: np.random.default_rng(described.part("seed"))
}
