"""Which jobs get the fork server that has matplotlib in it."""

from __future__ import annotations

import pytest

from autograder.core.calls import Job
from autograder.core.model import Cell
from autograder.sandbox.host.needs_matplotlib import needs_ipython, needs_matplotlib

HELPER = "def plot(x):\n    import matplotlib.pyplot as plt\n    plt.plot(x)"


def job(*cells: str, given: tuple[str, ...] = ()) -> Job:
    return Job(given, tuple(Cell("code", source) for source in cells), ("f",))


@pytest.mark.parametrize(
    "source",
    ["import matplotlib.pyplot as plt", "%matplotlib inline", "from pylab import *", "__import__('mat' + 'plotlib')"],
)
def test_a_cell_that_may_reach_matplotlib_needs_it(source) -> None:
    assert needs_matplotlib(job("x = 1", source))


def test_a_given_function_that_draws_and_is_never_called_draws_nothing() -> None:
    assert not needs_matplotlib(job("x = 1", given=(HELPER,)))


def test_a_given_function_that_draws_may_be_called() -> None:
    assert needs_matplotlib(job("plot(1)", given=(HELPER,)))


def test_so_may_one_that_calls_it() -> None:
    assert needs_matplotlib(job("show(1)", given=(HELPER, "def show(x):\n    plot(x)")))


@pytest.mark.parametrize("source", ["import matplotlib", "plot(1)"])
def test_a_given_cell_that_draws_at_once_needs_matplotlib(source) -> None:
    assert needs_matplotlib(job(given=(HELPER, source)))


def test_arithmetic_draws_nothing() -> None:
    assert not needs_matplotlib(job("import numpy as np", "def f(x):\n    return np.sin(x)"))


@pytest.mark.parametrize(
    "source",
    [
        *("%timeit f(1)", "x = 1\n  %%time", "!ls", "files = !ls", "out = %time f(1)", "f?", "?f", "x = 1\nf??"),
        *(">>> x = 1", "In [1]: x = 1", "    x = 1\n    y = 2", "\n\n  x = 1", "/f 1", ",f a b", ";f a b"),
        *("await later()", "async for x in y: pass"),
    ],
)
def test_what_ipython_reads_otherwise_needs_it(source: str) -> None:
    assert needs_ipython(job("x = 1", source))


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x % 2 != 1  # is it odd?",
        "x = {\n    1: 2,\n}",
        "...",
        "x != y",
        'def f(x):\n    """Say so.\n\n    >>> f(1)\n    """',
    ],
)
def test_plain_python_does_not(source: str) -> None:
    assert not needs_ipython(job("x = 1", source))
