"""Tables and sparse matrices, where a course lists their modules: as arguments and as results, never unpickled."""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest

from autograder.core.calls import Call, Described, Job, Returned
from autograder.core.model import Cell, Limits
from autograder.core.values import portable
from autograder.judging.difference import Rules, difference
from autograder.sandbox import open_sandbox
from support.running import run

SOURCE = """
import numpy as np
import pandas as pd
import scipy.sparse

def doubled(table):
    return table.assign(b=2 * table.a)

def mean(table):
    return table.groupby("name").a.mean()

def days(table):
    return pd.to_datetime(table["day"]).dt.day

def diagonal(matrix):
    return scipy.sparse.diags([matrix.diagonal()], [0])

def objects(table):
    return pd.DataFrame({"a": [object(), None, pd.NA]})
"""


def test_tables_travel_both_ways_by_their_parts() -> None:
    pandas, sparse = pytest.importorskip("pandas"), pytest.importorskip("scipy.sparse")
    if not hasattr(os, "pidfd_open"):
        pytest.skip("the forked sandbox needs Linux")
    table = pandas.DataFrame(
        {"name": ["x", "y", "x"], "a": [1, 2, 4], "day": ["2026-01-02", "2026-01-03", "2026-01-04"]}
    )
    matrix = sparse.csr_matrix(np.arange(9.0).reshape(3, 3))
    asked = {"doubled": table, "mean": table, "days": table, "diagonal": matrix, "objects": table}
    calls = [Call(name, (portable(argument),)) for name, argument in asked.items()]
    job, limits = Job((), (Cell("code", SOURCE),), tuple(asked)), Limits(20, 20, 100, memory_mb=1024)
    with open_sandbox("forked", modules=("pandas", "scipy.sparse")) as sandbox:
        found = run(sandbox, job, calls, limits)
    results = [outcome.value for outcome in found.outcomes if isinstance(outcome, Returned)]
    assert len(results) == len(calls), (found.outcomes, found.cell_errors)
    assert all(isinstance(result, Described) for result in results)
    numbers = pandas.Series([2, 3, 4], name="day", dtype="int32")
    means = table.groupby("name").a.mean()
    right = [table.assign(b=[2, 4, 8]), means, numbers, sparse.diags([[0.0, 4.0, 8.0]], [0])]
    told = [difference(got, portable(want), Rules()) for got, want in zip(results, right, strict=False)]
    assert told == [""] * 4
    assert difference(results[-1], portable(table), Rules())


def test_where_no_table_is_made_pandas_is_not_imported() -> None:
    code = "import sys, autograder.core.values, autograder.judging.judge; sys.exit('pandas' in sys.modules)"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0
