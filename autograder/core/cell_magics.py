"""Cell magics (`%%bash`): which of them run the Python that is below them, and which hand it to something else."""

from __future__ import annotations

import re

RUNS_ITS_BODY = ("time", "timeit", "capture", "prun")
# As IPython takes it, and as nbconvert and Colab write it into a script.
_FIRST = re.compile(r"\s*(?:%%|get_ipython\(\)\.run_cell_magic\(['\"])(\w[\w!.]*|!)")


def idle_magic(source: str) -> str:
    """Return the magic on top of a cell because of which nothing in it is run as Python ("%%bash"), or ""."""
    first = _FIRST.match(source)
    return "" if first is None or first[1] in RUNS_ITS_BODY else f"%%{first[1]}"
