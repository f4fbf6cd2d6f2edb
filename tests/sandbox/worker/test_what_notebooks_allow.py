"""What works in a notebook works in a worker, whatever a student replaces, and what is said of an answer."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.core.calls import Call, Failed, Opaque
from autograder.core.model import Status
from autograder.core.modules import refusal
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.session import AnySandbox
from support.running import code
from support.workers_asked import failure, observe, raw, value

# --- what is said of an answer -----------------------------------------------------------------------------------


def test_a_not_implemented_error_of_a_students_own_keeps_its_words(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f():\n    raise NotImplementedError('no negative x')", "f")))
    assert seen.status is Status.ERROR
    assert "NotImplementedError: no negative x" in seen.message


@pytest.mark.parametrize(
    "body", ["raise NotImplementedError()\n    return 1", "y = 1\n    raise NotImplementedError()"]
)
def test_a_stubs_line_left_in_an_answer_is_named(sandbox: AnySandbox, body: str) -> None:
    seen = failure(observe(sandbox, code(f"def f():\n    'A docstring.'\n    {body}", "f")))
    line = 3 if body.startswith("raise") else 4
    told = f"`f` still has the line `raise NotImplementedError()`: delete it (line {line} of its cell)"
    assert seen == Failed(Status.ERROR, told)


def test_a_function_that_was_replaced_by_its_own_result_says_where(sandbox: AnySandbox) -> None:
    source = "import numpy as np\ndef f(x): return x\nf = f(np.arange(3))"
    told = (
        "`f` is no longer a function: it was replaced by an array in line 3 of its cell: give the result another name"
    )
    assert failure(observe(sandbox, code(source, "f"))).message == told


# --- what a student may replace ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slip", ["np.random.seed = 42", "np.array = [1, 2]", "np.asarray = None", "random.seed = 1"])
def test_a_name_of_numpys_that_was_replaced_costs_only_what_uses_it(sandbox: AnySandbox, slip: str) -> None:
    answer = code("def f(x): return np.sin(x) + random.random() * 0", "f")
    seen = observe(sandbox, code(f"import numpy as np, random\n{slip}"), answer, calls=(Call("f", (np.arange(3.0),)),))
    np.testing.assert_array_equal(value(seen), np.sin(np.arange(3.0)))


def test_a_worker_started_afresh_does_without_what_was_replaced_too() -> None:
    slip, answer = code("import numpy as np\nnp.random.seed = 42"), code("def f(x): return np.sin(x)", "f")
    with open_sandbox("spawned") as spawned:
        assert value(observe(spawned, slip, answer, calls=(Call("f", (0.0,)),))) == 0.0


def test_an_answer_that_uses_a_replaced_function_is_told_which_line_replaced_it(sandbox: AnySandbox) -> None:
    slip, answer = code("import numpy as np\nnp.array = [1, 2, 3]"), code("def f(x): return np.array(x)", "f")
    said = failure(observe(sandbox, slip, answer, calls=(Call("f", (1.0,)),))).message
    assert "TypeError: 'list' object is not callable" in said
    assert said.endswith("`np.array` was replaced by a list in line 2 of a cell (np.array = [1, 2, 3])")


NUMPY_NAMES = sorted(name for name in dir(np) if not name.startswith("_"))


@pytest.mark.parametrize("start", range(0, len(NUMPY_NAMES), 100))
def test_no_function_of_numpys_is_needed_by_our_own_code(sandbox: AnySandbox, start: int) -> None:
    names = NUMPY_NAMES[start : start + 100]
    answer = code("def f(x): return (x * 2, x.sum(), None)", "f")
    slips = [code(f"import numpy\nnumpy.{name} = 42") for name in names]
    seen = observe(sandbox, *slips, answer, calls=(Call("f", (np.arange(3.0),)),))
    assert seen.workers == 1
    np.testing.assert_array_equal(value(seen)[0], [0.0, 2.0, 4.0])
    assert value(seen)[1:] == (3.0, None)


@pytest.mark.parametrize("module", ["sys", "random", "builtins", "os", "json", "gc", "inspect", "linecache", "struct"])
def test_no_function_of_pythons_own_is_needed_by_our_own_code(sandbox: AnySandbox, module: str) -> None:
    replace = (
        f"import {module} as m\nset, keep = setattr, ('modules', 'meta_path', 'path_hooks', 'exc_info')\n"
        "for name in list(vars(m)):\n    if name not in keep and not name.startswith('__'): set(m, name, 42)"
    )
    seen = observe(sandbox, code(replace), code("def f(x): return x * 2", "f"), calls=(Call("f", (np.arange(3.0),)),))
    assert seen.workers == 1
    np.testing.assert_array_equal(value(seen), [0.0, 2.0, 4.0])


# --- what notebooks allow ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\nawait asyncio.sleep(0.01)\nx = 5",
        "import asyncio\nasync def later(): return 5\nx = (await asyncio.gather(later(), later()))[0]",
        "t = %timeit -o sum([1, 2])\nx = 5 if t.average > 0 else 0",
        "%%capture out\nprint(1)\nx = 5",
        "get_ipython().run_cell_magic('capture', 'out', 'print(5)')\nx = int(out.stdout)",
        "files = !ls\nx = 5 + len(files.n)",
        "\ufeffx = 5",
        "help(sum)\nx = 5",
        "import datetime\nx = datetime.datetime.strptime('5', '%d').day",
        "import zoneinfo, wave, pydoc\nx = 5",
        "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.plot([1])\nx = 5",
    ],
)
def test_what_works_in_every_notebook_works_here(sandbox: AnySandbox, source: str) -> None:
    seen = observe(sandbox, raw(source), code("def f(): return x"))
    assert (seen.cell_errors, value(seen)) == ({}, 5)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import asyncio\nawait asyncio.Event().wait()", "RuntimeError: this waits for something that never comes"),
        ("import asyncio\nawait asyncio.open_connection('localhost', 1)", "RuntimeError: can't start new thread"),
        (
            "import asyncio\nawait asyncio.sleep(0)\nasyncio.get_event_loop().add_reader(0, print)",
            "PermissionError: there is",
        ),
    ],
)
def test_what_can_never_come_is_not_waited_for(sandbox: AnySandbox, source: str, told: str) -> None:
    seen = observe(sandbox, raw(source), code("def f(): return 5"))
    assert told in seen.cell_errors[0]
    assert value(seen) == 5


@pytest.mark.parametrize(
    "source", ["files = !ls\nx = files.s + files.n + ''.join(files.l)", "%%capture out\nprint(1)\nx = out.show() or ''"]
)
def test_what_a_shell_line_or_a_capture_gives_has_its_usual_forms(sandbox: AnySandbox, source: str) -> None:
    captured, _, rest = source.rpartition("\n") if source.startswith("%%") else ("", "", source)
    seen = observe(sandbox, *([raw(captured)] if captured else []), raw(rest), code("def f(): return x"))
    assert (seen.cell_errors, value(seen)) == ({}, "")


def test_an_array_with_none_in_it_is_called_one_of_objects(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, code("import numpy as np\ndef f(): return np.array([1.0, None])"))
    assert value(seen) == Opaque("array of objects (is there a None in it?)")


@pytest.mark.parametrize("comment", ["", "  # not needed by matplotlib"])
def test_a_comment_that_names_matplotlib_changes_no_answer(sandbox: AnySandbox, comment: str) -> None:
    seen = observe(sandbox, raw(f"import zoneinfo{comment}"), code("def f(): return zoneinfo.ZoneInfo.__name__"))
    assert (seen.cell_errors, value(seen)) == ({}, "ZoneInfo")


def test_the_last_result_has_its_names(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, raw("2 + 3"), raw("x = _\ny = Out[1]"), code("def f(): return x + y"))
    assert value(seen) == 10


def test_numpys_error_state_is_the_same_as_where_students_check(sandbox: AnySandbox) -> None:
    state, answer = "import numpy as np\nnp.seterr(all='raise')", "def f(x): return np.where(x > 0, np.sqrt(x), 0.0)"
    seen = observe(sandbox, code(state), code(answer), calls=(Call("f", (np.array([-1.0, 4.0]),)),))
    assert value(seen).tolist() == [0.0, 2.0]


def test_an_unknown_module_is_refused_in_a_students_words(sandbox: AnySandbox) -> None:
    seen = observe(sandbox, code("from scipy.special import expit"), calls=())
    assert seen.cell_errors == {0: f"line 1: ModuleNotFoundError: {refusal('scipy')}"}
    assert "course_config" not in seen.cell_errors[0]


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nnp.savetxt('t.csv', np.ones(3))\nx = int(np.loadtxt('t.csv').sum()) + 2",
        "import numpy as np\nnp.save('t.npy', np.ones(5))\nx = int(np.load('t.npy').sum())",
        "import os\nos.makedirs('a/b', exist_ok=True)\nos.makedirs('a/b', exist_ok=True)\n"
        "with open('a/b/c.txt', 'w') as f:\n    f.write('5')\nx = int(open('a/b/c.txt').read())",
        "from pathlib import Path as P\nP('out').mkdir()\nP('out/x').write_text('5')\nx = int(P('out/x').read_text())",
        "import logging\nlogging.basicConfig(filename='run.log')\nlogging.warning('w')\nx = 5",
        "import json\njson.dump([5], open('a.json', 'w'))\nx = json.load(open('a.json'))[0]",
        "import os\nopen('a', 'w').close()\nos.rename('a', 'b')\nx = 5 * (os.listdir() == ['b'])\nos.remove('b')",
        "import matplotlib.pyplot as plt, os\nplt.plot([1])\nplt.savefig('a.png')\nx = 5 * os.path.exists('a.png')",
    ],
)
@pytest.mark.parametrize("kind", ["graded", "checked"])
def test_what_a_notebook_writes_lies_in_its_own_folder_in_memory(sandbox: AnySandbox, kind: str, source: str) -> None:
    with open_sandbox("spawned") as checking:
        used = sandbox if kind == "graded" else checking
        seen = observe(used, raw(source), code("def f(): return x"))
    assert (seen.cell_errors, value(seen)) == ({}, 5)


@pytest.mark.parametrize("kind", ["graded", "checked"])
def test_a_file_that_is_not_in_the_notebooks_folder_is_refused_in_the_same_way(sandbox: AnySandbox, kind: str) -> None:
    with open_sandbox("spawned") as checking:
        used = sandbox if kind == "graded" else checking
        seen = observe(used, raw("open('data.csv')"), raw("open('/etc/hostname')"), calls=())
    assert "FileNotFoundError: [Errno 2] no such file: an answer must not need one" in seen.cell_errors[0]
    assert "PermissionError: [Errno 1] only files in the notebook's own folder" in seen.cell_errors[1]
