"""Random numbers, the same in every run, and a matrix of them."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture
def rng():
    return np.random.default_rng(20190203)


@pytest.fixture
def want(rng):
    return rng.normal(size=(3, 3))
