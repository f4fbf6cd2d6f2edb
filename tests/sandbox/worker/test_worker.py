"""How a worker reads a notebook, and whose definition counts."""

from __future__ import annotations

import os

import pytest

from autograder.core.calls import Failed
from autograder.core.model import Status
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import Level
from autograder.sandbox.host.session import AnySandbox
from support.running import code
from support.workers_asked import failure, observe, raw, value

# --- cells -------------------------------------------------------------------------------------------------------


def test_an_error_costs_only_its_cell(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, code("a = 1\n\nb = y"), code("def f(): return a"))
    assert seen.cell_errors == {0: "line 3: NameError: name 'y' is not defined"}
    assert value(seen) == 1


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("print 'python 2'", "line 1: SyntaxError: Missing parentheses"),
        ("x = 1\nthis is a text", "line 2: SyntaxError: "),
        ("import sys\nsys.exit(3)", "line 2: SystemExit: 3"),
        ("raise KeyboardInterrupt", "line 1: KeyboardInterrupt"),
        ("class E(BaseException): pass\nraise E('two\\nlines \\x1b[31m')", "line 2: E: two lines [31m"),
        ("class E(Exception):\n    def __str__(self): return 1/0\nraise E", "line 3: E"),
        ("def f(): f()\nf()", "line 1: RecursionError: "),
        ("raise ValueError('x' * 10**6)", "line 1: ValueError: xxx"),
        ("x = '\0'", ""),
        ("x = '\ud800'", ""),
        ("import no_such_helper_file", "line 1: ModuleNotFoundError: "),
        ("input()", "line 1: EOFError"),
        ("(" * 300 + ")" * 300, ""),
        ("%%bogus\nx = (", None),
    ],
)
def test_whatever_a_cell_raises_becomes_one_line(sandbox: AnySandbox, source: str, sentence: str | None) -> None:
    seen = observe(sandbox, raw(source), calls=())
    if sentence is None:
        assert seen.cell_errors == {}
    else:
        assert seen.cell_errors[0].startswith(sentence)
        assert seen.cell_errors[0].isprintable()
        assert len(seen.cell_errors[0]) <= 300


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nx = 5",
        "!touch made_by_shell\nx = 5",
        "files = !ls\nx = 5",
        "%%time\nx = 5",
        "%%capture\n%matplotlib inline\nx = 5",
        "%time x = 5",
        "    x = 5\n    y = x",
        "get_ipython().magic('load_ext autoreload')\nx = 5",
        "get_ipython().run_line_magic('time', 'x = 5')",
        "x = 5\ndisplay(x)\nx?",
        "from IPython import get_ipython\nget_ipython().run_line_magic('matplotlib', 'inline')\nx = 5",
        "from IPython.display import display, clear_output\ndisplay(1)\nx = 5",
        "from autograder import check\ncheck('f')\nx = 5",
        "import autograder\nautograder.check('f')\nx = 5",
        "x = 5 if __name__ == '__main__' else 0",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nx = 5",
        "print('✓' * 10**6)\nimport sys, os\nsys.stderr.write('e')\nos.write(1, b'x')\nx = 5",
        "import dataclasses as d\n@d.dataclass\nclass P:\n    x: 'int' = 5\nx = P().x",
    ],
)
def test_what_a_notebook_may_hold_runs_as_in_jupyter(sandbox: AnySandbox, source: str) -> None:
    seen = observe(sandbox, raw(source), code("def f(): return x"))
    assert seen.cell_errors == {}
    assert value(seen) == 5


def test_shell_lines_and_other_magics_do_nothing(sandbox: AnySandbox) -> None:
    seen = observe(
        sandbox,
        raw("%%bash\ntouch made"),
        raw("!touch made"),
        raw("%%writefile made\nx"),
        code("import os\ndef f(): return os.path.exists('made')"),
    )
    assert seen.cell_errors == {}
    assert value(seen) is False


def test_the_line_of_an_error_under_a_cell_magic_is_the_cells(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, raw("%%time\nx = 1\nx.no"), calls=())
    assert seen.cell_errors[0].startswith("line 3: AttributeError")


def test_future_imports_hold_for_later_cells_and_ours_do_not_leak_in(sandbox: AnySandbox) -> None:
    seen = observe(
        sandbox,
        code("def h(): return 1 <> 2"),
        code("from __future__ import barry_as_FLUFL"),
        code("def f(): return 1 <> 2"),
    )
    assert list(seen.cell_errors) == [0]
    assert value(seen) is True


def test_one_submission_finds_nothing_of_the_one_before(sandbox: AnySandbox) -> None:
    observe(sandbox, code("import numpy as np\nnp.left = leak = 1"), calls=())
    source = "import numpy\ndef f(): return [hasattr(numpy, 'left'), 'leak' in globals()]"
    assert value(observe(sandbox, code(source))) == [False, False]


def test_without_a_filter_too_one_submission_finds_no_file_of_the_one_before() -> None:
    with open_sandbox("forked" if hasattr(os, "pidfd_open") else "spawned", Level.NONE) as bare:
        observe(bare, code("open('helper.py', 'w').write('y = 1')"), calls=())
        assert value(observe(bare, code("import os\ndef f(): return os.listdir()"))) == []


# --- whose definition counts -------------------------------------------------------------------------------------


def test_a_redefinition_after_the_marked_cell_does_not_count(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, code("def f(): return 1", "f"), code("def f(): return 2"))
    assert value(seen) == 1


def test_an_exercise_without_a_marked_cell_is_found_by_name(sandbox: AnySandbox) -> None:
    assert value(observe(sandbox, code("f = lambda: 3"))) == 3


def test_a_marked_cell_that_fails_after_its_definition_still_counts(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, code("def f(): return 1\nassert f() == 2", "f"), code("def f(): return 2"))
    assert value(seen) == 1
    assert seen.cell_errors == {0: "line 2: AssertionError"}


def test_a_marked_cell_that_does_not_define_its_name_falls_back_to_another(sandbox: AnySandbox) -> None:
    assert value(observe(sandbox, code("def f(:", "f"), code("def f(): return 2"))) == 2


def test_given_names_are_put_back(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, code("def h(): return 2\ndef f(): return h()", "f"), given=("def h(): return 1",))
    assert value(seen) == 1


def test_a_function_that_is_not_there_was_not_attempted(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("x = 1")))
    assert seen == Failed(Status.NOT_ATTEMPTED, "`f` is not defined in this file")


def test_a_function_whose_cell_failed_is_an_error_that_says_so(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("x = y\ndef f(): pass", "f")))
    assert seen == Failed(Status.ERROR, "its cell did not run: line 1: NameError: name 'y' is not defined")


def test_a_name_that_is_no_function_is_an_error(sandbox: AnySandbox) -> None:
    assert failure(observe(sandbox, code("f = 3"))).message == "`f` is not a function but a number"
