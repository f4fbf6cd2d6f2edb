"""How a worker reads a notebook, whose definition counts, and what it says when something fails."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder.core.calls import Call, Described, Failed, FunctionRef, Job, Opaque, Outcome, Returned
from autograder.core.model import Cell, Limits, Status
from autograder.core.modules import refusal
from autograder.sandbox import open_sandbox
from autograder.sandbox.host.isolation import SAFE, Level, available
from autograder.sandbox.host.rounds import ReferenceFunctions
from autograder.sandbox.host.session import AnySandbox
from support.running import Ran, run

LIMITS = Limits(call_seconds=5, cell_seconds=10, total_seconds=30)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[AnySandbox]:
    safe = any(level in SAFE for level in available())
    with open_sandbox("forked" if safe else "spawned") as opened:
        yield opened


def code(source: str, exercise: str | None = None) -> Cell:
    return Cell("code", textwrap.dedent(source).strip("\n"), exercise=exercise)


def raw(source: str) -> Cell:
    return Cell("code", source)


def observe(
    sandbox: AnySandbox,
    *cells: Cell,
    calls: tuple[Call, ...] = (Call("f", ()),),
    given: tuple[str, ...] = (),
    exercises: tuple[str, ...] = ("f", "g"),
) -> Ran:
    return run(sandbox, Job(given, cells, exercises), calls, LIMITS)


def value(seen: Ran, number: int = 0) -> Any:
    outcome = seen.outcomes[number]
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def failure(seen: Ran, number: int = 0) -> Failed:
    outcome = seen.outcomes[number]
    assert isinstance(outcome, Failed), outcome
    return outcome


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
        code("def h(x: undefined): pass"),
        code("from __future__ import annotations"),
        code("def f(x: undefined = 2): return x"),
    )
    assert list(seen.cell_errors) == [0]
    assert value(seen) == 2


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


# --- calls -------------------------------------------------------------------------------------------------------


def test_arguments_are_handed_over_fresh_for_each_call(sandbox: AnySandbox) -> None:
    x = np.arange(3.0)
    seen = observe(
        sandbox,
        code("def f(x, items):\n    x += 1\n    items.append(1)\n    return x, len(items)"),
        calls=(Call("f", (x, [x])),) * 2,
    )
    assert value(seen, 1)[0].tolist() == [1, 2, 3]
    assert value(seen, 1)[1] == 2
    assert x.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (FunctionRef("numpy", "square"), 9.0),
        (FunctionRef("numpy", "linalg.norm"), 3.0),
        (FunctionRef("answer", "g"), 4.0),
        (FunctionRef("source", "cube", "def cube(x):\n    return np.power(x, 3)"), 27.0),
    ],
)
def test_functions_can_be_arguments(sandbox: AnySandbox, ref: FunctionRef, expected: float) -> None:
    cell = code("def g(x): return x + 1\ndef f(chain): return float(chain[0](3.0))")
    assert value(observe(sandbox, cell, calls=(Call("f", ([ref],)),))) == expected


def test_an_argument_that_is_not_written_names_the_culprit(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f(h): pass"), calls=(Call("f", (FunctionRef("answer", "g"),)),)))
    assert seen == Failed(Status.ERROR, "`f` is called with `g`, which is not defined", "g")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("None", None),
        ("True", True),
        ("2**70", 2**70),
        ("2**2000", Opaque("int")),
        ("float('nan')", float("nan")),
        ("'text'", "text"),
        ("'x' * 10**6", Opaque("str")),
        ("[1, (2.5, None)]", [1, (2.5, None)]),
        ("{}", {}),
        ("lambda: 0", Opaque("function")),
        ("1j", 1j),
        ("np.float64(2)", np.array(2.0)),
        ("np.bool_(True)", np.array(True)),
        ("np.array(3)", np.array(3)),
        ("np.arange(6).reshape(2, 3).T", np.arange(6).reshape(2, 3).T),
        ("np.matrix([[1.0, 2.0]])", np.array([[1.0, 2.0]])),
        ("np.array([1, 2.5, np.float32(3)], dtype=object)", np.array([1, 2.5, 3])),
        ("np.array([1, None])", Opaque("array of objects (is there a None in it?)")),
        ("np.array(['a'])", Described("array of texts", (("shape", (1,)), ("items", ["a"])))),
        ("np.ones(2, np.longdouble)", np.ones(2)),
        ("np.zeros((0, 3), np.float32)", np.zeros((0, 3), np.float32)),
    ],
)
def test_results_arrive_as_plain_values(sandbox: AnySandbox, expression: str, expected: Any) -> None:
    found = value(observe(sandbox, code(f"import numpy as np\ndef f(): return {expression}")))
    assert type(found) is type(expected)
    if isinstance(expected, np.ndarray):
        assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
    np.testing.assert_equal(found, expected)


def test_a_list_that_holds_itself_is_opaque(sandbox: AnySandbox) -> None:
    assert value(observe(sandbox, code("def f():\n    a = []\n    a += [a, a, a]\n    return a"))) == Opaque("list")


def test_a_list_that_is_too_long_to_travel_is_opaque(sandbox: AnySandbox) -> None:
    assert value(observe(sandbox, code("def f(): return ['x' * 90_000] * 20"))) == Opaque("list")


def test_unseeded_randomness_is_the_same_in_every_run(sandbox: AnySandbox) -> None:
    cells = (
        code("import numpy as np, random\nnp.random.rand()"),
        code("def f(): return np.random.rand() + random.random()"),
    )
    first, second = (observe(sandbox, *cells, calls=(Call("f", ()),) * 2) for _ in range(2))
    assert [value(first, number) for number in (0, 1)] == [value(second, number) for number in (0, 1)]
    assert value(first) != value(first, 1)


# --- failures of calls -------------------------------------------------------------------------------------------


def test_an_exception_is_told_with_its_line(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f():\n    x = 1\n    return y", "f")))
    assert seen == Failed(
        Status.ERROR, "`f` raised NameError: name 'y' is not defined (line 3 of its cell): `return y`"
    )


def test_a_long_message_keeps_its_line(sandbox: AnySandbox) -> None:
    message = failure(observe(sandbox, code("def f(): raise ValueError('x' * 10**6)", "f"))).message
    assert message.endswith("… (line 1 of its cell): `def f(): raise ValueError('x' * 10**6)`")
    assert len(message) <= 300


@pytest.mark.parametrize("raised", ["SystemExit(3)", "KeyboardInterrupt", "BaseException('b')", "MemoryError"])
def test_nothing_that_a_call_raises_ends_the_worker(sandbox: AnySandbox, raised: str) -> None:
    seen = observe(sandbox, code(f"def f(): raise {raised}\ndef g(): return 1"), calls=(Call("f", ()), Call("g", ())))
    assert failure(seen).status == Status.ERROR
    assert value(seen, 1) == 1
    assert seen.workers == 1


def test_a_wrong_number_of_arguments_is_an_error(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f(a): pass")))
    assert seen.message == "`f` raised TypeError: f() missing 1 required positional argument: 'a'"


def test_a_recursion_without_end_is_an_error(sandbox: AnySandbox) -> None:
    assert "RecursionError" in failure(observe(sandbox, code("def f(): return f()"))).message


def test_a_stub_was_not_attempted(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f():\n    raise NotImplementedError()", "f")))
    assert seen == Failed(Status.NOT_ATTEMPTED, "`f` is not written yet")


@pytest.mark.parametrize("stub", ["def g(): raise NotImplementedError", "g = lambda: next(iter([].no))"])
def test_the_exercise_that_raised_is_the_culprit(sandbox: AnySandbox, stub: str) -> None:
    seen = failure(observe(sandbox, code(stub, "g"), code("def f():\n    return g()", "f")))
    assert (seen.status, seen.culprit) == (Status.ERROR, "g")


def test_calling_a_stub_is_told_in_so_many_words(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def g(): raise NotImplementedError", "g"), code("def f(): return g()", "f")))
    assert seen.message == "`f` calls `g`, which is not written yet"


def test_an_exercise_that_is_not_defined_is_the_culprit(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def f(): return g()", "f")))
    assert (seen.status, seen.culprit) == (Status.ERROR, "g")


def test_an_error_in_another_exercise_names_that_cell(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def g():\n    return 1 / 0", "g"), code("def f(): return g()", "f")))
    assert seen.message == "`f` raised ZeroDivisionError: division by zero (line 2 of the cell of `g`): `return 1 / 0`"


def test_a_helper_that_raises_is_the_exercises_own_error(sandbox: AnySandbox) -> None:
    seen = failure(observe(sandbox, code("def h():\n    raise NotImplementedError\ndef f(): return h()", "f")))
    assert (seen.status, seen.culprit) == (Status.ERROR, None)


# --- what the grader is asked --------------------------------------------------------------------------------------

X = np.arange(3.0)
SIN = FunctionRef("numpy", "sin")
NO = Failed(Status.ERROR, "called with arguments that the right pass never uses")


def calling(sandbox: AnySandbox, body: str, answer: Callable[[Call], Outcome]) -> Ran:
    """Run `f`, which returns body, where calls of `g` are answered here."""
    cells = code("import numpy as np\ndef g(x, y=0): return -1", "g"), code(f"def f(x, h=None): return {body}", "f")
    return run(
        sandbox,
        Job((), cells, ("f", "g")),
        [Call("f", (X, SIN))],
        LIMITS,
        ReferenceFunctions(("g",), lambda calling, call: answer(call)),
    )


@pytest.mark.parametrize(
    ("body", "args"),
    [
        ("g(x)", (X,)),
        ("g(list(x))", ([np.array(0.0), np.array(1.0), np.array(2.0)],)),
        ("g(np.float64(2))", (np.array(2.0),)),
        ("g([h, g], 3)", ([FunctionRef("answer", "sin"), FunctionRef("answer", "g")], 3)),
        ("g(np.array([h, f]))", ([FunctionRef("answer", "sin"), FunctionRef("answer", "f")],)),
        ("g(lambda: 0)", (FunctionRef("answer", "<lambda>"),)),
        ("g(y=2, x=1)", (1, 2)),
        ("g('a', None)", ("a", None)),
        ("g({})", ({},)),
    ],
)
def test_the_grader_is_asked_with_the_arguments_of_the_call(
    sandbox: AnySandbox, body: str, args: tuple[Any, ...]
) -> None:
    asked: list[Call] = []
    seen = calling(sandbox, body, lambda call: (asked.append(call), Returned(7.5))[1])
    assert value(seen) == 7.5
    np.testing.assert_equal([(call.function, call.args) for call in asked], [("g", args)])


def test_what_the_grader_does_not_answer_is_an_error_in_the_call(sandbox: AnySandbox) -> None:
    assert NO.message in failure(calling(sandbox, "g(x + 1)", lambda call: NO)).message


@pytest.mark.parametrize("body", ["g(z=1)", "g([x] * 30_000)", "g('x' * 2_000_000, [1] * 30_000)"])
def test_what_cannot_be_asked_is_an_error_in_the_call(sandbox: AnySandbox, body: str) -> None:
    assert isinstance(calling(sandbox, body, lambda call: NO).outcomes[0], Failed)


def test_a_result_of_the_grader_is_fresh_each_time(sandbox: AnySandbox) -> None:
    body = "[g(1).__iadd__(1), g(1)][1]"
    assert value(calling(sandbox, body, lambda call: Returned(X))).tolist() == [0, 1, 2]


def test_one_call_can_ask_many_times(sandbox: AnySandbox) -> None:
    assert value(calling(sandbox, "sum(g(n) for n in range(500))", lambda call: Returned(call.args[0]))) == 124750


def test_an_exercise_that_catches_a_refusal_goes_on(sandbox: AnySandbox) -> None:
    cells = code("def g(x): return 1", "g"), code("def f():\n try: return g(1)\n except RuntimeError: return 5", "f")
    refusing = ReferenceFunctions(("g",), lambda calling, call: NO)
    assert value(run(sandbox, Job((), cells, ("f", "g")), [Call("f", ())], LIMITS, refusing)) == 5


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
