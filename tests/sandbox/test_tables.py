"""Tables and sparse matrices, where a course lists their modules: as arguments and as results, never unpickled."""

from __future__ import annotations

import os
import sys
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Described, Failed, Job, Outcome, Returned, Shows
from autograder.core.model import Cell, Limits
from autograder.core.values import portable
from autograder.errors import AutograderError
from autograder.judging.difference import Rules, difference
from autograder.sandbox import open_sandbox
from support.running import run

LEVELS = [
    pytest.param("forked", "strict", id="strict"),
    pytest.param("forked", "portable", id="portable"),
    pytest.param("spawned", "portable", id="spawned"),
]
LIMITS = Limits(5, 20, 100, memory_mb=1024)
SOURCE = """
import itertools
import numpy as np
import pandas as pd

def doubled(table):
    return table.assign(b=2 * table.a)

def mean(table):
    return table.groupby("name").a.mean()

def days(table):
    return pd.to_datetime(table["day"]).dt.day

class Liar(pd.DataFrame):
    @property
    def columns(self): return itertools.count()
    @property
    def iloc(self): raise RuntimeError("no columns")

class Series(pd.Series):
    @property
    def dtype(self): return type("D", (), {"kind": "f", "__str__": lambda self: "x" * 10**8})()
    def to_numpy(self, *a, **k): return itertools.count()

def objects(table): return pd.DataFrame({"a": [object(), None, pd.NA]})
def liar(table): return Liar({"a": [1]})
def series(table): return Series([1.0, 2.0])
def nested(table): return pd.DataFrame({"a": [pd.DataFrame({"b": [pd.DataFrame({"c": [print]})]})]})
def huge(table): return pd.DataFrame(np.zeros((3000, 3000)))
def wide(table): return pd.DataFrame(np.zeros((1, 200_000)))
def same_names(table): return pd.DataFrame([[1, 2]], columns=["a", "a"])
def levels(table): return table.set_index(["name", "day"])
def endless(table):
    table.attrs["a"] = table
    return {"a": table, "b": itertools.count()}
def itself(table):
    table["self"] = [table] * len(table)
    return table
"""
HOSTILE = ("objects", "liar", "series", "nested", "huge", "wide", "same_names", "levels", "endless", "itself")


def asked_at(level: tuple[str, str], *names: str) -> tuple[list[Outcome], Any]:
    """Return the outcomes of these functions, each called with the same table, and the table."""
    pandas = pytest.importorskip("pandas")
    kind, isolation = level
    if kind == "forked" and not hasattr(os, "pidfd_open"):
        pytest.skip("the forked sandbox needs Linux")
    table = pandas.DataFrame(
        {"name": ["x", "y", "x"], "a": [1, 2, 4], "day": ["2026-01-02", "2026-01-03", "2026-01-04"]}
    )
    calls = [Call(name, (portable(table),)) for name in names]
    try:
        opened = open_sandbox(kind, isolation, modules=("pandas",))
    except AutograderError as error:
        pytest.skip(str(error))
    with opened as sandbox:
        found = run(sandbox, Job((), (Cell("code", SOURCE),), names), calls, LIMITS)
    assert not found.cell_errors
    return list(found.outcomes), table


@pytest.mark.parametrize(("kind", "isolation"), LEVELS)
def test_tables_travel_both_ways_by_their_parts(kind: str, isolation: str) -> None:
    outcomes, table = asked_at((kind, isolation), "doubled", "mean", "days")
    pandas = pytest.importorskip("pandas")
    results = [outcome.value for outcome in outcomes if isinstance(outcome, Returned)]
    assert [type(result) for result in results] == [Described] * 3, outcomes
    right = [
        table.assign(b=[2, 4, 8]),
        table.groupby("name").a.mean(),
        pandas.Series([2, 3, 4], name="day", dtype="int32"),
    ]
    assert [difference(got, portable(want), Rules()) for got, want in zip(results, right, strict=True)] == [""] * 3


@pytest.mark.parametrize(("kind", "isolation"), LEVELS[::2])
def test_a_hostile_table_costs_its_own_call_at_most(kind: str, isolation: str) -> None:
    outcomes, table = asked_at((kind, isolation), *HOSTILE, "doubled")
    for name, outcome in zip(HOSTILE, outcomes, strict=False):
        told = outcome.message if isinstance(outcome, Failed) else difference(outcome.value, portable(table), Rules())
        assert told, name
        assert len(told) < 2000, name
    assert isinstance(outcomes[HOSTILE.index("huge")], Failed)
    last = outcomes[-1]
    assert isinstance(last, Returned)
    assert difference(last.value, portable(table.assign(b=[2, 4, 8])), Rules()) == ""


def test_a_sparse_matrix_travels_both_ways() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    source = "import scipy.sparse\ndef diagonal(m):\n    return scipy.sparse.diags([m.diagonal()], [0])\n"
    matrix = sparse.csr_matrix(np.arange(9.0).reshape(3, 3))
    job = Job((), (Cell("code", source),), ("diagonal",))
    with open_sandbox("spawned", modules=("scipy.sparse",)) as sandbox:
        (outcome,) = run(sandbox, job, [Call("diagonal", (portable(matrix),))], LIMITS).outcomes
    assert isinstance(outcome, Returned), outcome
    assert difference(outcome.value, portable(sparse.diags([[0.0, 4.0, 8.0]], [0])), Rules()) == ""


def test_where_no_table_is_made_pandas_is_not_imported() -> None:
    code = "import sys, autograder.core.values, autograder.judging.judge; sys.exit('pandas' in sys.modules)"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the forked sandbox needs Linux")
def test_of_a_listed_package_the_parts_that_it_loads_late_are_there() -> None:
    pytest.importorskip("scipy")
    source = "import scipy.sparse as sp\nfrom scipy import stats\ndef f(n):\n    return sp.eye(n) * stats.norm.cdf(0)\n"
    with open_sandbox("forked", modules=("scipy",)) as sandbox:
        (outcome,) = run(sandbox, Job((source,), (), ("f",)), [Call("f", (3,))], LIMITS).outcomes
    assert isinstance(outcome, Returned), outcome


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the forked sandbox needs Linux")
def test_what_a_listed_package_imports_when_it_is_first_used_is_there() -> None:
    pytest.importorskip("pandas")
    source = "import pandas as pd\ndef f(n):\n    pd.Series(range(n)).plot.bar(title='bars')\n"
    with open_sandbox("forked", modules=("pandas",)) as sandbox:
        (outcome,) = run(sandbox, Job((source,), (), ("f",)), [Call("f", (3,), shows=Shows.FIGURE)], LIMITS).outcomes
    assert isinstance(outcome, Returned), outcome
    assert len(outcome.value.part("axes")[0].part("bars")) == 3
