"""Figures in a check, in whatever order a notebook imports what it draws with."""

from __future__ import annotations

import pytest

from autograder.sandbox import open_sandbox
from support.running import code
from support.workers_asked import observe, raw, value

DRAWN = "plt.plot([1, 2])\nplt.savefig('a.png')\ndrawn = plt.get_backend()"


@pytest.mark.parametrize(
    "imports",
    [
        "import matplotlib.pyplot as plt",
        "import matplotlib\nimport matplotlib.pyplot as plt",
        "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt",
        "from IPython import get_ipython\nimport matplotlib.pyplot as plt",
        "from matplotlib.backends.backend_pdf import PdfPages\nimport matplotlib.pyplot as plt",
    ],
)
def test_a_figure_is_drawn_whatever_was_imported_first(imports: str) -> None:
    with open_sandbox("spawned") as sandbox:
        seen = observe(sandbox, raw(f"{imports}\n{DRAWN}"), code("def f(): return drawn"))
    assert (seen.cell_errors, str(value(seen)).lower()) == ({}, "agg")
