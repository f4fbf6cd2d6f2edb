"""Every module that students may import is there, whichever fork server a job gets."""

from __future__ import annotations

import importlib.util
import os

import numpy as np
import pytest

from autograder.core.calls import Job
from autograder.core.model import Cell, Limits
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level, available
from autograder.sandbox.worker.allowed_imports import NUMPY, STANDARD_LIBRARY
from support.running import ask_round

LAZY = """
import numpy as np
from numpy import *
np.testing.assert_allclose(np.polynomial.Polynomial([1, 2])(1), 3)
np.char.upper("a"), np.ma.array([1]), np.rec, np.ctypeslib, np.fft.fft([1, 2]), np.linalg.inv(np.eye(2))
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no pidfd_open on this system")


def test_a_small_fork_server_offers_all_modules_that_a_large_one_has_imported_ahead() -> None:
    if Level.PORTABLE not in available():
        pytest.skip("this machine has no portable sandbox")
    names = [name for name in f"{STANDARD_LIBRARY} {NUMPY}".split() if importlib.util.find_spec(name)]
    cells = tuple(Cell("code", source) for source in (LAZY, *(f"import {name}" for name in names)))
    limits = Limits(total_seconds=600, cell_seconds=60)
    with open_sandbox("forked", Level.PORTABLE) as sandbox, sandbox.open(Job((), cells, ()), limits) as session:
        assert not sandbox._figures
        assert ask_round(session).cell_errors == {}
        assert session.workers == 1


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_matrix_is_a_result_where_matplotlib_is_loaded_too() -> None:
    import matplotlib.axes  # noqa: F401

    from autograder.core.values import portable

    assert portable(np.matrix([[1.0, 2.0]])) is not None
    assert portable([[], ()]) == [[], ()]
